"""The band of a pair as a table: facts alone decide, the weightiest reason comes first."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from health.rules import Band, BandFacts, Reason, band_of, next_change, risk_instant
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
        has_agreement=has_agreement,
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
