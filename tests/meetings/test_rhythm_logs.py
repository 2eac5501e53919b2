"""Logs that are one meeting, the day it was held, and what informal contact delays."""

from datetime import timedelta

import pytest

from core.days import NOTHING_CLOSED
from meetings.rules.contact import delayed_by_contact, first_contact_on
from meetings.rules.facts import Log, MeetingRecord
from meetings.rules.interval import read_interval
from meetings.rules.logs import (
    answers_plan,
    date_of_meeting,
    find_meeting,
    may_say_not_yet,
    same_meeting,
)
from programs.rules import Cadence, Role
from tests.meetings.rhythm_cases import BERLIN, at, closed, day, fell, held, pair, planned

MENTOR, MENTEE = Role.MENTOR, Role.MENTEE
NOW = at("2026-03-12 12:00")


@pytest.mark.parametrize(
    ("logged_by", "on", "role", "expected"),
    [
        ((MENTOR,), "2026-03-09", MENTEE, True),
        ((MENTOR,), "2026-03-10", MENTEE, True),
        ((MENTOR,), "2026-03-11", MENTEE, True),
        ((MENTOR,), "2026-03-08", MENTEE, False),
        ((MENTOR,), "2026-03-12", MENTEE, False),
        # One person's logs: the same day is the same log, the day after is another meeting.
        ((MENTOR,), "2026-03-10", MENTOR, True),
        ((MENTOR,), "2026-03-11", MENTOR, False),
        # Never more than one log of each.
        ((MENTOR, MENTEE), "2026-03-11", MENTEE, False),
        ((MENTOR, MENTEE), "2026-03-09", MENTOR, False),
        ((MENTOR, MENTEE), "2026-03-10", MENTEE, True),
    ],
)
def test_which_logs_are_one_meeting(
    logged_by: tuple[Role, ...], on: str, role: Role, *, expected: bool
) -> None:
    assert same_meeting(held("a", "2026-03-10", *logged_by), day(on), role) is expected


@pytest.mark.parametrize(
    ("start", "on", "expected"),
    [
        ("2026-03-10 09:00", "2026-03-10", True),
        ("2026-03-10 09:00", "2026-03-11", True),
        ("2026-03-10 09:00", "2026-03-09", True),
        ("2026-03-10 09:00", "2026-03-12", False),
        # Later today: they met earlier than planned. Tomorrow: that meeting is still to come.
        ("2026-03-12 17:00", "2026-03-12", True),
        ("2026-03-13 09:00", "2026-03-12", False),
        # The day is the mentee's.
        ("2026-03-10 00:30", "2026-03-09", True),
        ("2026-03-10 00:30", "2026-03-08", False),
    ],
)
def test_which_plan_a_log_answers(start: str, on: str, *, expected: bool) -> None:
    assert answers_plan(planned("p", start), day(on), BERLIN, NOW) is expected
    assert not answers_plan(fell("p", start), day(on), BERLIN, NOW)
    assert not answers_plan(held("p", "2026-03-10", MENTOR), day(on), BERLIN, NOW)


def found(log: Log, *meetings: MeetingRecord) -> str | None:
    meeting = find_meeting(meetings, log, BERLIN, NOW)
    return meeting.uid if meeting else None


def test_a_log_finds_the_nearest_meeting() -> None:
    first, second = held("a", "2026-03-08", MENTOR), held("b", "2026-03-10", MENTOR)
    for order in ((first, second), (second, first)):
        assert found(Log(MENTEE, day("2026-03-10")), *order) == "b"
        assert found(Log(MENTEE, day("2026-03-08")), *order) == "a"
        # As far from both: always the same one.
        assert found(Log(MENTEE, day("2026-03-09")), *order) == "a"
        assert found(Log(MENTOR, day("2026-03-09")), *order) is None
        assert found(Log(MENTEE, day("2026-03-06")), *order) is None


def test_a_log_prefers_what_was_logged_to_what_was_planned() -> None:
    plan = planned("p", "2026-03-10 17:00")
    assert found(Log(MENTEE, day("2026-03-10")), plan, held("z", "2026-03-10", MENTOR)) == "z"
    assert found(Log(MENTEE, day("2026-03-10")), plan, held("z", "2026-03-11", MENTOR)) == "p"
    assert found(Log(MENTEE, day("2026-03-10")), fell("f", "2026-03-10 17:00")) is None


def test_the_same_two_logs_are_one_meeting_in_either_order() -> None:
    for first, second in (("2026-03-10", "2026-03-11"), ("2026-03-11", "2026-03-10")):
        log = Log(MENTEE, day(second))
        assert found(log, held("a", first, MENTOR)) == "a"
        assert date_of_meeting([Log(MENTOR, day(first)), log], None) == day("2026-03-10")


def test_a_planned_meeting_is_dated_as_planned() -> None:
    logs = [Log(MENTOR, day("2026-03-09")), Log(MENTEE, day("2026-03-10"))]
    assert date_of_meeting(logs, day("2026-03-10")) == day("2026-03-10")
    assert date_of_meeting(logs[1:], None) == day("2026-03-10")


def test_not_yet_may_be_said_for_7_calendar_days() -> None:
    logged_at = at("2026-03-10 12:00")
    assert may_say_not_yet(logged_at, logged_at + timedelta(days=7, seconds=-1))
    assert not may_say_not_yet(logged_at, logged_at + timedelta(days=7))


def test_the_first_contact_of_the_interval_is_the_one_that_delays() -> None:
    interval = read_interval(
        pair("2026-01-05", Cadence.MONTHLY, held("a", "2026-02-10")), day("2026-03-01")
    )
    contacts = [day("2026-03-02"), day("2026-02-09"), day("2026-02-20")]
    assert first_contact_on(contacts, interval) == day("2026-02-20")
    assert first_contact_on([day("2026-02-10")], interval) == day("2026-02-10")
    assert first_contact_on([day("2026-02-09")], interval) is None


def test_a_contact_delays_the_next_nudge_by_7_days_that_count() -> None:
    step, contact = day("2026-03-11"), day("2026-03-02")
    assert delayed_by_contact(step, None, NOTHING_CLOSED) == step
    assert delayed_by_contact(step, day("2026-03-12"), NOTHING_CLOSED) == step
    assert delayed_by_contact(step, step, NOTHING_CLOSED) == day("2026-03-18")
    assert delayed_by_contact(step, contact, NOTHING_CLOSED) == day("2026-03-18")
    assert delayed_by_contact(step, contact, closed("2026-03-15..2026-03-16")) == day("2026-03-20")
    assert delayed_by_contact(step, contact, closed("2026-03-15..")) is None
