"""The band of a pair as a table: facts alone decide, the weightiest reason comes first."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from health.rules import AgreementFacts, Band, BandFacts, Reason, band_of, next_change, risk_instant
from meetings.rules.attainment import Attainment
from meetings.rules.facts import MeetingRecord, Outcome, PairFacts
from meetings.rules.status import read_rhythm
from programs.cadence import Terms
from programs.rules import Cadence

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 9, 1, 8, tzinfo=UTC)


def at(month: int, day: int) -> datetime:
    """Return ten in the morning in Berlin."""
    return datetime(2026, month, day, 10, tzinfo=BERLIN).astimezone(UTC)


def facts(now: datetime, *held_on: date, has_agreement: bool = True) -> BandFacts:
    """Return the facts of a fortnightly pair that started on 1 September."""
    meetings = [MeetingRecord(uid=str(day), outcome=Outcome.HELD, held_on=day) for day in held_on]
    pair = PairFacts(
        zone=BERLIN,
        started_at=START,
        ends_on=date(2027, 3, 31),
        terms=[Terms(Cadence.FORTNIGHTLY, date(2026, 9, 1))],
        meetings=meetings,
    )
    return BandFacts(
        rhythm=read_rhythm(pair, now),
        attainment=Attainment(expected=0, held=len(meetings)),
        started_on=date(2026, 9, 1),
        agreement=AgreementFacts() if has_agreement else None,
        zone=BERLIN,
    )


@pytest.mark.parametrize(
    ("now", "held_on", "band", "first"),
    [
        (at(9, 10), (), Band.TOO_EARLY, None),
        (at(9, 16), (), Band.NEEDS_CHECK_IN, Reason.BEHIND),
        (at(9, 29), (), Band.AT_RISK, Reason.STALLED),
        (at(9, 25), (date(2026, 9, 15),), Band.ON_TRACK, None),
        (at(9, 30), (date(2026, 9, 15),), Band.NEEDS_CHECK_IN, Reason.BEHIND),
        (at(11, 20), (date(2026, 9, 15),), Band.AT_RISK, Reason.DORMANT),
    ],
)
def test_rhythm_decides(
    now: datetime, held_on: tuple[date, ...], band: Band, first: Reason | None
) -> None:
    found, reasons = band_of(facts(now, *held_on), now)
    assert found is band
    assert next(iter(reasons), None) == first


def test_no_agreement_matters_from_day_21() -> None:
    early, late = at(9, 21), at(9, 22)
    met = date(2026, 9, 18)
    assert band_of(facts(early, met, has_agreement=False), early)[0] is Band.ON_TRACK
    assert band_of(facts(late, met, has_agreement=False), late) == (
        Band.NEEDS_CHECK_IN,
        (Reason.NO_AGREEMENT,),
    )


@pytest.mark.parametrize(
    ("expected", "held", "band"),
    [(2, 1, Band.ON_TRACK), (3, 1, Band.NEEDS_CHECK_IN), (5, 3, Band.ON_TRACK)],
)
def test_low_attainment_needs_three_expected(expected: int, held: int, band: Band) -> None:
    now = at(9, 25)
    known = replace(
        facts(now, date(2026, 9, 20)), attainment=Attainment(expected=expected, held=held)
    )
    assert band_of(known, now)[0] is band


def test_a_paused_pair_has_no_reasons() -> None:
    now = at(11, 20)
    known = facts(now)
    paused = replace(known, rhythm=replace(known.rhythm, is_paused=True))
    assert band_of(paused, now) == (Band.PAUSED, ())
    assert risk_instant(paused.rhythm, now) is None


def test_the_band_holds_until_the_next_change() -> None:
    now = at(9, 2)
    seen = []
    for _ in range(12):
        known = facts(now, has_agreement=False)
        seen.append(band_of(known, now)[0])
        coming = next_change(known, now)
        assert coming is None or coming > now
        if coming is None:
            break
        now = coming
    assert seen[0] is Band.TOO_EARLY
    assert seen[-1] is Band.AT_RISK


def test_a_date_ahead_moves_the_risk_behind_it() -> None:
    now = at(9, 30)
    rhythm = facts(now, date(2026, 9, 15)).rhythm
    secured = replace(rhythm, secured_from=START, secured_until=at(10, 8))
    assert risk_instant(rhythm, now) == rhythm.behind_at
    assert risk_instant(secured, now) == at(10, 8)


def with_review(known: BandFacts, on: date = date(2026, 9, 21), **facts: bool) -> BandFacts:
    """Let the agreement of these facts be looked at on a day."""
    return replace(known, agreement=AgreementFacts(on, **facts))


@pytest.mark.parametrize(
    ("now", "is_reviewed", "is_done", "reasons"),
    [
        (at(9, 21), False, False, ()),
        (at(9, 22), False, False, (Reason.NO_GOAL_DONE,)),
        (at(9, 22), True, False, (Reason.NO_GOAL_DONE,)),
        (at(9, 22), False, True, ()),
        (at(10, 4), False, True, ()),
        (at(10, 5), False, True, (Reason.NO_REVIEW,)),
        (at(10, 5), True, True, ()),
        (at(10, 5), False, False, (Reason.NO_REVIEW, Reason.NO_GOAL_DONE)),
    ],
)
def test_past_the_review_it_matters_that_it_was_held_and_what_is_done(
    *, now: datetime, is_reviewed: bool, is_done: bool, reasons: tuple[Reason, ...]
) -> None:
    met = (date(2026, 9, 10), date(2026, 9, 20), date(2026, 10, 3))
    held = [day for day in met if day <= now.date()]
    known = with_review(facts(now, *held), is_reviewed=is_reviewed, is_done_each_side=is_done)
    band = Band.NEEDS_CHECK_IN if reasons else Band.ON_TRACK
    assert band_of(known, now) == (band, reasons)


def test_the_day_of_the_review_is_the_mentees() -> None:
    now = datetime(2026, 9, 21, 22, 30, tzinfo=UTC)
    known = with_review(facts(now, date(2026, 9, 20)))
    assert band_of(known, now)[1] == (Reason.NO_GOAL_DONE,), "it is the 22nd in Berlin"
    assert band_of(replace(known, zone=ZoneInfo("Europe/London")), now)[1] == ()


def test_an_agreement_without_a_day_asks_for_no_review() -> None:
    now = at(9, 25)
    known = replace(facts(now, date(2026, 9, 20)), agreement=AgreementFacts())
    assert band_of(known, now) == (Band.ON_TRACK, ())
    assert (known.review_late_at, known.goals_late_at) == (None, None)


def test_next_change_knows_both_instants_of_a_review() -> None:
    now = at(9, 21)
    held = (date(2026, 9, 20),)
    known = with_review(facts(now, *held))
    assert next_change(known, now) == datetime(2026, 9, 21, 22, tzinfo=UTC)
    done = with_review(facts(now, *held), on=date(2026, 9, 8), is_done_each_side=True)
    assert next_change(done, now) == datetime(2026, 9, 21, 22, tzinfo=UTC)
    held_too = with_review(facts(now, *held), on=date(2026, 9, 8), is_reviewed=True)
    assert next_change(replace(held_too, agreement=AgreementFacts()), now) == next_change(
        with_review(facts(now, *held), is_reviewed=True, is_done_each_side=True), now
    )
