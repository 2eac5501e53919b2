"""The band of a pair and its reasons, from facts alone: no answer of a person enters it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Final

from core.days import start_of_day
from meetings.rules.attainment import Attainment
from meetings.rules.status import Rhythm, Status, status_at

LOW_ATTAINMENT: Final = 0.6
EXPECTED_AT_LEAST: Final = 3
RECENCY_AT_MOST: Final = 1.5
AGREEMENT_BY_DAY: Final = 21


class Band(StrEnum):
    """How a pair is, for the people who look after the program."""

    ON_TRACK = "on_track"
    NEEDS_CHECK_IN = "check_in"
    AT_RISK = "at_risk"
    TOO_EARLY = "too_early"
    PAUSED = "paused"


class Reason(StrEnum):
    """Why a pair is in its band."""

    DORMANT = "dormant"
    TWO_FELL_THROUGH = "two_fell_through"
    STALLED = "stalled"
    BEHIND = "behind"
    LOW_ATTAINMENT = "low_attainment"
    QUIET = "quiet"
    NO_AGREEMENT = "no_agreement"


@dataclass(frozen=True, slots=True, kw_only=True)
class BandFacts:
    """What a band is read from; days are the mentee's."""

    rhythm: Rhythm
    attainment: Attainment
    started_on: date
    has_agreement: bool
    zone: tzinfo

    @property
    def quiet_at(self) -> datetime:
        """When the last contact (before any: the start) lies more than 1.5 cadences back."""
        contact = self.rhythm.last_contact_on or self.started_on
        days = int(self.rhythm.n * RECENCY_AT_MOST) + 1
        return start_of_day(contact + timedelta(days=days), self.zone)

    @property
    def agreement_late_at(self) -> datetime:
        """When a pair without an agreement in force needs a check-in."""
        return start_of_day(self.started_on + timedelta(days=AGREEMENT_BY_DAY), self.zone)


def band_of(facts: BandFacts, now: datetime) -> tuple[Band, tuple[Reason, ...]]:
    """Return the band and every reason for it, the weightiest first.

    Recency is days since contact ÷ the days of the running interval.
    """
    status = status_at(facts.rhythm, now)
    if status is Status.PAUSED:
        return Band.PAUSED, ()
    risks = _risks(facts.rhythm, status)
    if risks:
        return Band.AT_RISK, risks
    if _is_too_early(facts.rhythm, now):
        return Band.TOO_EARLY, ()
    concerns = _check_ins(facts, status, now)
    return (Band.NEEDS_CHECK_IN, concerns) if concerns else (Band.ON_TRACK, ())


def _is_too_early(rhythm: Rhythm, now: datetime) -> bool:
    return rhythm.is_first and (rhythm.behind_at is None or now < rhythm.behind_at)


def _risks(rhythm: Rhythm, status: Status) -> tuple[Reason, ...]:
    checks = (
        (Reason.DORMANT, status is Status.DORMANT),
        (Reason.TWO_FELL_THROUGH, rhythm.two_fell_through),
        (Reason.STALLED, status is Status.STALLED and not rhythm.two_fell_through),
    )
    return tuple(reason for reason, applies in checks if applies)


def _check_ins(facts: BandFacts, status: Status, now: datetime) -> tuple[Reason, ...]:
    share, expected = facts.attainment.share, facts.attainment.expected
    checks = (
        (Reason.BEHIND, status is Status.BEHIND),
        (
            Reason.LOW_ATTAINMENT,
            share is not None and expected >= EXPECTED_AT_LEAST and share < LOW_ATTAINMENT,
        ),
        (Reason.QUIET, now >= facts.quiet_at),
        (Reason.NO_AGREEMENT, not facts.has_agreement and now >= facts.agreement_late_at),
    )
    return tuple(reason for reason, applies in checks if applies)


def next_change(facts: BandFacts, now: datetime) -> datetime | None:
    """Return the first instant after `now` at which time alone may change any of it."""
    instants = (
        facts.rhythm.next_change_at,
        facts.attainment.next_change_at,
        facts.quiet_at,
        facts.agreement_late_at,
    )
    return min((at for at in instants if at is not None and at > now), default=None)


def risk_instant(rhythm: Rhythm, now: datetime) -> datetime | None:
    """Return when a pair falls (or fell) behind unless it meets: the order of the heat map.

    A date that secures the rhythm moves the instant to the end of that meeting. None while paused
    or when the days are closed for good.
    """
    if rhythm.is_paused or rhythm.behind_at is None:
        return None
    if rhythm.two_fell_through:
        return min(rhythm.behind_at, now)
    secured = rhythm.secured_until if rhythm.secured_from and rhythm.secured_from <= now else None
    return max(rhythm.behind_at, secured) if secured else rhythm.behind_at
