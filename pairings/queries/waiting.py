"""Until when a proposal waits: ten working days of whoever still has to answer, less leave."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import Leave, User
from accounts.rules import working_days
from core.workdays import Worker, public_holidays, time_to_answer
from pairings.models import Pairing
from pairings.rules import PROPOSAL_WORKING_DAYS
from programs.rules import Role


def time_to_decide(asked_at: datetime, people: Iterable[User]) -> datetime:
    """Return the end of the tenth working day of whoever needs longest; one query."""
    workers = _workers(list(people))
    return time_to_answer(asked_at, PROPOSAL_WORKING_DAYS, workers)


def deadline_of(pairing: Pairing) -> datetime:
    """Return when a proposal expires; leave that was entered since moves it, never forward."""
    missing = [pairing.person_in(role) for role in Role if pairing.accepted_at_of(role) is None]
    return max(pairing.expires_at, time_to_decide(pairing.proposed_at, missing))


def _workers(people: list[User]) -> list[Worker]:
    leave: dict[int, list[Leave]] = {user.pk: [] for user in people}
    for row in Leave.objects.filter(user__in=people):
        leave[row.user_id].append(row)
    return [
        Worker(
            week=working_days(user.working_week),
            zone=user.zone,
            leave=tuple((row.starts_on, row.ends_on) for row in leave[user.pk]),
            holidays=public_holidays(user.country),
        )
        for user in people
    ]
