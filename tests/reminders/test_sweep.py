"""A sweep writes what is due once; what lost its cause does not leave, and returns with it."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from core.registry import Outcome
from lifecycle.actions import pause_pair, resume_pair
from meetings.actions import PlanDraft, cancel_meeting, log_meeting, move_meeting, plan_meeting
from meetings.actions import undo_log as undo
from outbox.models import OutboxMessage
from outbox.rules import State
from pairings.models import Pairing
from programs.models import Program
from reminders.actions import nudge_by_hr, stop_nudges, sweep
from reminders.actions.admit import admit_nudge, settle_nudge
from reminders.models import NudgeSlot
from tests.builders import make_pair, make_person
from tests.reminders.conftest import Deliver

DAY = timedelta(days=1)


def nudges(state: State | None = None) -> list[str]:
    """Return the kinds of nudges in the outbox, oldest first."""
    rows = OutboxMessage.objects.filter(kind__startswith="nudge-").order_by("pk")
    rows = rows.filter(state=state) if state else rows
    return [row.kind.removeprefix("nudge-") for row in rows]


def test_both_hear_the_day_after_due(behind: datetime, deliver: Deliver, pair: Pairing) -> None:
    assert deliver(behind - DAY) == [
        f"{pair.mentee.email}: Find your next date with Priya",
    ]
    assert deliver(behind) == [
        f"{pair.mentor.email}: Your conversation with Tom was due on 15 Sep",
    ]


def test_a_second_sweep_writes_nothing_new(behind: datetime, pair: Pairing) -> None:
    for minutes in range(5):
        sweep(now=behind + timedelta(minutes=minutes))
    assert nudges() == ["behind", "behind"]


def test_after_an_outage_only_the_latest_step_is_written(pair: Pairing, behind: datetime) -> None:
    sweep(now=behind + 5 * DAY)
    assert nudges() == ["behind", "behind"]


def test_nothing_leaves_at_night_or_on_a_weekend(
    behind: datetime, deliver: Deliver, pair: Pairing
) -> None:
    night = behind.replace(hour=20)
    assert deliver(night) == []
    saturday = datetime(2026, 9, 19, 9, tzinfo=UTC)
    assert deliver(saturday) == []
    assert len(deliver(datetime(2026, 9, 21, 9, tzinfo=UTC))) == 2


def test_a_planned_date_takes_the_nudge_back_and_cancelling_returns_it(
    behind: datetime, deliver: Deliver, pair: Pairing
) -> None:
    sweep(now=behind)
    meeting = plan_meeting(pair, PlanDraft(behind + 2 * DAY, 45), by=pair.mentor, now=behind)
    assert [line for line in deliver(behind) if "was due" in line] == []
    assert nudges(State.SUPERSEDED) == ["behind", "behind"]
    cancel_meeting(meeting, by=pair.mentor, now=behind + timedelta(minutes=5))
    sent = [line for line in deliver(behind + timedelta(minutes=10)) if "was due" in line]
    assert len(sent) == 2


def test_a_log_that_is_undone_brings_the_nudge_back(
    behind: datetime, deliver: Deliver, pair: Pairing
) -> None:
    sweep(now=behind)
    meeting = log_meeting(pair, by=pair.mentor, now=behind)
    assert deliver(behind) == []
    undo(meeting, by=pair.mentor, now=behind + timedelta(minutes=3))
    assert len(deliver(behind + timedelta(minutes=5))) == 2


def test_a_pause_silences_and_resuming_asks_again(
    behind: datetime, deliver: Deliver, pair: Pairing
) -> None:
    sweep(now=behind)
    until = (behind + 7 * DAY).date()
    pause_pair(pair, until=until, by=pair.mentor, now=behind)
    assert [line for line in deliver(behind) if "was due" in line] == []
    pair.refresh_from_db()
    resume_pair(pair, by=pair.mentor, now=behind + timedelta(hours=1))
    later = [line for line in deliver(behind + timedelta(hours=2)) if "was due" in line]
    assert len(later) <= 2
    following = [line for line in deliver(behind + 2 * DAY) if "was due" in line]
    assert len(later) + len(following) == 2


def test_a_moved_meeting_is_asked_about_at_its_new_time(
    deliver: Deliver, pair: Pairing, behind: datetime
) -> None:
    start = behind - 10 * DAY
    meeting = plan_meeting(
        pair, PlanDraft(start + 3 * DAY, 45), by=pair.mentor, now=start - timedelta(hours=1)
    )
    moved = move_meeting(meeting, PlanDraft(start + 5 * DAY, 45), by=pair.mentor, now=start)
    asked = [line for line in deliver(start + 3 * DAY + timedelta(hours=4)) if "meet?" in line]
    assert asked == []
    asked = [line for line in deliver(moved.starts_at + timedelta(hours=4)) if "meet?" in line]
    assert asked == [f"{pair.mentor.email}: Did you and Tom meet?"]


def test_a_person_gets_one_mail_a_week_and_the_other_pair_is_a_line_in_it(
    behind: datetime, deliver: Deliver, pair: Pairing, program: Program
) -> None:
    other = make_pair(program=program, mentor=make_person("Ada Other", level=2), mentee=pair.mentee)
    to_mentee = [line for line in deliver(behind) if line.startswith(pair.mentee.email)]
    assert len(to_mentee) == 1
    rows = OutboxMessage.objects.filter(person_id=pair.mentee_id, kind="nudge-behind")
    assert {row.state for row in rows} == {State.SENT}
    assert rows.filter(folded_into__isnull=False).count() == 1
    assert NudgeSlot.objects.get(person=pair.mentee).number == 1
    for days in range(1, 7):
        again = deliver(behind + days * DAY)
        assert [line for line in again if line.startswith(pair.mentee.email)] == []
    assert other.is_live


def test_second_comes_a_week_later_in_other_words(
    behind: datetime, deliver: Deliver, pair: Pairing
) -> None:
    assert len(deliver(behind)) == 2
    assert deliver(behind + 6 * DAY) == []
    assert deliver(behind + 7 * DAY + timedelta(minutes=1)) == [
        f"{pair.mentor.email}: A small start with Tom?",
        f"{pair.mentee.email}: A small start with Priya?",
    ]


def test_stopping_is_for_one_person_and_one_pair(
    behind: datetime, deliver: Deliver, pair: Pairing
) -> None:
    stop_nudges(by=pair.mentor, pairing=pair, now=behind)
    assert [line.split(":")[0] for line in deliver(behind)] == [pair.mentee.email]


def test_a_failed_mail_gives_the_slot_back(behind: datetime, pair: Pairing) -> None:
    sweep(now=behind)
    row = OutboxMessage.objects.filter(person_id=pair.mentor_id).get()
    assert admit_nudge(row.envelope(), behind).send
    settle_nudge(row.envelope(), Outcome.FAILED, behind)
    assert NudgeSlot.objects.get(person=pair.mentor).free_at == behind


def test_hr_may_ask_once_a_week(
    behind: datetime, deliver: Deliver, pair: Pairing, hr_admin: User
) -> None:
    assert nudge_by_hr(pair, by=hr_admin, now=behind) == 2
    with pytest.raises(Exception, match="within the last week"):
        nudge_by_hr(pair, by=hr_admin, now=behind + DAY)


def test_hr_of_the_same_line_may_not_ask(behind: datetime, pair: Pairing, hr_admin: User) -> None:
    pair.mentee.manager = hr_admin
    pair.mentee.save()
    with pytest.raises(Exception, match="do not coordinate"):
        nudge_by_hr(pair, by=hr_admin, now=behind)
