"""What opens an interval, when the next meeting is due, and the instants that follow from it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from core.days import WorkCalendar, day_of
from meetings.rules.facts import MeetingRecord, Outcome, PairFacts
from meetings.rules.interval import Interval, Thresholds, read_interval, read_thresholds
from programs.cadence import Terms
from programs.rules import Cadence
from tests.meetings.rhythm_cases import at, closed, day, fell, held, pair, planned


def interval(facts: PairFacts, today: str = "2026-03-01") -> Interval:
    return read_interval(facts, day(today))


def thresholds(facts: PairFacts, today: str = "2026-03-01") -> Thresholds:
    return read_thresholds(facts, interval(facts, today))


def test_the_start_opens_the_first_interval_of_14_days() -> None:
    running = interval(pair("2026-01-05 09:00", Cadence.QUARTERLY))
    assert running.is_first
    assert running.opened_by is None
    assert (running.opened_on, running.n) == (day("2026-01-05"), 14)
    assert running.due_on == day("2026-01-19")


def test_the_last_held_meeting_opens_the_interval() -> None:
    meetings = (held("b", "2026-02-10"), held("a", "2026-01-20"), fell("c", "2026-02-20 10:00"))
    running = interval(pair("2026-01-05", Cadence.MONTHLY, *meetings))
    assert not running.is_first
    assert running.opened_by == "b"
    assert (running.n, running.due_on) == (28, day("2026-03-10"))


def test_two_meetings_on_one_day_are_told_apart_by_their_hour() -> None:
    morning = held("z", "2026-02-10", start="2026-02-10 09:00")
    evening = held("a", "2026-02-10", start="2026-02-10 17:00")
    for meetings in ((morning, evening), (evening, morning)):
        running = interval(pair("2026-01-05", Cadence.MONTHLY, *meetings))
        assert (running.opened_by, running.opened_at) == ("a", at("2026-02-10 18:00"))


def test_the_hour_of_a_meeting_without_a_plan_is_the_end_of_its_day() -> None:
    for meeting in (held("a", "2026-02-10"), held("a", "2026-02-10", start="2026-02-11 09:00")):
        running = interval(pair("2026-01-05", Cadence.MONTHLY, meeting))
        assert running.opened_at == at("2026-02-11")


@pytest.mark.parametrize(
    ("cadence", "opened", "due"),
    [
        (Cadence.WEEKLY, "2026-02-10", "2026-02-17"),
        (Cadence.FORTNIGHTLY, "2026-02-10", "2026-02-24"),
        (Cadence.EVERY_THREE_WEEKS, "2026-02-10", "2026-03-03"),
        (Cadence.MONTHLY, "2026-01-31", "2026-02-28"),
        (Cadence.MONTHLY, "2024-01-31", "2024-02-29"),
        (Cadence.EVERY_SIX_WEEKS, "2026-02-10", "2026-03-24"),
        (Cadence.QUARTERLY, "2025-11-30", "2026-02-28"),
    ],
)
def test_due_after_each_cadence(cadence: Cadence, opened: str, due: str) -> None:
    facts = pair("2024-01-01", cadence, held("a", opened))
    assert interval(facts).due_on == day(due)


@pytest.mark.parametrize(
    ("work", "off", "due"),
    [
        # Opened on Sunday 1 Feb, weekly: Sunday 8 Feb.
        (WorkCalendar(), (), "2026-02-09"),
        (WorkCalendar(frozenset({7, 1, 2, 3, 4})), (), "2026-02-08"),
        (WorkCalendar(holidays={day("2026-02-09")}), (), "2026-02-10"),
        # The Monday that would do is a day off: the next that counts and is worked.
        (WorkCalendar(), ("2026-02-09..2026-02-10",), "2026-02-11"),
        # Three days off before it: counted to Wednesday, which is worked.
        (WorkCalendar(), ("2026-02-02..2026-02-04",), "2026-02-11"),
        # Pause, blackout and leave that overlap are one stretch of 10 days.
        (
            WorkCalendar(),
            ("2026-02-03..2026-02-08", "2026-02-05..2026-02-12", "2026-02-06"),
            "2026-02-18",
        ),
        (WorkCalendar(frozenset({3})), ("2026-02-11",), "2026-02-18"),
    ],
)
def test_due_is_a_working_day_that_counts(
    work: WorkCalendar, off: tuple[str, ...], due: str
) -> None:
    meeting = held("a", "2026-02-01")
    facts = pair("2026-01-05", Cadence.WEEKLY, meeting, work=work, days_off=closed(*off))
    assert interval(facts).due_on == day(due)


def test_an_amended_cadence_recomputes_the_running_interval() -> None:
    terms = (Terms(Cadence.MONTHLY, day("2026-01-05")), Terms(Cadence.WEEKLY, day("2026-02-20")))
    facts = pair("2026-01-05", Cadence.MONTHLY, held("a", "2026-02-10"), terms=terms)
    before, after = interval(facts, "2026-02-19"), interval(facts, "2026-02-20")
    assert (before.n, before.due_on) == (28, day("2026-03-10"))
    assert (after.n, after.due_on) == (7, day("2026-02-17"))
    assert before.opened_by == after.opened_by


def test_the_first_interval_keeps_its_14_days_whatever_is_agreed() -> None:
    terms = (Terms(Cadence.MONTHLY, day("2026-01-05")), Terms(Cadence.WEEKLY, day("2026-01-08")))
    running = interval(pair("2026-01-05", terms=terms), "2026-01-09")
    assert (running.cadence, running.n) == (Cadence.WEEKLY, 14)


def test_pausing_and_resuming_open_nothing_and_move_due_by_the_days_paused() -> None:
    meeting = held("a", "2026-02-10")
    paused = pair("2026-01-05", Cadence.MONTHLY, meeting, days_off=closed("2026-02-20..2026-02-26"))
    running = interval(paused)
    assert (running.opened_by, running.opened_on) == ("a", day("2026-02-10"))
    assert running.due_on == day("2026-03-17")


def test_each_threshold_is_the_start_of_a_day_of_the_mentee() -> None:
    # Monthly from 10 Feb: n = 28, due 10 Mar; the clocks change on 29 Mar.
    found = thresholds(pair("2026-01-05", Cadence.MONTHLY, held("a", "2026-02-10")))
    assert found == Thresholds(
        due_soon_at=at("2026-03-03"),
        due_at=at("2026-03-10"),
        behind_at=at("2026-03-11"),
        stalled_at=at("2026-04-07"),
        dormant_at=at("2026-04-24"),
    )
    assert found.dormant_at == datetime.fromisoformat("2026-04-23T22:00+00:00")


@pytest.mark.parametrize(
    ("cadence", "opened", "soon", "stalled"),
    [
        (Cadence.WEEKLY, "2026-02-01", "2026-02-07", "2026-02-15"),
        (Cadence.FORTNIGHTLY, "2026-02-01", "2026-02-12", "2026-03-01"),
        (Cadence.EVERY_THREE_WEEKS, "2026-02-01", "2026-02-17", "2026-03-15"),
        (Cadence.MONTHLY, "2026-02-01", "2026-02-22", "2026-03-29"),
        (Cadence.MONTHLY, "2026-03-01", "2026-03-25", "2026-05-02"),
        (Cadence.EVERY_SIX_WEEKS, "2026-02-01", "2026-03-08", "2026-04-26"),
        (Cadence.QUARTERLY, "2026-02-01", "2026-04-24", "2026-07-29"),
    ],
)
def test_due_soon_and_stalled_of_each_cadence(
    cadence: Cadence, opened: str, soon: str, stalled: str
) -> None:
    found = thresholds(pair("2026-01-05", cadence, held("a", opened)))
    assert (found.due_soon_at, found.stalled_at) == (at(soon), at(stalled))


def test_days_that_do_not_count_move_every_threshold() -> None:
    # Weekly from 1 Feb, due 8 Feb. Away 7 Feb (before due) and 10 to 14 Feb (after it).
    off = closed("2026-02-07", "2026-02-10..2026-02-14")
    facts = pair("2026-01-05", Cadence.WEEKLY, held("a", "2026-02-01"), days_off=off)
    found = thresholds(facts)
    assert found.due_at == at("2026-02-09")
    assert found.due_soon_at == at("2026-02-08")
    assert found.behind_at == at("2026-02-15")
    assert found.stalled_at == at("2026-02-21")
    assert found.dormant_at == at("2026-03-31")


def test_due_soon_is_counted_back_over_days_that_do_not_count() -> None:
    facts = pair(
        "2026-01-05",
        Cadence.EVERY_THREE_WEEKS,
        held("a", "2026-02-01"),
        days_off=closed("2026-02-19..2026-02-21"),
    )
    found = thresholds(facts)
    assert found.due_at == at("2026-02-25")
    assert found.due_soon_at == at("2026-02-17")


def test_a_pair_is_not_stalled_before_it_is_behind() -> None:
    # One working day a week, and two of them are holidays: due moves past 2n.
    holidays = {day("2026-02-11"), day("2026-02-18")}
    work = WorkCalendar(frozenset({3}), holidays)
    found = thresholds(pair("2026-01-05", Cadence.WEEKLY, held("a", "2026-02-01"), work=work))
    assert found.due_at == at("2026-02-25")
    assert found.stalled_at == found.behind_at == at("2026-02-26")


def test_days_closed_for_good_are_never_due() -> None:
    meeting = held("a", "2026-02-10")
    found = thresholds(
        pair("2026-01-05", Cadence.MONTHLY, meeting, days_off=closed("2026-02-20.."))
    )
    assert found == Thresholds(
        due_soon_at=None, due_at=None, behind_at=None, stalled_at=None, dormant_at=None
    )
    # Due is reached, what follows is not.
    later = thresholds(
        pair("2026-01-05", Cadence.MONTHLY, meeting, days_off=closed("2026-03-11.."))
    )
    assert later.due_at == at("2026-03-10")
    assert (later.behind_at, later.stalled_at, later.dormant_at) == (None, None, None)


@pytest.mark.parametrize("name", ["Africa/Cairo", "America/Havana", "Pacific/Auckland", "UTC"])
def test_due_is_read_in_the_zone_of_the_mentee(name: str) -> None:
    zone = ZoneInfo(name)
    facts = pair("2026-04-10 23:30", Cadence.MONTHLY, zone=zone)
    found = thresholds(facts, "2026-04-11")
    assert interval(facts).opened_on == day("2026-04-10")
    assert found.due_at is not None
    assert day_of(found.due_at, zone) == day("2026-04-24")


def test_a_record_needs_what_its_outcome_says() -> None:
    with pytest.raises(ValueError, match="held, but on no day"):
        MeetingRecord(uid="a", outcome=Outcome.HELD)
    for outcome in (Outcome.PLANNED, Outcome.FELL_THROUGH, Outcome.CANCELLED):
        with pytest.raises(ValueError, match="no planned time"):
            MeetingRecord(uid="a", outcome=outcome, starts_at=at("2026-03-01 10:00"))
    assert planned("a", "2026-03-01 10:00").slot.ends_at == at("2026-03-01 11:00")
