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
REVIEW_WITHIN_DAYS: Final = 14


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
    NO_REVIEW = "no_review"
    NO_GOAL_DONE = "no_goal_done"


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """What of an agreement in force counts: the day of its review, and what came of it.

    `is_reviewed`: the two looked at it together. `is_done_each_side`: each side has a goal that
    both call done.
    """

    review_on: date | None = None
    is_reviewed: bool = False
    is_done_each_side: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BandFacts:
    """What a band is read from; days are the mentee's. `agreement`: None while none is in force."""

    rhythm: Rhythm
    attainment: Attainment
    started_on: date
    agreement: AgreementFacts | None
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

    @property
    def review_late_at(self) -> datetime | None:
        """When a review that was not held lies 14 days back; None where none is missing."""
        is_held = self.agreement is None or self.agreement.is_reviewed
        return None if is_held else self._days_after_review(REVIEW_WITHIN_DAYS)

    @property
    def goals_late_at(self) -> datetime | None:
        """When the day of the review is past with no goal done on a side; None where there is."""
        is_done = self.agreement is None or self.agreement.is_done_each_side
        return None if is_done else self._days_after_review(1)

    def _days_after_review(self, days: int) -> datetime | None:
        review_on = self.agreement.review_on if self.agreement else None
        return start_of_day(review_on + timedelta(days=days), self.zone) if review_on else None


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
        (Reason.NO_AGREEMENT, facts.agreement is None and now >= facts.agreement_late_at),
        (Reason.NO_REVIEW, _is_past(facts.review_late_at, now)),
        (Reason.NO_GOAL_DONE, _is_past(facts.goals_late_at, now)),
    )
    return tuple(reason for reason, applies in checks if applies)


def _is_past(at: datetime | None, now: datetime) -> bool:
    return at is not None and at <= now


def next_change(facts: BandFacts, now: datetime) -> datetime | None:
    """Return the first instant after `now` at which time alone may change any of it."""
    instants = (
        facts.rhythm.next_change_at,
        facts.attainment.next_change_at,
        facts.quiet_at,
        facts.agreement_late_at,
        facts.review_late_at,
        facts.goals_late_at,
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
