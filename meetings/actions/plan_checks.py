"""When a conversation may be planned: in the future, inside the pair's dates, beside no other."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from contracts.rules import Channel
from core.days import ONE_DAY, day_of
from core.errors import Refusal
from meetings.actions.locking import Turn
from meetings.models import PLANNED, Meeting
from pairings.models import Pairing

FEWEST_MINUTES = 5
MOST_MINUTES = 480


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A date to plan: an aware instant, a length in minutes (5 to 480) and a channel."""

    starts_at: datetime
    minutes: int
    channel: str = Channel.VIDEO

    @property
    def ends_at(self) -> datetime:
        """When it will be over."""
        return self.starts_at + timedelta(minutes=self.minutes)


def check_plan(turn: Turn, draft: PlanDraft, *, besides: Meeting | None = None) -> None:
    """Refuse a date that cannot be planned; `besides` is the conversation that is being moved.

    Codes: `minutes`, `channel`, `past`, `after_end`, `paused`, `overlaps`.
    """
    check_length(draft.minutes)
    check_channel(draft.channel)
    _check_date(turn, draft.starts_at)
    if any(each.ends_at > draft.starts_at for each in _around(turn.pairing, draft, besides)):
        raise Refusal("overlaps", _("There is a conversation planned at that time already."))


def check_length(minutes: int) -> None:
    """Refuse a length that no conversation has."""
    if not FEWEST_MINUTES <= minutes <= MOST_MINUTES:
        raise Refusal("minutes", _("Choose a length between 5 minutes and 8 hours."))


def check_channel(channel: str) -> None:
    """Refuse a channel that is not on the list."""
    if channel not in list(Channel):
        raise Refusal("channel", _("Choose from the list where it takes place."))


def _check_date(turn: Turn, starts_at: datetime) -> None:
    if starts_at <= turn.now:
        raise Refusal("past", _("That time is over. Choose one that is still to come."))
    last = turn.pairing.ends_on or turn.today
    if _day_in_term(starts_at, last, turn) > last:
        text = _("The time as a pair ends on %(day)s. Choose a date until then.")
        raise Refusal("after_end", text % {"day": date_format(last)})
    until = turn.pairing.paused_until
    if until is not None and day_of(starts_at, turn.pairing.mentee.zone) < until:
        text = _("There is a break until %(day)s. Choose that day or a later one.")
        raise Refusal("paused", text % {"day": date_format(until)})


def _day_in_term(starts_at: datetime, last: date, turn: Turn) -> date:
    """Return the mentee's day; far beyond the end the calendar itself ends, so UTC must do."""
    if starts_at.date() > last + 2 * ONE_DAY:
        return starts_at.date()
    return day_of(starts_at, turn.pairing.mentee.zone)


def _around(pairing: Pairing, draft: PlanDraft, besides: Meeting | None) -> list[Meeting]:
    """Return what begins before the draft ends, and late enough to reach into it."""
    near = Meeting.objects.filter(
        pairing=pairing,
        state=PLANNED,
        starts_at__lt=draft.ends_at,
        starts_at__gt=draft.starts_at - timedelta(minutes=MOST_MINUTES),
    )
    return list(near.exclude(pk=besides.pk) if besides else near)
