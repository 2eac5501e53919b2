"""The status of a pair: each rule in its order, and the instant at which it changes by itself."""

from datetime import datetime, timedelta

import pytest

from meetings.rules.facts import PairFacts
from meetings.rules.status import Status, is_secured, read_rhythm, status_at
from programs.cadence import Terms
from programs.rules import Cadence
from tests.meetings.rhythm_cases import at, closed, day, fell, held, pair, planned

OPENED = held("a", "2026-02-10")
FALLEN = (fell("f1", "2026-02-12 09:00"), fell("f2", "2026-02-13 09:00"))


def status(facts: PairFacts, now: str) -> Status:
    return status_at(read_rhythm(facts, at(now)), at(now))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-02-11 00:00", Status.ON_RHYTHM),
        ("2026-03-02 23:59", Status.ON_RHYTHM),
        ("2026-03-03 00:00", Status.DUE_SOON),
        ("2026-03-10 23:59", Status.DUE_SOON),
        ("2026-03-11 00:00", Status.BEHIND),
        ("2026-04-06 23:59", Status.BEHIND),
        ("2026-04-07 00:00", Status.STALLED),
        ("2026-04-23 23:59", Status.STALLED),
        ("2026-04-24 00:00", Status.DORMANT),
        ("2026-12-31 00:00", Status.DORMANT),
    ],
)
def test_a_monthly_pair_with_nothing_planned(now: str, expected: Status) -> None:
    assert status(pair("2026-01-05", Cadence.MONTHLY, OPENED), now) is expected


def test_a_quarterly_pair_is_dormant_before_it_is_stalled() -> None:
    # Due 10 May; 45 days later is 24 June; 2n = 178 days after the opening is 7 August.
    facts = pair("2026-01-05", Cadence.QUARTERLY, OPENED)
    assert status(facts, "2026-06-23 12:00") is Status.BEHIND
    assert status(facts, "2026-06-24 12:00") is Status.DORMANT
    assert status(facts, "2026-08-08 12:00") is Status.DORMANT


def test_a_first_meeting_that_is_late() -> None:
    facts = pair("2026-01-05", Cadence.MONTHLY)
    steps = ("2026-01-15", "2026-01-16", "2026-01-20", "2026-02-02", "2026-03-05")
    assert [status(facts, each) for each in steps] == [
        Status.ON_RHYTHM,
        Status.DUE_SOON,
        Status.BEHIND,
        Status.STALLED,
        Status.DORMANT,
    ]


def test_paused_comes_before_everything() -> None:
    facts = pair(
        "2026-01-05",
        Cadence.MONTHLY,
        OPENED,
        *FALLEN,
        is_paused=True,
        days_off=closed("2026-02-20.."),
    )
    assert status(facts, "2026-06-01") is Status.PAUSED


def test_two_that_fell_through_come_before_a_new_date() -> None:
    new_date = planned("p", "2026-03-05 09:00")
    facts = pair("2026-01-05", Cadence.MONTHLY, OPENED, *FALLEN, new_date)
    assert status(facts, "2026-02-20") is Status.STALLED
    assert is_secured(read_rhythm(facts, at("2026-02-20")), at("2026-02-20"))


def test_a_planned_meeting_comes_before_dormant_stalled_and_behind() -> None:
    facts = pair("2026-01-05", Cadence.MONTHLY, OPENED, planned("p", "2026-06-09 09:00"))
    assert status(facts, "2026-05-30") is Status.DORMANT
    assert status(facts, "2026-05-31") is Status.ON_RHYTHM
    assert status(facts, "2026-06-09 09:30") is Status.ON_RHYTHM
    assert status(facts, "2026-06-09 10:00") is Status.DORMANT


def test_a_stored_rhythm_is_secured_until_the_meeting_ends() -> None:
    facts = pair("2026-01-05", Cadence.MONTHLY, OPENED, planned("p", "2026-03-12 09:00"))
    stored = read_rhythm(facts, at("2026-03-01"))
    assert status_at(stored, at("2026-03-12 09:59")) is Status.ON_RHYTHM
    assert status_at(stored, at("2026-03-12 10:00")) is Status.BEHIND


def test_an_unknown_meeting_leaves_the_clock_running() -> None:
    facts = pair("2026-01-05", Cadence.MONTHLY, OPENED, planned("p", "2026-03-10 09:00"))
    assert status(facts, "2026-03-10 09:30") is Status.ON_RHYTHM
    assert status(facts, "2026-03-10 10:30") is Status.DUE_SOON
    assert status(facts, "2026-03-11 10:30") is Status.BEHIND


