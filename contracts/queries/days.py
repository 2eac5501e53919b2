"""The days of a pair: those that do not count, and those on which its mentee works."""

from collections.abc import Iterator
from datetime import date, timedelta

from accounts.models import Leave, User
from accounts.rules import working_days
from core.days import Closed
from core.workdays import Worker, public_holidays
from pairings.models import Pairing, Pause
from programs.models import Blackout

Span = tuple[date, date]
_ONE_DAY = timedelta(days=1)


def closed_days(pairing: Pairing) -> Closed:
    """Return the days that do not count: pauses, the program's blackouts, leave of either."""
    blackouts = Blackout.objects.filter(program=pairing.program_id)
    leaves = Leave.objects.filter(user__in=[pairing.mentor_id, pairing.mentee_id])
    return Closed.of(
        [
            *_pauses(pairing),
            *blackouts.values_list("starts_on", "ends_on"),
            *leaves.values_list("starts_on", "ends_on"),
        ]
    )


def _pauses(pairing: Pairing) -> Iterator[Span]:
    for pause in Pause.objects.filter(pairing=pairing):
        back_on = pause.resumed_on or pause.ends_on + _ONE_DAY
        yield pause.starts_on, min(pause.ends_on, back_on - _ONE_DAY)


def worker_of(user: User) -> Worker:
    """Return when a person works."""
    return Worker(
        week=working_days(user.working_week),
        zone=user.zone,
        leave=tuple(Leave.objects.filter(user=user).values_list("starts_on", "ends_on")),
        holidays=public_holidays(user.country),
    )
