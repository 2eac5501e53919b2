from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import User
from core.errors import Forbidden, Refusal
from core.models import AuditEvent
from meetings.actions import (
    LogDraft,
    NoteDraft,
    PlanDraft,
    answer_not_yet,
    cancel_meeting,
    log_meeting,
    plan_meeting,
)
from meetings.models import HELD, NOT_MET, PLANNED, Meeting, MeetingLog, Note
from outbox.models import OutboxMessage
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import Program
from tests import builders
from tests.meetings.stage import DAY, HOUR, MINUTE, WEDNESDAY, planned_before, standing


def test_one_click_logs_today_with_the_programs_length(
    pair: Pairing, mentor: User, now: datetime
) -> None:
    meeting = log_meeting(pair, by=mentor, now=now)
    assert (meeting.state, meeting.held_on) == (HELD, date(2026, 11, 23))
    assert (meeting.length, meeting.kind, meeting.was_planned) == (45, "video", False)
    assert standing(meeting) == {"mentor": "met"}


def test_one_click_takes_length_and_place_from_the_last_date(
    pair: Pairing, mentor: User, now: datetime
) -> None:
    draft = PlanDraft(now + 10 * DAY, 30, "coffee")
    plan_meeting(pair, draft, by=mentor, now=now - DAY)
    meeting = log_meeting(pair, by=mentor, now=now)
    assert (meeting.length, meeting.kind) == (30, "coffee")


def test_a_double_click_is_one_log(pair: Pairing, mentor: User, now: datetime) -> None:
    first = log_meeting(pair, by=mentor, now=now)
    assert log_meeting(pair, by=mentor, now=now + MINUTE) == first
    assert MeetingLog.objects.count() == 1
    assert AuditEvent.objects.filter(verb="log meeting").count() == 1


def test_a_log_holds_the_planned_date(pair: Pairing, mentor: User) -> None:
    planned = planned_before(pair, WEDNESDAY)
    meeting = log_meeting(pair, by=mentor, now=WEDNESDAY + 2 * HOUR)
    assert meeting == planned
    assert (meeting.state, meeting.held_on) == (HELD, WEDNESDAY.date())


def test_a_log_of_the_day_after_is_dated_as_planned(pair: Pairing, mentor: User) -> None:
    planned = planned_before(pair, WEDNESDAY)
    meeting = log_meeting(pair, by=mentor, now=WEDNESDAY + DAY)
    assert (meeting, meeting.held_on) == (planned, WEDNESDAY.date())


def test_a_log_two_days_later_is_a_meeting_of_its_own(pair: Pairing, mentor: User) -> None:
    planned = planned_before(pair, WEDNESDAY)
    meeting = log_meeting(pair, by=mentor, now=WEDNESDAY + 2 * DAY)
    assert meeting != planned
    planned.refresh_from_db()
    assert planned.state == PLANNED


def test_naming_the_planned_date_dates_the_log(pair: Pairing, mentor: User) -> None:
    planned = planned_before(pair, WEDNESDAY)
    meeting = log_meeting(pair, by=mentor, now=WEDNESDAY + 10 * DAY, meeting=planned)
    assert (meeting, meeting.held_on) == (planned, WEDNESDAY.date())


def test_a_length_and_place_that_were_said_replace_the_plan(pair: Pairing, mentor: User) -> None:
    planned_before(pair, WEDNESDAY)
    draft = LogDraft(on=WEDNESDAY.date(), minutes=70, channel="office")
    meeting = log_meeting(pair, draft, by=mentor, now=WEDNESDAY + HOUR)
    assert (meeting.length, meeting.kind) == (70, "office")
    assert (meeting.minutes, meeting.channel) == (45, "video")


@pytest.mark.parametrize("apart", [-1, 0, 1])
def test_logs_of_the_two_at_most_a_day_apart_are_one(
    pair: Pairing, mentor: User, mentee: User, now: datetime, apart: int
) -> None:
    day = date(2026, 11, 18)
    first = log_meeting(pair, LogDraft(on=day), by=mentor, now=now)
    other = LogDraft(on=day + timedelta(days=apart))
    second = log_meeting(pair, other, by=mentee, now=now)
    assert second == first
    assert second.held_on == min(day, day + timedelta(days=apart))
    assert standing(second) == {"mentor": "met", "mentee": "met"}


