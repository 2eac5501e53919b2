from datetime import datetime

import pytest

from accounts.models import User
from attention.models import ActionItem
from core.errors import Refusal
from meetings.actions import (
    PlanDraft,
    answer_not_yet,
    cancel_meeting,
    log_meeting,
    plan_meeting,
    undo_log,
)
from meetings.models import HELD, NOT_MET, Meeting, MeetingLog
from meetings.queries import meetings_page, pair_facts
from meetings.rules.facts import Outcome
from outbox.models import OutboxMessage
from pairings.models import Pairing
from tests.meetings.stage import DAY, HOUR, MINUTE, WEDNESDAY, planned_before, standing


def test_after_its_end_a_planned_date_fell_through(pair: Pairing, mentor: User) -> None:
    planned = planned_before(pair, WEDNESDAY)
    meeting = answer_not_yet(planned, by=mentor, now=WEDNESDAY + HOUR)
    assert (meeting.state, meeting.fell_through) == (NOT_MET, True)
    assert pair_facts(pair).meetings[0].outcome is Outcome.FELL_THROUGH
    assert not ActionItem.objects.exists()


def test_before_its_end_it_has_not_failed(pair: Pairing, mentor: User) -> None:
    planned = planned_before(pair, WEDNESDAY)
    with pytest.raises(Refusal) as refused:
        answer_not_yet(planned, by=mentor, now=WEDNESDAY + 44 * MINUTE)
    assert refused.value.code == "not_over"


def test_saying_it_twice_is_saying_it_once(pair: Pairing, mentor: User) -> None:
    planned = planned_before(pair, WEDNESDAY)
    answer_not_yet(planned, by=mentor, now=WEDNESDAY + HOUR)
    answer_not_yet(planned, by=mentor, now=WEDNESDAY + 2 * HOUR)
    assert MeetingLog.objects.count() == 1


def test_both_may_say_it(pair: Pairing, mentor: User, mentee: User) -> None:
    planned = planned_before(pair, WEDNESDAY)
    answer_not_yet(planned, by=mentor, now=WEDNESDAY + HOUR)
    meeting = answer_not_yet(planned, by=mentee, now=WEDNESDAY + 2 * HOUR)
    assert meeting.state == NOT_MET
    assert standing(meeting) == {"mentor": "not_yet", "mentee": "not_yet"}


def test_of_a_reported_meeting_it_asks_for_a_check_in_and_changes_nothing_else(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    reported = log_meeting(pair, by=mentor, now=now)
    before = pair_facts(pair)
    meeting = answer_not_yet(reported, by=mentee, now=now + 6 * DAY)
    assert meeting.state == HELD
    assert pair_facts(pair).meetings == before.meetings
    item = ActionItem.objects.get()
    assert (item.kind, item.subject_uid) == ("check_in", pair.uid)
    assert set(item.people.all()) == {mentor, mentee}


def test_the_partner_sees_no_trace_of_it(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    reported = log_meeting(pair, by=mentor, now=now)
    before = meetings_page(pair, mentor, now=now + DAY).past[0]
    answer_not_yet(reported, by=mentee, now=now + HOUR)
    after = meetings_page(pair, mentor, now=now + DAY).past[0]
    assert (after.own, after.partner_met) == (before.own, None)
    assert not after.is_confirmed
    assert not OutboxMessage.objects.exists()


def test_after_seven_days_a_reported_meeting_stays(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    reported = log_meeting(pair, by=mentor, now=now)
    with pytest.raises(Refusal) as refused:
        answer_not_yet(reported, by=mentee, now=now + 7 * DAY)
    assert refused.value.code == "too_late"


def test_who_said_that_they_met_undoes_that_first(
    pair: Pairing, mentor: User, now: datetime
) -> None:
    reported = log_meeting(pair, by=mentor, now=now)
    with pytest.raises(Refusal) as refused:
        answer_not_yet(reported, by=mentor, now=now + MINUTE)
    assert refused.value.code == "already_met"


def test_taking_it_back_settles_the_check_in(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    reported = log_meeting(pair, by=mentor, now=now)
    answer_not_yet(reported, by=mentee, now=now + MINUTE)
    undo_log(reported, by=mentee, now=now + 2 * MINUTE)
    assert ActionItem.objects.get().settled_at is not None


def test_one_check_in_stays_open_while_another_meeting_is_in_doubt(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    first = log_meeting(pair, by=mentor, now=now - 3 * DAY)
    second = log_meeting(pair, by=mentor, now=now)
    for meeting in (first, second):
        answer_not_yet(meeting, by=mentee, now=now + MINUTE)
    log_meeting(pair, by=mentee, now=now + 2 * MINUTE, meeting=second)
    assert ActionItem.objects.get().settled_at is None
    log_meeting(pair, by=mentee, now=now + 3 * MINUTE, meeting=first)
    assert ActionItem.objects.get().settled_at is not None


def test_a_date_called_off_needs_no_answer(pair: Pairing, mentor: User, now: datetime) -> None:
    planned = plan_meeting(pair, PlanDraft(now + DAY, 45), by=mentor, now=now)
    cancel_meeting(planned, by=mentor, now=now)
    with pytest.raises(Refusal) as refused:
        answer_not_yet(planned, by=mentor, now=now + 2 * DAY)
    assert refused.value.code == "called_off"
    assert Meeting.objects.get().fell_through
