"""Stored facts follow: what changed or crossed an instant is found by looking."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.actions import add_leave
from health.actions import refresh_pairs, refresh_stale
from health.models import PairHealth
from health.queries import counts_of, stale_pairs
from health.rules import Band
from meetings.actions import LogDraft, PlanDraft, log_meeting, plan_meeting
from meetings.rules.status import Status
from pairings.models import Pairing
from programs.actions import add_blackout
from tests.builders import make_pair, make_person, make_program

DAY = timedelta(days=1)
START = datetime(2026, 9, 1, 8, tzinfo=UTC)
FIELDS = [
    field.attname for field in PairHealth._meta.concrete_fields if field.name != "computed_at"
]


def facts_of(pair: Pairing) -> dict[str, Any]:
    """Return what is stored of a pair, but for when."""
    stored: dict[str, Any] = PairHealth.objects.filter(pairing=pair).values(*FIELDS).get()
    return stored


def fresh(pair: Pairing) -> Pairing:
    """Return the pair as it is now, with its people."""
    return Pairing.objects.with_people().get(pk=pair.pk)


def test_a_new_pair_is_too_early(pair: Pairing) -> None:
    assert refresh_stale(now=START + DAY) == 1
    row = PairHealth.objects.get()
    assert (row.band, row.status) == (Band.TOO_EARLY, Status.ON_RHYTHM)
    assert row.due_on == date(2026, 9, 15)


def test_nothing_is_stale_twice(pair: Pairing) -> None:
    refresh_stale(now=START + DAY)
    assert refresh_stale(now=START + DAY + timedelta(minutes=5)) == 0


def test_time_alone_makes_it_stale_when_an_instant_comes(pair: Pairing) -> None:
    refresh_stale(now=START + DAY)
    coming = PairHealth.objects.get().next_change_at
    assert coming is not None
    assert not stale_pairs(coming - timedelta(seconds=1)).exists()
    assert stale_pairs(coming).exists()
    behind = START + 15 * DAY
    refresh_stale(now=behind)
    assert PairHealth.objects.get().band == Band.NEEDS_CHECK_IN


def test_an_act_makes_it_stale(pair: Pairing) -> None:
    now = START + 3 * DAY
    refresh_stale(now=now)
    log_meeting(pair, LogDraft(), by=pair.mentor, now=now)
    assert refresh_stale(now=now) == 1
    assert PairHealth.objects.get().held == 1


def test_leave_and_blackouts_move_due_though_they_know_no_pair(pair: Pairing) -> None:
    now = START + 3 * DAY
    refresh_stale(now=now)
    days = (date(2026, 9, 7), date(2026, 9, 8))
    add_leave(user=pair.mentor, by=pair.mentor, starts_on=days[0], ends_on=days[1], now=now)
    assert refresh_stale(now=now) == 1
    assert PairHealth.objects.get().due_on == date(2026, 9, 17)
    hr = make_person(is_hr_admin=True)
    add_blackout(
        program=pair.program, name="Fair", days=(date(2026, 9, 9), date(2026, 9, 9)), by=hr, now=now
    )
    refresh_stale(now=now)
    assert PairHealth.objects.get().due_on == date(2026, 9, 18)


def test_counts_are_of_live_pairs(pair: Pairing) -> None:
    other = make_pair()
    log_meeting(other, LogDraft(), by=other.mentor, now=START + 14 * DAY)
    now = START + 16 * DAY
    refresh_stale(now=now)
    counts = counts_of(Pairing.objects.all())
    assert (counts.live, counts.started, counts.keeping, counts.check_in) == (2, 2, 1, 1)


def test_refreshing_many_takes_as_many_queries_as_one(
    pair: Pairing,
) -> None:
    def queries(pairs: list[Pairing]) -> int:
        with CaptureQueriesContext(connection) as captured:
            refresh_pairs(pairs, now=START + DAY)
        return len(captured)

    one = queries(list(Pairing.objects.with_people()))
    for _ in range(2):
        make_pair()
    assert queries(list(Pairing.objects.with_people())) == one


def test_the_command_says_what_it_did(pair: Pairing) -> None:
    call_command("refresh_health", "--dry-run")
    assert not PairHealth.objects.exists()
    call_command("refresh_health")
    assert PairHealth.objects.count() == 1


class StoredEqualsRecomputed(TestCase):
    """Whatever happens, the stored facts are those that a full recomputation gives."""

    @settings(max_examples=15)
    @given(st.lists(st.tuples(st.sampled_from("lpt"), st.integers(1, 9)), max_size=6))
    def test_any_sequence_of_acts(self, acts: list[tuple[str, int]]) -> None:
        program = make_program(f"P{Pairing.objects.count()}-{id(acts)}")
        pair, now = make_pair(program=program), START + DAY
        refresh_stale(now=now)
        for act, days in acts:
            now += days * DAY
            if act == "l":
                log_meeting(pair, LogDraft(), by=pair.mentor, now=now)
            elif act == "p":
                draft = PlanDraft(now + timedelta(days=days, hours=2), 30)
                plan_meeting(pair, draft, by=pair.mentee, now=now)
            refresh_stale(now=now)
        stored = facts_of(pair)
        refresh_pairs([fresh(pair)], now=now)
        assert stored == facts_of(pair)
