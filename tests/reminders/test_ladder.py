"""The ladder as a table: which step is due when, to whom, and why nobody else hears anything."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.days import Closed
from core.manners import Manners
from meetings.rules.facts import MeetingRecord, Outcome, PairFacts
from meetings.rules.status import read_rhythm
from programs.cadence import Terms
from programs.rules import Cadence, Role
from reminders.rules.ladder import Ladder, LadderFacts, Recipient, Unanswered, read_ladder
from reminders.rules.steps import ItemCause, Silence, Step

BERLIN = ZoneInfo("Europe/Berlin")
MET_ON = date(2026, 10, 5)  # a Monday; fortnightly: due Monday 19 October, book from 12 October


def at(month: int, day: int, hour: int = 10) -> datetime:
    """Return an instant of 2026 by the clock in Berlin."""
    return datetime(2026, month, day, hour, tzinfo=BERLIN).astimezone(UTC)


def held(day: date) -> MeetingRecord:
    """Return a meeting held on a day."""
    return MeetingRecord(uid=f"m{day}", outcome=Outcome.HELD, held_on=day)


def planned(starts_at: datetime, uid: str = "p1") -> MeetingRecord:
    """Return a planned meeting of an hour."""
    ends_at = starts_at + timedelta(hours=1)
    return MeetingRecord(uid=uid, outcome=Outcome.PLANNED, starts_at=starts_at, ends_at=ends_at)


def fell(starts_at: datetime, uid: str) -> MeetingRecord:
    """Return a meeting that fell through."""
    ends_at = starts_at + timedelta(hours=1)
    return MeetingRecord(
        uid=uid, outcome=Outcome.FELL_THROUGH, starts_at=starts_at, ends_at=ends_at
    )


def ladder(now: datetime, *more: MeetingRecord, **changes: Any) -> Ladder:
    """Read the ladder of a fortnightly pair that last met on 5 October."""
    people = {
        "mentor": Recipient(role=Role.MENTOR, person_id=1, manners=Manners(BERLIN)),
        "mentee": Recipient(role=Role.MENTEE, person_id=2, manners=Manners(BERLIN)),
    }
    people = {name: replace(each, **changes.pop(name, {})) for name, each in people.items()}
    facts = PairFacts(
        zone=BERLIN,
        started_at=at(9, 1),
        ends_on=date(2027, 3, 31),
        terms=[Terms(changes.pop("cadence", Cadence.FORTNIGHTLY), date(2026, 9, 1))],
        meetings=changes.pop("meetings", (held(MET_ON), *more)),
        closed=changes.pop("closed", Closed()),
        is_paused=changes.pop("is_paused", False),
        informal_on=changes.pop("informal_on", ()),
    )
    rhythm = read_rhythm(facts, now)
    unanswered = tuple(
        Unanswered(uid=m.uid, time_revision=0, starts_at=m.slot.starts_at, ends_at=m.slot.ends_at)
        for m in facts.meetings
        if m.uid in rhythm.unknown
    )
    has_plan = any(m.outcome is Outcome.PLANNED and m.slot.ends_at > now for m in facts.meetings)
    return read_ladder(
        LadderFacts(
            cause=f"pair:{rhythm.opened_by or 'start'}:t{len(facts.terms)}",
            facts=facts,
            rhythm=rhythm,
            organizer=changes.pop("organizer", Role.MENTEE),
            unanswered=unanswered,
            has_plan=has_plan,
            **people,
        ),
        now,
    )


def steps(read: Ladder) -> list[tuple[Step, Role]]:
    """Return who gets what."""
    return [(nudge.step, nudge.role) for nudge in read.due]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(10, 11), []),
        (at(10, 12), [(Step.BOOK, Role.MENTEE)]),
        (at(10, 19, 23), [(Step.BOOK, Role.MENTEE)]),
        (at(10, 20), [(Step.BEHIND, Role.MENTOR), (Step.BEHIND, Role.MENTEE)]),
    ],
)
def test_steps_follow_the_interval(now: datetime, expected: list[tuple[Step, Role]]) -> None:
    assert steps(ladder(now)) == expected


def test_book_reaches_the_organizer() -> None:
    assert steps(ladder(at(10, 13), organizer=Role.MENTOR)) == [(Step.BOOK, Role.MENTOR)]


def test_weekly_pairs_are_not_asked_to_book() -> None:
    read = ladder(at(10, 10), cadence=Cadence.WEEKLY)
    assert steps(read) == []
    assert Silence.NOT_DUE in {held.reason for held in read.held}


def test_second_follows_a_week_after_behind_was_sent_to_that_person() -> None:
    sent = {"behind_sent_at": at(10, 21)}
    read = ladder(at(10, 28), mentor=sent)
    assert steps(read) == [(Step.SECOND, Role.MENTOR), (Step.BEHIND, Role.MENTEE)]
    early = ladder(at(10, 27), mentor=sent)
    assert (Step.SECOND, Role.MENTOR) not in steps(early)


def test_second_spares_who_answered() -> None:
    answered = {"behind_sent_at": at(10, 21), "answered_at": at(10, 22)}
    read = ladder(at(10, 29), mentor=answered, mentee={"behind_sent_at": at(10, 21)})
    assert steps(read) == [(Step.SECOND, Role.MENTEE)]
    assert any(h.reason is Silence.ANSWERED and h.role is Role.MENTOR for h in read.held)


def test_a_secured_date_silences_every_step() -> None:
    read = ladder(at(10, 22), planned(at(10, 26)))
    assert steps(read) == []
    assert {held.reason for held in read.held} == {Silence.SECURED}


def test_a_far_date_does_not_secure() -> None:
    assert (Step.BEHIND, Role.MENTEE) in steps(ladder(at(10, 22), planned(at(12, 1))))


def test_a_passed_plan_is_asked_about_and_holds_back_the_rest() -> None:
    meeting = planned(at(10, 21, 9))
    early = ladder(at(10, 21, 11), meeting)
    assert steps(early) == []
    read = ladder(at(10, 21, 13), meeting)
    assert steps(read) == [(Step.LOG, Role.MENTOR)]
    assert Silence.WAITING_FOR_ANSWER in {held.reason for held in read.held}
    later = ladder(at(10, 23, 13), meeting)
    assert steps(later) == [(Step.LOG, Role.MENTOR), (Step.LOG, Role.MENTEE)]
    after = ladder(at(10, 27, 9), meeting)
    assert (Step.BEHIND, Role.MENTOR) in steps(after)


def test_contact_delays_the_next_nudge_by_a_week_once() -> None:
    contact = {"informal_on": [date(2026, 10, 9)]}
    assert steps(ladder(at(10, 18), **contact)) == []
    assert steps(ladder(at(10, 19), **contact)) == [(Step.BOOK, Role.MENTEE)]
    assert (Step.BEHIND, Role.MENTOR) in steps(ladder(at(10, 20), **contact))
    late = {"informal_on": [date(2026, 10, 15)]}
    assert (Step.BEHIND, Role.MENTOR) not in steps(ladder(at(10, 26), **late))
    assert (Step.BEHIND, Role.MENTOR) in steps(ladder(at(10, 27), **late))


def test_a_day_that_does_not_count_is_silent() -> None:
    read = ladder(at(10, 21), closed=Closed.of([(date(2026, 10, 21), date(2026, 10, 22))]))
    assert steps(read) == []
    assert Silence.DAY_DOES_NOT_COUNT in {held.reason for held in read.held}


def test_a_paused_pair_hears_nothing() -> None:
    read = ladder(at(10, 29), is_paused=True)
    assert (steps(read), read.item) == ([], None)
    assert [held.reason for held in read.held] == [Silence.PAUSED]


def test_mute_and_leaving_silence_one_side() -> None:
    read = ladder(at(10, 20), mentor={"is_muted": True}, mentee={"is_here": False})
    assert steps(read) == []
    assert {(h.reason, h.role) for h in read.held} == {
        (Silence.MUTED, Role.MENTOR),
        (Silence.NOT_HERE, Role.MENTEE),
    }


def test_dormant_pairs_are_left_to_a_person() -> None:
    read = ladder(at(12, 10))
    assert steps(read) == []
    assert read.item is ItemCause.STALLED


@pytest.mark.parametrize(
    ("now", "item"),
    [
        (at(10, 28), None),
        (at(10, 29), ItemCause.LONG_PAST_DUE),
        (at(11, 2), ItemCause.STALLED),
    ],
)
def test_a_coordinator_looks_ten_days_after_due(now: datetime, item: ItemCause | None) -> None:
    assert ladder(now).item is item


def test_two_fallen_through_need_a_person_even_with_a_date() -> None:
    fallen = (fell(at(10, 12), "f1"), fell(at(10, 15), "f2"))
    read = ladder(at(10, 16), *fallen, planned(at(10, 20)))
    assert (steps(read), read.item) == ([], ItemCause.STALLED)


def test_no_first_date_after_two_weeks_needs_a_person() -> None:
    started = {"meetings": ()}
    assert ladder(at(9, 14), **started).item is None
    assert ladder(at(9, 15), **started).item is ItemCause.NO_FIRST_DATE
    assert ladder(at(9, 15), meetings=(planned(at(9, 16)),)).item is None


def test_keys_hold_no_date_and_survive_a_second_look() -> None:
    first, again = ladder(at(10, 20)), ladder(at(10, 24))
    assert [n.key for n in first.due] == [n.key for n in again.due]
    assert all("2026-10-2" not in nudge.key for nudge in first.due)


def test_a_new_interval_has_new_keys() -> None:
    before = {nudge.key for nudge in ladder(at(10, 20)).due}
    after = {nudge.key for nudge in ladder(at(11, 5), held(date(2026, 10, 21))).due}
    assert after
    assert not before & after


def test_the_next_look_is_never_more_than_a_day_away() -> None:
    now = at(10, 6)
    assert now < ladder(now).next_look_at <= now + timedelta(days=1)