def test_the_clock_stands_still_on_days_that_do_not_count() -> None:
    blackout = closed("2026-03-11..2026-03-20")
    facts = pair("2026-01-05", Cadence.MONTHLY, OPENED, days_off=blackout)
    assert status(facts, "2026-03-20 12:00") is Status.DUE_SOON
    assert status(facts, "2026-03-21 00:00") is Status.BEHIND


def test_a_pair_away_for_good_is_on_rhythm() -> None:
    facts = pair("2026-01-05", Cadence.MONTHLY, OPENED, days_off=closed("2026-02-20.."))
    rhythm = read_rhythm(facts, at("2030-01-01"))
    assert status_at(rhythm, at("2030-01-01")) is Status.ON_RHYTHM
    assert rhythm.next_change_at is None


def next_changes(facts: PairFacts, start: str, n: int) -> list[datetime | None]:
    found: list[datetime | None] = []
    now = at(start)
    for _ in range(n):
        change = read_rhythm(facts, now).next_change_at
        found.append(change)
        now = change or now
    return found


def test_the_next_change_walks_through_every_threshold() -> None:
    facts = pair("2026-01-05", Cadence.MONTHLY, OPENED)
    expected = ["2026-03-03", "2026-03-10", "2026-03-11", "2026-04-07", "2026-04-24"]
    assert next_changes(facts, "2026-02-11", 6) == [*(at(each) for each in expected), None]


def test_the_next_change_knows_meetings_windows_and_terms() -> None:
    facts = pair(
        "2026-01-05",
        Cadence.MONTHLY,
        OPENED,
        planned("p", "2026-03-27 09:00"),
        terms=(
            Terms(Cadence.MONTHLY, day("2026-01-05")),
            Terms(Cadence.EVERY_SIX_WEEKS, day("2026-02-15")),
        ),
    )
    # Six weeks from 10 Feb: due 24 Mar, grace 14 days. Unknown from 27 Mar (a Friday) at 10:00,
    # held back to the end of 30 Mar, as this mentee works every day.
    expected = [
        "2026-02-15",
        "2026-03-17",
        "2026-03-24",
        "2026-03-25",
        "2026-03-27 10:00",
        "2026-03-31",
        "2026-05-05",
        "2026-05-08",
    ]
    assert next_changes(facts, "2026-02-14", 9) == [*(at(each) for each in expected), None]


def test_the_end_of_a_second_date_is_a_change() -> None:
    facts = pair("2026-01-05", Cadence.MONTHLY, OPENED, *FALLEN, planned("p", "2026-02-25 09:00"))
    before = read_rhythm(facts, at("2026-02-20"))
    assert before.next_change_at == at("2026-02-25 10:00")
    assert before.two_fell_through
    assert not read_rhythm(facts, at("2026-02-25 10:00")).two_fell_through


def test_what_else_a_rhythm_tells() -> None:
    facts = pair(
        "2026-01-05",
        Cadence.MONTHLY,
        held("b", "2026-01-20"),
        OPENED,
        informal=("2026-02-25", "2026-01-30", "2026-02-18"),
    )
    rhythm = read_rhythm(facts, at("2026-03-01"))
    assert (rhythm.opened_by, rhythm.opened_on, rhythm.is_first) == ("a", day("2026-02-10"), False)
    assert (rhythm.cadence, rhythm.n, rhythm.due_on) == (Cadence.MONTHLY, 28, day("2026-03-10"))
    assert rhythm.last_held_on == day("2026-02-10")
    assert rhythm.last_contact_on == day("2026-02-25")
    assert rhythm.contact_on == day("2026-02-18")


def test_a_pair_that_never_met_has_no_last_contact() -> None:
    rhythm = read_rhythm(pair(), at("2026-01-06"))
    assert rhythm.is_first
    assert (rhythm.last_held_on, rhythm.last_contact_on, rhythm.contact_on) == (None, None, None)


def test_informal_contact_moves_no_threshold() -> None:
    silent = read_rhythm(pair(), at("2026-01-15"))
    talking = read_rhythm(pair(informal=("2026-01-10",)), at("2026-01-15"))
    assert (talking.due_at, talking.behind_at) == (silent.due_at, silent.behind_at)
    assert talking.due_at == at("2026-01-05") + timedelta(days=14)
