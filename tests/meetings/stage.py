"""Short words for what the tests of this folder do again and again."""

from datetime import UTC, datetime, timedelta

from accounts.models import User
from meetings.actions import PlanDraft, plan_meeting
from meetings.models import Meeting, MeetingLog
from pairings.models import Pairing

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
# A Wednesday, 10:00 in Berlin.
WEDNESDAY = datetime(2026, 11, 18, 9, tzinfo=UTC)


def planned_before(pair: Pairing, at: datetime, minutes: int = 45) -> Meeting:
    """Plan a date a week ahead of it."""
    return plan_meeting(pair, PlanDraft(at, minutes), by=pair.mentee, now=at - 7 * DAY)


def standing(meeting: Meeting) -> dict[str, str]:
    """Return what each side says of a meeting and did not take back."""
    logs = MeetingLog.objects.filter(meeting=meeting, undone_at=None)
    return dict(logs.values_list("role", "answer"))


def partners(pair: Pairing) -> tuple[User, User]:
    """Return mentor and mentee."""
    return pair.mentor, pair.mentee
