from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Leave, User
from contracts.models import Contract, HouseRules, Version
from core.days import Closed
from meetings.actions import (
    LogDraft,
    PlanDraft,
    cancel_meeting,
    log_contact,
    log_meeting,
    move_meeting,
    plan_meeting,
    undo_log,
)
from meetings.queries import (
    Happening,
    meeting_counts_of,
    meetings_page,
    next_meetings,
    pair_facts,
    pair_facts_of,
    timeline_of,
)
from meetings.rules.facts import Outcome
from pairings.models import Pairing, Pause
from pairings.rules import PairState
from programs.models import Blackout, Program
from programs.rules import Cadence
from tests import builders
from tests.meetings.stage import DAY, MINUTE


def queries_of(call: Callable[[], Any]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        call()
    return len(captured)


def busy_pair(program: Program, now: datetime) -> Pairing:
    pair = builders.make_pair(program=program)
    log_meeting(pair, by=pair.mentor, now=now - 30 * DAY)
    log_meeting(pair, by=pair.mentee, now=now - 30 * DAY)
    plan_meeting(pair, PlanDraft(now + DAY, 45), by=pair.mentor, now=now)
    log_contact(pair, "call", by=pair.mentor, now=now)
    return pair


def test_a_pair_without_meetings_has_facts_too(pair: Pairing) -> None:
    facts = pair_facts(pair)
    assert (facts.started_on, facts.ends_on) == (date(2026, 9, 1), date(2027, 2, 28))
    assert facts.terms[0].cadence is Cadence.MONTHLY
    assert (list(facts.meetings), list(facts.informal_on)) == ([], [])
    assert facts.closed == Closed()


def test_a_pair_that_never_started_has_none(program: Program) -> None:
    proposed = builders.make_pair(program=program, state=PairState.PROPOSED)
    assert pair_facts_of([proposed]) == {}
    with pytest.raises(ValueError, match="has not started"):
        pair_facts(proposed)


def test_pauses_blackouts_and_leave_of_both_do_not_count(
    pair: Pairing, program: Program, mentor: User, mentee: User
) -> None:
    Pause.objects.create(pairing=pair, starts_on=date(2026, 10, 1), ends_on=date(2026, 10, 5))
    Blackout.objects.create(
        program=program, name="Break", starts_on=date(2026, 12, 24), ends_on=date(2026, 12, 31)
    )
    Leave.objects.create(user=mentor, starts_on=date(2026, 10, 5), ends_on=date(2026, 10, 9))
    Leave.objects.create(user=mentee, starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 2))
    assert pair_facts(pair).closed.spans == (
        (date(2026, 10, 1), date(2026, 10, 9)),
        (date(2026, 11, 2), date(2026, 11, 2)),
        (date(2026, 12, 24), date(2026, 12, 31)),
    )


@pytest.mark.parametrize(
    ("resumed_on", "last"),
    [(date(2026, 10, 3), date(2026, 10, 2)), (date(2026, 10, 6), date(2026, 10, 5))],
)
def test_a_pause_lasts_until_the_pair_is_back(pair: Pairing, resumed_on: date, last: date) -> None:
    Pause.objects.create(
        pairing=pair,
        starts_on=date(2026, 10, 1),
        ends_on=date(2026, 10, 5),
        resumed_on=resumed_on,
    )
    assert pair_facts(pair).closed.spans == ((date(2026, 10, 1), last),)


def test_a_pause_that_was_taken_back_the_same_day_took_no_day(pair: Pairing) -> None:
    day = date(2026, 10, 1)
    Pause.objects.create(pairing=pair, starts_on=day, ends_on=date(2026, 10, 5), resumed_on=day)
    assert pair_facts(pair).closed == Closed()


def test_public_holidays_of_the_mentee_are_no_working_days(pair: Pairing) -> None:
    work = pair_facts(pair).work
    assert not work.is_working(date(2026, 12, 25))
    assert work.is_working(date(2026, 12, 28))


def test_an_agreement_changes_the_cadence_from_its_day_on(
    pair: Pairing, program: Program, hr_admin: User
) -> None:
    at = datetime(2026, 9, 20, 23, tzinfo=UTC)
    rules = HouseRules.objects.create(
        program=program, number=1, text="be kind", sha256="0" * 64, published_at=at
    )
    contract = Contract.objects.create(pairing=pair)
    Version.objects.create(
        contract=contract,
        number=1,
        state="in_force",
        house_rules=rules,
        cadence="fortnightly",
        ends_on=date(2027, 2, 28),
        document=b"{}",
        offered_at=at,
        expires_at=at,
        created_at=at,
        in_force_at=at,
    )
    terms = [(each.cadence, each.from_on) for each in pair_facts(pair).terms]
    # 23:00 in London is the next day in Berlin, where the mentee lives.
    assert terms == [
        (Cadence.MONTHLY, date(2026, 9, 1)),
        (Cadence.FORTNIGHTLY, date(2026, 9, 21)),
    ]


