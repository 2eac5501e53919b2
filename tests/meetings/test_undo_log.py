from datetime import date, datetime

import pytest

from accounts.models import User
from core.errors import Refusal
from meetings.actions import (
    LogDraft,
    PlanDraft,
    answer_not_yet,
    log_meeting,
    plan_meeting,
    undo_log,
)
from meetings.models import CANCELLED, DELETED, HELD, NOT_MET, PLANNED, Meeting, MeetingLog
from meetings.queries import pair_facts
from pairings.models import Pairing
from pairings.rules import PairState
from tests.meetings.stage import DAY, HOUR, MINUTE, WEDNESDAY, planned_before, standing


def test_an_unplanned_meeting_is_gone_and_leaves_a_tombstone(
    pair: Pairing, mentor: User, now: datetime
) -> None:
    meeting = log_meeting(pair, by=mentor, now=now)
    undo_log(meeting, by=mentor, now=now + 9 * MINUTE)
    assert Meeting.objects.get().state == DELETED
    assert MeetingLog.objects.get().undone_at == now + 9 * MINUTE
    assert pair_facts(pair).meetings == []


def test_a_planned_date_is_planned_again(pair: Pairing, mentor: User) -> None:
    planned = planned_before(pair, WEDNESDAY)
    draft = LogDraft(minutes=90, channel="coffee")
    log_meeting(pair, draft, by=mentor, now=WEDNESDAY + HOUR)
    meeting = undo_log(planned, by=mentor, now=WEDNESDAY + HOUR + MINUTE)
    assert (meeting.state, meeting.held_on) == (PLANNED, None)
    assert (meeting.length, meeting.kind) == (45, "video")


def test_of_a_meeting_both_logged_only_the_own_word_goes(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    log_meeting(pair, LogDraft(on=date(2026, 11, 19)), by=mentor, now=now)
    meeting = log_meeting(pair, LogDraft(on=date(2026, 11, 20)), by=mentee, now=now)
    assert meeting.held_on == date(2026, 11, 19)
    after = undo_log(meeting, by=mentor, now=now + MINUTE)
    assert (after.state, after.held_on) == (HELD, date(2026, 11, 20))
    assert standing(after) == {"mentee": "met"}


def test_undoing_twice_is_undoing_once(pair: Pairing, mentor: User, now: datetime) -> None:
    meeting = log_meeting(pair, by=mentor, now=now)
    first = undo_log(meeting, by=mentor, now=now + MINUTE)
    again = undo_log(meeting, by=mentor, now=now + 20 * MINUTE)
    assert again.revision == first.revision


def test_after_ten_minutes_it_stays(pair: Pairing, mentor: User, now: datetime) -> None:
    meeting = log_meeting(pair, by=mentor, now=now)
    with pytest.raises(Refusal) as refused:
        undo_log(meeting, by=mentor, now=now + 11 * MINUTE)
    assert refused.value.code == "too_late_to_undo"
    assert Meeting.objects.get().state == HELD


def test_the_partners_word_is_not_ones_own_to_undo(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    meeting = log_meeting(pair, by=mentor, now=now)
    with pytest.raises(Refusal) as refused:
        undo_log(meeting, by=mentee, now=now + MINUTE)
    assert refused.value.code == "nothing_to_undo"


def test_not_yet_is_taken_back(pair: Pairing, mentor: User) -> None:
    planned = planned_before(pair, WEDNESDAY)
    answer_not_yet(planned, by=mentor, now=WEDNESDAY + HOUR)
    meeting = undo_log(planned, by=mentor, now=WEDNESDAY + HOUR + MINUTE)
    assert (meeting.state, meeting.fell_through) == (PLANNED, False)


def test_undoing_we_met_brings_back_the_own_not_yet(pair: Pairing, mentor: User) -> None:
    planned = planned_before(pair, WEDNESDAY)
    answer_not_yet(planned, by=mentor, now=WEDNESDAY + HOUR)
    log_meeting(pair, by=mentor, now=WEDNESDAY + 2 * HOUR, meeting=planned)
    meeting = undo_log(planned, by=mentor, now=WEDNESDAY + 2 * HOUR + MINUTE)
    assert (meeting.state, meeting.fell_through) == (NOT_MET, True)
    assert standing(meeting) == {"mentor": "not_yet"}


def test_a_date_whose_time_was_planned_again_does_not_return(pair: Pairing, mentor: User) -> None:
    planned = planned_before(pair, WEDNESDAY)
    early = WEDNESDAY - HOUR
    log_meeting(pair, by=mentor, now=early)
    again = plan_meeting(pair, PlanDraft(WEDNESDAY, 45), by=mentor, now=early + MINUTE)
    meeting = undo_log(planned, by=mentor, now=early + 2 * MINUTE)
    assert meeting.state == DELETED
    again.refresh_from_db()
    assert again.state == PLANNED


def test_a_date_that_returns_into_a_break_is_called_off(pair: Pairing, mentor: User) -> None:
    planned = planned_before(pair, WEDNESDAY)
    early = WEDNESDAY - HOUR
    log_meeting(pair, by=mentor, now=early)
    Pairing.objects.update(state=PairState.PAUSED, paused_until=(early + 7 * DAY).date())
    meeting = undo_log(planned, by=mentor, now=early + MINUTE)
    assert (meeting.state, meeting.cancel_cause) == (CANCELLED, "pause")
    assert not meeting.fell_through
    assert pair_facts(pair).meetings[0].called_off_at == early + MINUTE


def test_logging_again_after_an_undo_is_a_new_meeting(
    pair: Pairing, mentor: User, now: datetime
) -> None:
    first = log_meeting(pair, by=mentor, now=now)
    undo_log(first, by=mentor, now=now + MINUTE)
    second = log_meeting(pair, by=mentor, now=now + 2 * MINUTE)
    assert second != first
    assert [m.uid for m in pair_facts(pair).meetings] == [str(second.uid)]
