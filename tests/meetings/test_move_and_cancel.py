from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from core.errors import Refusal
from meetings.actions import (
    PlanDraft,
    SeriesDraft,
    answer_not_yet,
    cancel_meeting,
    log_meeting,
    move_meeting,
    plan_meeting,
    plan_series,
    set_new_date,
)
from meetings.models import CANCELLED, MOVED, PLANNED, Meeting, Move
from meetings.queries import pair_facts
from meetings.rules.facts import Outcome
from meetings.rules.interval import read_interval
from meetings.rules.planned import moves_since, securing, two_fell_through
from outbox.models import OutboxMessage
from outbox.rules import State
from pairings.models import Pairing
from tests.meetings.stage import DAY, HOUR, MINUTE, WEDNESDAY, planned_before


def test_a_move_in_good_time_keeps_the_record(pair: Pairing, mentor: User, now: datetime) -> None:
    planned = plan_meeting(pair, PlanDraft(now + 5 * DAY, 45), by=mentor, now=now)
    moved = move_meeting(planned, PlanDraft(now + 6 * DAY, 45), by=mentor, now=now)
    assert (moved, moved.state) == (planned, PLANNED)
    assert (moved.time_revision, moved.starts_at) == (1, now + 6 * DAY)
    assert Move.objects.get().from_at == now + 5 * DAY


@pytest.mark.parametrize("notice", [24 * HOUR - MINUTE, timedelta(0), -3 * DAY])
def test_a_move_within_24_hours_falls_through(
    pair: Pairing, mentor: User, notice: timedelta
) -> None:
    planned = planned_before(pair, WEDNESDAY)
    at = WEDNESDAY - notice
    moved = move_meeting(planned, PlanDraft(at + 2 * DAY, 30), by=mentor, now=at)
    planned.refresh_from_db()
    assert (planned.state, planned.fell_through) == (MOVED, True)
    assert planned.starts_at == WEDNESDAY
    assert planned.changed_by_role == "mentor"
    assert (moved.replaces, moved.state, moved.time_revision) == (planned, PLANNED, 0)
    old, new = pair_facts(pair).meetings
    assert (old.outcome, new.outcome) == (Outcome.FELL_THROUGH, Outcome.PLANNED)
    assert new.moved_at == (at,)


def test_a_move_a_day_ahead_is_fine(pair: Pairing, mentor: User) -> None:
    planned = planned_before(pair, WEDNESDAY)
    at = WEDNESDAY - DAY
    assert move_meeting(planned, PlanDraft(at + 2 * DAY, 45), by=mentor, now=at) == planned


def test_the_third_move_in_an_interval_falls_through_and_goes_on_counting(
    pair: Pairing, mentor: User, now: datetime
) -> None:
    meeting = plan_meeting(pair, PlanDraft(now + 10 * DAY, 45), by=mentor, now=now)
    for day in (11, 12):
        meeting = move_meeting(meeting, PlanDraft(now + day * DAY, 45), by=mentor, now=now)
    assert Meeting.objects.count() == 1
    third = move_meeting(meeting, PlanDraft(now + 13 * DAY, 45), by=mentor, now=now)
    assert third != meeting
    facts = pair_facts(pair)
    interval = read_interval(facts, now.date())
    assert moves_since(facts.of(Outcome.PLANNED)[0], interval) == 3
    assert securing(facts, interval, now) == []


def test_two_late_moves_are_two_that_fell_through(pair: Pairing, mentor: User) -> None:
    first = planned_before(pair, WEDNESDAY)
    second = move_meeting(first, PlanDraft(WEDNESDAY + DAY, 45), by=mentor, now=WEDNESDAY - HOUR)
    at = WEDNESDAY + DAY - HOUR
    move_meeting(second, PlanDraft(WEDNESDAY + 9 * DAY, 45), by=mentor, now=at)
    facts = pair_facts(pair)
    assert two_fell_through(facts, read_interval(facts, at.date()), at + 2 * HOUR)


def test_the_same_move_twice_is_one(pair: Pairing, mentor: User, now: datetime) -> None:
    planned = plan_meeting(pair, PlanDraft(now + 5 * DAY, 45), by=mentor, now=now)
    late = PlanDraft(now + 7 * DAY, 45)
    at = now + 5 * DAY - HOUR
    first = move_meeting(planned, late, by=mentor, now=at)
    assert move_meeting(planned, late, by=mentor, now=at) == first
    assert move_meeting(first, late, by=mentor, now=at) == first
    assert Meeting.objects.count() == 2
    assert Move.objects.count() == 1


