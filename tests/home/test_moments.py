"""Which question the pair's page asks: a table over the rules, without a database."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from home.rules import Mark, Moment, MomentFacts, is_late, marks_of, moment_of
from meetings.rules.facts import MeetingRecord, Outcome, PairFacts
from meetings.rules.status import Rhythm, read_rhythm
from programs.cadence import Terms
from programs.rules import Cadence

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)
FACTS = PairFacts(
    zone=ZoneInfo("Europe/Berlin"),
    started_at=datetime(2026, 9, 1, 8, tzinfo=UTC),
    ends_on=date(2027, 2, 28),
    terms=[Terms(Cadence.FORTNIGHTLY, date(2026, 9, 1))],
)


def held(days_ago: int) -> MeetingRecord:
    return MeetingRecord(uid=f"h{days_ago}", outcome=Outcome.HELD, held_on=TODAY - days_ago * DAY)


def record(outcome: Outcome, days: int) -> MeetingRecord:
    at = NOW + days * DAY
    return MeetingRecord(
        uid=f"{outcome}{days}", outcome=outcome, starts_at=at, ends_at=at + timedelta(minutes=45)
    )


def planned(days: int) -> MeetingRecord:
    return record(Outcome.PLANNED, days)


def fell(days: int) -> MeetingRecord:
    return record(Outcome.FELL_THROUGH, days)


@dataclass(frozen=True, slots=True)
class Case:
    meetings: tuple[MeetingRecord, ...]
    moment: Moment
    is_paused: bool = False
    waits: bool = False
    started_at: datetime = FACTS.started_at

    @property
    def facts(self) -> PairFacts:
        return replace(
            FACTS, meetings=self.meetings, is_paused=self.is_paused, started_at=self.started_at
        )


def asked(case: Case) -> Moment:
    has_date = any(m.outcome is Outcome.PLANNED and m.slot.ends_at > NOW for m in case.meetings)
    rhythm = read_rhythm(case.facts, NOW)
    return moment_of(MomentFacts(rhythm, TODAY, case.waits, has_date), NOW)


NEW = NOW - 2 * DAY
CASES = {
    "nothing yet": Case((), Moment.FIRST_DATE, started_at=NEW),
    "nothing yet, unsigned": Case((), Moment.AGREE, waits=True, started_at=NEW),
    "a first date, unsigned": Case((planned(3),), Moment.AGREE, waits=True, started_at=NEW),
    "a first date, signed": Case((planned(3),), Moment.NEXT, started_at=NEW),
    "never met and late": Case((), Moment.LATE),
    "never met, late and unsigned": Case((), Moment.LATE, waits=True),
    "met last week": Case((held(7),), Moment.FIND_DATE),
    "due today": Case((held(14),), Moment.FIND_DATE),
    "due on a weekend, so on Monday": Case((held(15),), Moment.FIND_DATE),
    "due last Friday": Case((held(17),), Moment.LATE),
    "late, but a date is set": Case((held(20), planned(1)), Moment.NEXT),
    "late, and the date is too far": Case((held(20), planned(40)), Moment.LATE),
    "a date without an answer": Case((held(12), planned(-1)), Moment.DID_YOU_MEET),
    "that outweighs being late": Case((held(30), planned(-1)), Moment.DID_YOU_MEET),
    "and the signature": Case((held(30), planned(-1)), Moment.DID_YOU_MEET, waits=True),
    "two fell through before the due day": Case((held(5), fell(-3), fell(-1)), Moment.FIND_DATE),
    "two fell through, late": Case((held(20), fell(-3), fell(-1)), Moment.LATE),
    "on a break": Case((held(30), planned(-1)), Moment.PAUSED, is_paused=True, waits=True),
}


@pytest.mark.parametrize("name", CASES)
def test_the_question_of_the_moment(name: str) -> None:
    assert asked(CASES[name]) is CASES[name].moment


def test_nothing_is_asked_after_the_end() -> None:
    facts = MomentFacts(None, TODAY, waits_for_reader=True, has_date=True)
    assert moment_of(facts, NOW) is Moment.OVER


def test_a_pair_whose_dates_fell_through_is_not_late_before_its_due_day() -> None:
    rhythm = read_rhythm(replace(FACTS, meetings=[held(5), fell(-3), fell(-1)]), NOW)
    assert (rhythm.two_fell_through, is_late(rhythm, TODAY, NOW)) == (True, False)


def strip(facts: PairFacts, rhythm: Rhythm | None) -> list[tuple[str, date]]:
    return [(mark.kind, mark.on) for mark in marks_of(facts, rhythm, NOW)]


def test_the_strip_runs_from_the_oldest_to_what_is_due() -> None:
    contact = TODAY - 3 * DAY
    facts = replace(FACTS, meetings=[held(9), fell(-20)], informal_on=[contact, contact])
    assert strip(facts, read_rhythm(facts, NOW)) == [
        ("missed", TODAY - 20 * DAY),
        ("met", TODAY - 9 * DAY),
        ("informal", contact),
        ("due", TODAY + 7 * DAY),
    ]


def test_a_planned_date_takes_the_place_of_the_due_day() -> None:
    facts = replace(FACTS, meetings=[held(9), planned(2), planned(16)])
    assert strip(facts, read_rhythm(facts, NOW)) == [
        ("met", TODAY - 9 * DAY),
        ("planned", TODAY + 2 * DAY),
    ]


def test_a_date_without_an_answer_is_drawn_beside_the_due_day() -> None:
    facts = replace(FACTS, meetings=[held(12), planned(-1)])
    kinds = [kind for kind, _day in strip(facts, read_rhythm(facts, NOW))]
    assert kinds == ["met", "planned", "due"]


def test_nothing_is_due_on_a_break_or_after_the_end() -> None:
    facts = replace(FACTS, meetings=[held(9)], is_paused=True)
    assert strip(facts, read_rhythm(facts, NOW)) == strip(facts, None) == [("met", TODAY - 9 * DAY)]


def test_what_would_be_due_after_the_last_day_is_not_drawn() -> None:
    facts = replace(FACTS, meetings=[held(9)], ends_on=TODAY + 3 * DAY)
    assert strip(facts, read_rhythm(facts, NOW)) == [("met", TODAY - 9 * DAY)]


def test_a_due_day_stands_after_what_happened_on_it() -> None:
    facts = replace(FACTS, meetings=[held(14)], informal_on=[TODAY])
    marks = marks_of(facts, read_rhythm(facts, NOW), NOW)
    assert marks[-2:] == [Mark("informal", TODAY), Mark("due", TODAY)]
