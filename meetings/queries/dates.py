"""The dates of a pair as the mentee's assistant keeps them: when, and whether it took place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef

from accounts.models import User
from meetings.models import CANCELLED, HELD, MOVED, NOT_MET, PLANNED, Meeting, MeetingLog
from pairings.models import Pairing
from pairings.rules import UNDO_FOR

PAST_SHOWN: Final = 10
_WAS: Final = (HELD, NOT_MET, CANCELLED, MOVED)


@dataclass(frozen=True, slots=True)
class DateRow:
    """One date; `can_undo`: the assistant answered it within ten minutes."""

    meeting: Meeting
    can_undo: bool = False


@dataclass(frozen=True, slots=True)
class DatesPage:
    """What is ahead, what is over without an answer, and the latest of what was."""

    upcoming: Sequence[Meeting]
    questions: Sequence[Meeting]
    past: Sequence[DateRow]


def dates_page(pairing: Pairing, delegate: User, *, now: datetime) -> DatesPage:
    """Return the dates in two queries; who said what of them stands nowhere."""
    found = Meeting.objects.visible_to(delegate).filter(pairing=pairing)
    planned = list(found.filter(state=PLANNED).order_by("starts_at", "pk"))
    answered = MeetingLog.objects.filter(
        meeting=OuterRef("pk"), by=delegate, undone_at=None, at__gte=now - UNDO_FOR
    )
    was = found.filter(state__in=_WAS).annotate(can_undo=Exists(answered))
    return DatesPage(
        upcoming=[meeting for meeting in planned if meeting.ends_at > now],
        questions=[meeting for meeting in planned if meeting.ends_at <= now],
        past=[_row(each) for each in was.order_by("-starts_at", "-pk")[:PAST_SHOWN]],
    )


def _row(meeting: Meeting) -> DateRow:
    return DateRow(meeting, can_undo=bool(vars(meeting)["can_undo"]))
