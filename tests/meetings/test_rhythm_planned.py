"""What planned meetings are worth: secured, unknown, fallen through."""

from datetime import datetime

import pytest

from core.days import NOTHING_CLOSED, Closed, WorkCalendar
from meetings.rules.facts import MeetingRecord, PairFacts
from meetings.rules.interval import read_interval
from meetings.rules.planned import (
    CancelCause,
    cancel_counts_as_fallen,
    grace_days,
    held_back_until,
    is_unknown,
    move_counts_as_fallen,
    moves_since,
    two_fell_through,
)
from meetings.rules.status import Status, read_rhythm, status_at
from programs.rules import Cadence
from tests.meetings.rhythm_cases import (
    EVERY_DAY,
    at,
    cancelled,
    closed,
    day,
    fell,
    held,
    pair,
    planned,
)

OPENED = held("a", "2026-02-10", start="2026-02-10 10:00")
# Monthly from 10 Feb: n = 28, due 10 Mar, grace 9 days: 19 Mar.
NOW = at("2026-03-01 12:00")


def month(
    *meetings: MeetingRecord, days_off: Closed = NOTHING_CLOSED, work: WorkCalendar = EVERY_DAY
) -> PairFacts:
    return pair("2026-01-05", Cadence.MONTHLY, OPENED, *meetings, days_off=days_off, work=work)


def status(facts: PairFacts, now: datetime) -> Status:
    return status_at(read_rhythm(facts, now), now)


@pytest.mark.parametrize(
    ("n", "days"),
    [(7, 3), (11, 3), (12, 4), (14, 4), (21, 7), (28, 9), (31, 10), (42, 14), (90, 14)],
)
def test_grace_is_a_third_between_3_and_14_days(n: int, days: int) -> None:
    assert grace_days(n) == days


@pytest.mark.parametrize(
    ("now", "start", "expected"),
    [
        # The last day that secures before due is reached is 19 Mar, to its last minute.
        ("2026-02-11 08:00", "2026-03-19 23:30", Status.ON_RHYTHM),
        ("2026-03-09 08:00", "2026-03-19 23:30", Status.ON_RHYTHM),
        ("2026-03-09 08:00", "2026-03-20 00:00", Status.DUE_SOON),
        ("2026-03-10 23:59", "2026-03-20 09:00", Status.DUE_SOON),
        # After due the limit moves on with today: 11 Mar + 9 days.
        ("2026-03-11 00:00", "2026-03-20 09:00", Status.ON_RHYTHM),
        ("2026-03-11 00:00", "2026-03-21 09:00", Status.BEHIND),
        ("2026-03-12 00:00", "2026-03-21 09:00", Status.ON_RHYTHM),
        # It counts until it ends.
        ("2026-03-20 09:59", "2026-03-20 09:00", Status.ON_RHYTHM),
        ("2026-03-20 10:00", "2026-03-20 09:00", Status.BEHIND),
        # Far past due, dormant even, a near date puts the pair back on rhythm.
        ("2026-06-01 10:00", "2026-06-10 09:00", Status.ON_RHYTHM),
        ("2026-06-01 10:00", "2026-06-11 09:00", Status.DORMANT),
    ],
)
def test_the_edges_of_secured(now: str, start: str, expected: Status) -> None:
    assert status(month(planned("p", start)), at(now)) is expected


def test_days_that_do_not_count_widen_the_grace() -> None:
    off = closed("2026-03-12..2026-03-16")
    facts = month(planned("p", "2026-03-24 09:00"), days_off=off)
    assert status(facts, at("2026-03-10 09:00")) is Status.ON_RHYTHM
    facts = month(planned("p", "2026-03-25 09:00"), days_off=off)
    assert status(facts, at("2026-03-10 09:00")) is Status.DUE_SOON
    assert status(facts, at("2026-03-11 09:00")) is Status.ON_RHYTHM


def test_any_date_secures_a_pair_that_is_never_due() -> None:
    facts = month(planned("p", "2026-12-24 09:00"), days_off=closed("2026-02-20.."))
    assert read_rhythm(facts, NOW).secured_until == at("2026-12-24 10:00")