def test_a_new_length_alone_is_no_move(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    planned = plan_meeting(pair, PlanDraft(now + HOUR, 45), by=mentor, now=now)
    changed = move_meeting(planned, PlanDraft(now + HOUR, 60, "office"), by=mentee, now=now)
    assert (changed.minutes, changed.channel, changed.time_revision) == (60, "office", 0)
    assert not Move.objects.exists()
    assert OutboxMessage.objects.get(kind="meeting_changed").person_id == mentor.pk


def test_a_move_is_checked_like_a_plan(pair: Pairing, mentor: User, now: datetime) -> None:
    planned = plan_meeting(pair, PlanDraft(now + 5 * DAY, 45), by=mentor, now=now)
    plan_meeting(pair, PlanDraft(now + 8 * DAY, 45), by=mentor, now=now)
    refusals = {}
    for start in (now - DAY, now + 8 * DAY, now + 365 * DAY):
        with pytest.raises(Refusal) as refused:
            move_meeting(planned, PlanDraft(start, 45), by=mentor, now=now)
        refusals[start] = refused.value.code
    assert list(refusals.values()) == ["past", "overlaps", "after_end"]


def test_a_move_may_overlap_its_own_old_time(pair: Pairing, mentor: User, now: datetime) -> None:
    planned = plan_meeting(pair, PlanDraft(now + 5 * DAY, 60), by=mentor, now=now)
    later = PlanDraft(now + 5 * DAY + 30 * MINUTE, 60)
    assert move_meeting(planned, later, by=mentor, now=now) == planned


def test_a_held_meeting_is_not_moved(pair: Pairing, mentor: User, now: datetime) -> None:
    held = log_meeting(pair, by=mentor, now=now)
    with pytest.raises(Refusal) as refused:
        move_meeting(held, PlanDraft(now + DAY, 45), by=mentor, now=now)
    assert refused.value.code == "not_planned"


def test_a_new_date_after_the_time_falls_through(pair: Pairing, mentor: User) -> None:
    planned = planned_before(pair, WEDNESDAY)
    at = WEDNESDAY + HOUR
    new = set_new_date(pair, PlanDraft(at + 3 * DAY, 45), by=mentor, now=at, instead_of=planned)
    planned.refresh_from_db()
    assert (planned.state, planned.fell_through) == (MOVED, True)
    assert new.replaces == planned


def test_a_new_date_after_not_yet_is_planned_beside_it(pair: Pairing, mentor: User) -> None:
    planned = planned_before(pair, WEDNESDAY)
    at = WEDNESDAY + HOUR
    failed = answer_not_yet(planned, by=mentor, now=at)
    new = set_new_date(pair, PlanDraft(at + DAY, 45), by=mentor, now=at, instead_of=failed)
    assert (new.replaces, new.state) == (None, PLANNED)


def test_a_new_date_without_an_old_one_is_planned(
    pair: Pairing, mentor: User, now: datetime
) -> None:
    assert set_new_date(pair, PlanDraft(now + DAY, 45), by=mentor, now=now).state == PLANNED


def test_a_cancelled_date_fell_through_at_any_notice(
    pair: Pairing, mentor: User, now: datetime
) -> None:
    planned = plan_meeting(pair, PlanDraft(now + 20 * DAY, 45), by=mentor, now=now)
    off = cancel_meeting(planned, by=mentor, now=now + MINUTE)
    assert [(m.state, m.fell_through, m.cancel_cause) for m in off] == [(CANCELLED, True, "person")]
    assert pair_facts(pair).meetings[0].called_off_at == now + MINUTE


def test_what_is_cancelled_in_one_act_counts_once(
    pair: Pairing, mentor: User, now: datetime
) -> None:
    first = PlanDraft(datetime(2026, 11, 26, 9, tzinfo=UTC), 45)
    series = plan_series(pair, SeriesDraft(first, 3, mentor.zone), by=mentor, now=now)
    off = cancel_meeting(series[0], by=mentor, now=now, with_later=True)
    assert len(off) == 3
    facts = pair_facts(pair)
    assert not two_fell_through(facts, read_interval(facts, now.date()), now)
    assert len({record.cancelled_act for record in facts.meetings}) == 1


def test_cancelling_one_of_a_series_keeps_the_others(
    pair: Pairing, mentor: User, now: datetime
) -> None:
    first = PlanDraft(datetime(2026, 11, 26, 9, tzinfo=UTC), 45)
    series = plan_series(pair, SeriesDraft(first, 3, mentor.zone), by=mentor, now=now)
    cancel_meeting(series[1], by=mentor, now=now)
    assert Meeting.objects.filter(state=PLANNED).count() == 2


def test_cancelling_twice_is_cancelling_once(pair: Pairing, mentor: User, now: datetime) -> None:
    planned = plan_meeting(pair, PlanDraft(now + DAY, 45), by=mentor, now=now)
    cancel_meeting(planned, by=mentor, now=now)
    cancel_meeting(planned, by=mentor, now=now + MINUTE)
    assert OutboxMessage.objects.filter(kind="meeting_cancelled").count() == 1


@pytest.mark.parametrize(("after", "code"), [(HOUR, "over"), (None, "not_planned")])
def test_what_is_over_or_held_is_not_cancelled(
    pair: Pairing, mentor: User, after: timedelta | None, code: str
) -> None:
    planned = planned_before(pair, WEDNESDAY)
    if after is None:
        log_meeting(pair, by=mentor, now=WEDNESDAY + HOUR)
    with pytest.raises(Refusal) as refused:
        cancel_meeting(planned, by=mentor, now=WEDNESDAY + HOUR)
    assert refused.value.code == code


def test_only_the_last_news_reaches_the_partner(pair: Pairing, mentor: User, now: datetime) -> None:
    planned = plan_meeting(pair, PlanDraft(now + 5 * DAY, 45), by=mentor, now=now)
    move_meeting(planned, PlanDraft(now + 6 * DAY, 45), by=mentor, now=now)
    cancel_meeting(planned, by=mentor, now=now)
    waiting = OutboxMessage.objects.filter(state=State.PENDING)
    assert [message.kind for message in waiting] == ["meeting_cancelled"]
