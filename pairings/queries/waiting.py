"""Until when a proposal waits: ten working days of whoever still has to answer, less leave."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from accounts.models import Leave, User
from accounts.rules import working_days
from core.workdays import Worker, public_holidays, time_to_answer
from pairings.models import Pairing
from pairings.rules import PROPOSAL_WORKING_DAYS
from programs.rules import Role


def time_to_decide(asked_at: datetime, people: Iterable[User]) -> datetime:
    """Return the end of the tenth working day of whoever needs longest; one query."""
    return end_of_wait(asked_at, workers_of(people).values())


def end_of_wait(asked_at: datetime, workers: Iterable[Worker]) -> datetime:
    """Return the same where their working days are known already."""
    return time_to_answer(asked_at, PROPOSAL_WORKING_DAYS, workers)


def deadline_of(pairing: Pairing) -> datetime:
    """Return when a proposal expires; leave that was entered since moves it, never forward."""
    missing = [pairing.person_in(role) for role in Role if pairing.accepted_at_of(role) is None]
    return max(pairing.expires_at, time_to_decide(pairing.proposed_at, missing))


def workers_of(people: Iterable[User]) -> Mapping[int, Worker]:
    """Return when people work, by primary key; one query."""
    known = {user.pk: user for user in people}
    leave: dict[int, list[Leave]] = {pk: [] for pk in known}
    for row in Leave.objects.filter(user__in=known):
        leave[row.user_id].append(row)
    return {
        user.pk: Worker(
            week=working_days(user.working_week),
            zone=user.zone,
            leave=tuple((row.starts_on, row.ends_on) for row in leave[user.pk]),
            holidays=public_holidays(user.country),
        )
        for user in known.values()
    }