def test_the_window_is_the_next_to_come_when_none_is_open() -> None:
    facts = month(planned("p", "2026-04-01 09:00"), planned("q", "2026-05-01 09:00"))
    rhythm = read_rhythm(facts, NOW)
    assert rhythm.secured_from == at("2026-03-23")
    assert rhythm.secured_until == at("2026-04-01 10:00")


def test_windows_that_overlap_are_one() -> None:
    dates = ("2026-03-12 09:00", "2026-03-18 09:00", "2026-03-26 09:00", "2026-05-01 09:00")
    rhythm = read_rhythm(month(*(planned(each, each) for each in dates)), NOW)
    assert rhythm.secured_from == at("2026-01-05")
    assert rhythm.secured_until == at("2026-03-26 10:00")


def test_windows_that_touch_are_one() -> None:
    # The grace of the second reaches back to 27 Mar, at whose first instant the first one ends.
    touching = planned("p", "2026-03-26 23:00"), planned("q", "2026-04-05 09:00")
    rhythm = read_rhythm(month(*touching), NOW)
    assert rhythm.secured_from == at("2026-03-17")
    assert rhythm.secured_until == at("2026-04-05 10:00")


def test_a_meeting_moved_three_times_in_the_interval_does_not_secure() -> None:
    twice = planned("p", "2026-03-12 09:00", "2026-02-12", "2026-02-13")
    often = planned("p", "2026-03-12 09:00", "2026-02-12", "2026-02-13", "2026-02-14")
    earlier = planned("p", "2026-03-12 09:00", "2026-01-12", "2026-01-13", "2026-02-14")
    assert status(month(twice), at("2026-03-05")) is Status.ON_RHYTHM
    assert status(month(often), at("2026-03-05")) is Status.DUE_SOON
    assert status(month(earlier), at("2026-03-05")) is Status.ON_RHYTHM


@pytest.mark.parametrize(
    ("moves", "now", "expected"),
    [
        ((), "2026-03-11 08:59", False),
        ((), "2026-03-11 09:00", False),
        ((), "2026-03-11 09:01", True),
        ((), "2026-03-12 09:30", True),
        ((), "2026-03-13 09:30", True),
        (("2026-02-12",), "2026-03-01", False),
        (("2026-02-12", "2026-02-13"), "2026-03-01", True),
        (("2026-02-12", "2026-02-13", "2026-02-14"), "2026-03-01", True),
        # Moves of an earlier interval are forgotten.
        (("2026-01-12", "2026-01-13"), "2026-03-01", False),
    ],
)
def test_which_moves_count_as_fallen_through(
    moves: tuple[str, ...], now: str, *, expected: bool
) -> None:
    meeting = planned("p", "2026-03-12 09:00", *moves)
    interval = read_interval(month(meeting), day("2026-03-01"))
    assert move_counts_as_fallen(meeting, interval, at(now)) is expected
    for cause in set(CancelCause) - {CancelCause.PERSON}:
        assert not move_counts_as_fallen(meeting, interval, at(now), cause)


def test_only_a_person_lets_a_meeting_fall_through_by_cancelling() -> None:
    fallen = {cause for cause in CancelCause if cancel_counts_as_fallen(cause)}
    assert fallen == {CancelCause.PERSON}


def test_a_move_on_the_day_of_the_opening_counts_only_after_it() -> None:
    meeting = planned("p", "2026-03-12 09:00", "2026-02-10 11:00", "2026-02-10 11:01")
    assert moves_since(meeting, read_interval(month(meeting), day("2026-03-01"))) == 1


def test_a_meeting_is_unknown_from_its_end_until_it_is_answered() -> None:
    meeting = planned("p", "2026-03-12 09:00")
    assert not is_unknown(meeting, at("2026-03-12 09:59"))
    assert is_unknown(meeting, at("2026-03-12 10:00"))
    assert not is_unknown(fell("p", "2026-03-12 09:00"), at("2026-03-13"))
    rhythm = read_rhythm(month(meeting, planned("o", "2026-03-05 09:00")), at("2026-03-13"))
    assert rhythm.unknown == ("o", "p")