def test_logs_of_the_two_that_are_two_days_apart_are_two(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    first = log_meeting(pair, LogDraft(on=date(2026, 11, 18)), by=mentor, now=now)
    second = log_meeting(pair, LogDraft(on=date(2026, 11, 20)), by=mentee, now=now)
    assert first != second


def test_one_persons_logs_of_two_days_are_two_meetings(
    pair: Pairing, mentor: User, now: datetime
) -> None:
    first = log_meeting(pair, LogDraft(on=date(2026, 11, 18)), by=mentor, now=now)
    second = log_meeting(pair, LogDraft(on=date(2026, 11, 19)), by=mentor, now=now)
    assert first != second
    assert Meeting.objects.filter(state=HELD).count() == 2


def test_of_two_lengths_the_first_that_was_said_counts(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    log_meeting(pair, by=mentor, now=now)
    log_meeting(pair, LogDraft(minutes=60), by=mentee, now=now + MINUTE)
    assert Meeting.objects.get().length == 60


@pytest.mark.django_db
def test_today_is_the_mentees_today() -> None:
    mentor = builders.make_person(level=2, time_zone="Asia/Tokyo")
    mentee = builders.make_person(level=6, time_zone="America/Los_Angeles")
    pair = builders.make_pair(mentor=mentor, mentee=mentee)
    # Tuesday morning in Tokyo is Monday afternoon in Los Angeles.
    now = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
    said = LogDraft(on=date(2026, 11, 24))
    assert log_meeting(pair, said, by=mentor, now=now).held_on == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (date(2026, 11, 24), "future"),
        (date(9999, 12, 31), "future"),
        (date(2026, 8, 31), "before_start"),
        (date(1900, 1, 1), "before_start"),
        (date.min, "before_start"),
    ],
)
def test_a_day_on_which_they_cannot_have_met_is_refused(
    pair: Pairing, mentor: User, now: datetime, on: date, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        log_meeting(pair, LogDraft(on=on), by=mentor, now=now)
    assert refused.value.code == code
    assert not Meeting.objects.exists()


def test_the_first_day_of_the_pair_can_be_logged(
    pair: Pairing, mentor: User, now: datetime
) -> None:
    meeting = log_meeting(pair, LogDraft(on=date(2026, 9, 1)), by=mentor, now=now)
    assert meeting.held_on == date(2026, 9, 1)


@pytest.mark.parametrize("minutes", [0, -5, 4, 481, 10**9])
def test_no_conversation_has_such_a_length(
    pair: Pairing, mentor: User, now: datetime, minutes: int
) -> None:
    with pytest.raises(Refusal) as refused:
        log_meeting(pair, LogDraft(minutes=minutes), by=mentor, now=now)
    assert refused.value.code == "minutes"


def test_a_date_still_to_come_cannot_be_logged(pair: Pairing, mentor: User, now: datetime) -> None:
    planned = plan_meeting(pair, PlanDraft(now + 3 * DAY, 45), by=mentor, now=now)
    with pytest.raises(Refusal) as refused:
        log_meeting(pair, by=mentor, now=now, meeting=planned)
    assert refused.value.code == "future"


def test_a_cancelled_date_is_not_revived_by_a_log(
    pair: Pairing, mentor: User, now: datetime
) -> None:
    planned = plan_meeting(pair, PlanDraft(now + DAY, 45), by=mentor, now=now)
    cancel_meeting(planned, by=mentor, now=now)
    with pytest.raises(Refusal) as refused:
        log_meeting(pair, by=mentor, now=now + 2 * DAY, meeting=planned)
    assert refused.value.code == "called_off"
    assert log_meeting(pair, by=mentor, now=now + DAY) != planned


def test_another_pairs_meeting_is_refused(
    pair: Pairing, mentor: User, program: Program, now: datetime
) -> None:
    other = builders.make_pair(program=program)
    theirs = log_meeting(other, by=other.mentor, now=now)
    with pytest.raises(Refusal) as refused:
        log_meeting(pair, by=mentor, now=now, meeting=theirs)
    assert refused.value.code == "not_this_pair"


def test_we_met_replaces_the_own_not_yet(pair: Pairing, mentor: User) -> None:
    planned = planned_before(pair, WEDNESDAY)
    answer_not_yet(planned, by=mentor, now=WEDNESDAY + HOUR)
    meeting = log_meeting(pair, by=mentor, now=WEDNESDAY + 2 * HOUR, meeting=planned)
    assert (meeting.state, meeting.fell_through) == (HELD, False)
    assert standing(meeting) == {"mentor": "met"}
    assert MeetingLog.objects.filter(meeting=meeting).count() == 2


def test_a_log_for_the_day_the_partner_called_not_yet_is_about_that_date(
    pair: Pairing, mentor: User, mentee: User
) -> None:
    planned = planned_before(pair, WEDNESDAY)
    answer_not_yet(planned, by=mentee, now=WEDNESDAY + HOUR)
    planned.refresh_from_db()
    assert planned.state == NOT_MET
    meeting = log_meeting(pair, by=mentor, now=WEDNESDAY + 2 * HOUR)
    assert (meeting, meeting.state) == (planned, HELD)


def test_a_pair_on_a_break_may_have_met(pair: Pairing, mentor: User, now: datetime) -> None:
    Pairing.objects.update(state=PairState.PAUSED, paused_until=date(2026, 12, 1))
    assert log_meeting(pair, by=mentor, now=now).state == HELD


def test_an_ended_pair_logs_nothing(pair: Pairing, mentor: User, now: datetime) -> None:
    Pairing.objects.update(state=PairState.ENDED)
    with pytest.raises(Refusal) as refused:
        log_meeting(pair, by=mentor, now=now)
    assert refused.value.code == "not_live"


def test_nobody_else_logs_for_the_pair(pair: Pairing, hr_admin: User, now: datetime) -> None:
    with pytest.raises(Forbidden):
        log_meeting(pair, by=hr_admin, now=now)


def test_a_note_with_the_log_is_private_and_its_words_go_nowhere(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    draft = LogDraft(note=NoteDraft("canary 4711"))
    meeting = log_meeting(pair, draft, by=mentor, now=now)
    note = Note.objects.get()
    assert (note.meeting, note.author, note.is_shared) == (meeting, mentor, False)
    assert not Note.objects.visible_to(mentee).exists()
    assert "canary" not in str(list(AuditEvent.objects.values_list("facts", flat=True)))
    assert not OutboxMessage.objects.exists()


def test_the_same_form_sent_twice_writes_one_note(
    pair: Pairing, mentor: User, now: datetime
) -> None:
    draft = LogDraft(note=NoteDraft("once"))
    log_meeting(pair, draft, by=mentor, now=now)
    log_meeting(pair, draft, by=mentor, now=now)
    assert Note.objects.count() == 1