def test_tombstones_are_no_facts(pair: Pairing, mentor: User, now: datetime) -> None:
    undo_log(log_meeting(pair, by=mentor, now=now), by=mentor, now=now + MINUTE)
    assert not pair_facts(pair).meetings


def test_a_meeting_logged_without_a_plan_has_no_planned_time(
    pair: Pairing, mentor: User, now: datetime
) -> None:
    log_meeting(pair, by=mentor, now=now)
    record = pair_facts(pair).meetings[0]
    assert (record.outcome, record.was_planned) == (Outcome.HELD, False)


def test_facts_of_many_pairs_take_as_many_queries_as_those_of_one(
    program: Program, now: datetime
) -> None:
    pairs = [busy_pair(program, now).pk for _ in range(3)]

    def read(ids: list[int]) -> int:
        found = Pairing.objects.filter(pk__in=ids).with_people()
        return queries_of(lambda: pair_facts_of(list(found)))

    assert read(pairs[:1]) == read(pairs) == 5


def test_each_pair_gets_its_own_facts(program: Program, now: datetime) -> None:
    busy, quiet = busy_pair(program, now), builders.make_pair(program=program)
    facts = pair_facts_of([busy, quiet])
    assert (len(facts[busy.pk].meetings), len(facts[quiet.pk].meetings)) == (2, 0)


def test_the_page_takes_three_queries_however_much_there_is(
    program: Program, mentor: User, now: datetime
) -> None:
    pair = busy_pair(program, now)
    few = queries_of(lambda: meetings_page(pair, pair.mentor, now=now))
    for day in range(5, 9):
        log_meeting(pair, LogDraft(on=(now - day * DAY).date()), by=pair.mentor, now=now)
    assert few == queries_of(lambda: meetings_page(pair, pair.mentor, now=now)) == 3


def test_counts_come_by_pair(program: Program, now: datetime) -> None:
    busy, quiet = busy_pair(program, now), builders.make_pair(program=program)
    counts = meeting_counts_of([busy.pk, quiet.pk])
    assert (counts[busy.pk].held, counts[busy.pk].contacts) == (1, 1)
    assert (counts[quiet.pk].held, counts[quiet.pk].fell_through) == (0, 0)


def test_the_next_meeting_of_each_pair(program: Program, now: datetime) -> None:
    busy, quiet = busy_pair(program, now), builders.make_pair(program=program)
    assert next_meetings([busy, quiet], now) == {busy.pk: now + DAY}


def test_the_timeline_tells_facts_and_nobodys_part_in_them(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    log_meeting(pair, LogDraft(on=date(2026, 9, 10)), by=mentor, now=now)
    log_meeting(pair, LogDraft(on=date(2026, 10, 10)), by=mentor, now=now)
    log_meeting(pair, LogDraft(on=date(2026, 10, 10)), by=mentee, now=now)
    log_contact(pair, "call", by=mentor, now=now)
    planned = plan_meeting(pair, PlanDraft(now + 2 * DAY, 45), by=mentor, now=now)
    moved = move_meeting(
        planned, PlanDraft(now + 4 * DAY, 45), by=mentor, now=now + 2 * DAY - timedelta(hours=1)
    )
    cancel_meeting(moved, by=mentee, now=now + 3 * DAY)
    entries = timeline_of(pair, today=now.date())
    assert [(entry.on, entry.happening) for entry in entries] == [
        (date(2026, 11, 27), Happening.CANCELLED),
        (date(2026, 11, 25), Happening.MOVED),
        (date(2026, 11, 23), Happening.CONTACT),
        (date(2026, 10, 10), Happening.HELD),
        (date(2026, 9, 10), Happening.REPORTED),
    ]
    assert "mentor" not in str(entries)


def test_a_planned_date_that_passed_is_unanswered_in_the_timeline(
    pair: Pairing, mentor: User, now: datetime
) -> None:
    plan_meeting(pair, PlanDraft(now + DAY, 45), by=mentor, now=now)
    happenings = [
        timeline_of(pair, today=(now + days * DAY).date())[0].happening for days in (0, 1, 2)
    ]
    assert happenings == [Happening.PLANNED, Happening.PLANNED, Happening.UNANSWERED]