@pytest.mark.parametrize(
    ("start", "work", "off", "until"),
    [
        # Thursday: Friday, Monday and Tuesday are held back.
        ("2026-03-12 09:00", WorkCalendar(), (), "2026-03-18"),
        ("2026-03-14 09:00", WorkCalendar(), (), "2026-03-19"),
        ("2026-03-12 09:00", WorkCalendar(holidays={day("2026-03-16")}), (), "2026-03-19"),
        ("2026-03-12 09:00", WorkCalendar(), ("2026-03-13..2026-03-17",), "2026-03-21"),
        # It ends after midnight.
        ("2026-03-12 23:30", WorkCalendar(), (), "2026-03-19"),
    ],
)
def test_how_long_an_unknown_meeting_holds_back(
    start: str, work: WorkCalendar, off: tuple[str, ...], until: str
) -> None:
    meeting = planned("p", start)
    facts = month(meeting, work=work, days_off=closed(*off))
    assert held_back_until(meeting, facts) == at(until)
    assert read_rhythm(facts, at("2026-03-15 12:00")).held_back_until == at(until)


def test_the_latest_unknown_meeting_holds_back_longest() -> None:
    facts = month(planned("p", "2026-03-02 09:00"), planned("q", "2026-03-04 09:00"))
    assert read_rhythm(facts, at("2026-03-03")).held_back_until == at("2026-03-06")
    assert read_rhythm(facts, at("2026-03-05")).held_back_until == at("2026-03-08")
    assert read_rhythm(facts, at("2026-03-01")).held_back_until is None


F1 = fell("f1", "2026-02-16 09:00")
F2 = fell("f2", "2026-02-23 09:00")


@pytest.mark.parametrize(
    ("meetings", "expected"),
    [
        ((), False),
        ((F1,), False),
        ((F1, F2), True),
        ((F2, F1), True),
        # A new date does not cure it; one that passed without an answer stands between.
        ((F1, F2, planned("p", "2026-03-04 09:00")), True),
        ((F1, F2, planned("p", "2026-02-26 09:00")), False),
        ((F1, planned("p", "2026-02-20 09:00"), F2), False),
        ((planned("p", "2026-02-12 09:00"), F1, F2), True),
        # A held meeting cures it, also one that was logged for a day before the second.
        ((F1, F2, held("h", "2026-02-25")), False),
        ((F1, F2, held("h", "2026-02-20")), False),
        ((F1, F2, held("h", "2026-02-15")), True),
        # Cancelled by a pause: as if it had never been planned.
        ((F1, F2, cancelled("c", "2026-03-20 09:00", "2026-02-26")), True),
        ((F1, cancelled("c", "2026-02-26 09:00", "2026-02-20")), False),
        # Cancelled ahead: what matters is that it was called off since the last held one.
        ((F1, fell("f", "2026-04-01 09:00", called_off="2026-02-18")), True),
        ((F1, fell("f", "2026-04-01 09:00", called_off="2026-02-09")), False),
        ((F1, fell("f", "2026-04-01 09:00", called_off="2026-02-10 12:00")), True),
        # Before the last held one.
        ((F1, fell("f", "2026-02-05 09:00")), False),
        # A series cancelled in one act is one, and two acts are two.
        (
            (
                fell("f", "2026-03-10 09:00", called_off="2026-02-20", act="x"),
                fell("g", "2026-04-10 09:00", called_off="2026-02-20", act="x"),
            ),
            False,
        ),
        (
            (
                fell("f", "2026-03-10 09:00", called_off="2026-02-20", act="x"),
                fell("g", "2026-04-10 09:00", called_off="2026-02-20", act="x"),
                fell("h", "2026-03-20 09:00", called_off="2026-02-21", act="y"),
            ),
            True,
        ),
        ((F1, fell("g", "2026-04-10 09:00", called_off="2026-02-20", act="x")), True),
    ],
)
def test_when_the_last_two_fell_through(
    meetings: tuple[MeetingRecord, ...], *, expected: bool
) -> None:
    facts = month(*meetings)
    assert two_fell_through(facts, read_interval(facts, day("2026-03-01")), NOW) is expected
    assert read_rhythm(facts, NOW).two_fell_through is expected


def test_the_first_interval_counts_what_fell_through_since_the_start() -> None:
    early = (fell("f1", "2026-01-08 09:00"), fell("f2", "2026-01-12 09:00"))
    now = at("2026-01-13")
    assert status(pair("2026-01-05", Cadence.MONTHLY, *early), now) is Status.STALLED
    assert status(pair("2026-01-05", Cadence.MONTHLY, early[0]), now) is not Status.STALLED
