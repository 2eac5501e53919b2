"""One pair as a line of a list: everything that is written there, ready to be shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from core.days import day_of
from dashboard.labels import BAND_LABELS, NOTHING, pill_label, short_day, short_time
from dashboard.rules import PillFacts, read_pill
from health.models import PairHealth
from pairings.models import Pairing
from pairings.rules import PairState


@dataclass(frozen=True, slots=True)
class StatusPill:
    """Tone and words of a status."""

    tone: str
    label: str


@dataclass(frozen=True, slots=True)
class PairRow:
    """A line of the list of pairs. Days are days of the mentee, times those of the reader."""

    pairing: Pairing
    pill: StatusPill
    band: str
    last_held: str
    next_meeting: str
    held: int
    expected: int
    has_agreement: bool
    goals_done: int
    goals: int


def health_of(pairing: Pairing) -> PairHealth | None:
    """Return the facts that were fetched with a pair, None before its first refresh."""
    return getattr(pairing, "health", None)


def pill_of(pairing: Pairing, now: datetime) -> StatusPill:
    """Return where a pair stands at `now`; days are the mentee's."""
    health, today = health_of(pairing) or PairHealth(), day_of(now, pairing.mentee.zone)
    facts = PillFacts(
        state=pairing.state,
        status=health.status_at(now),
        two_fell_through=health.two_fell_through,
        due_on=health.due_on,
        paused_until=pairing.paused_until,
    )
    pill = read_pill(facts, today)
    if pairing.is_quiet and pairing.state == PairState.PROPOSED:
        return StatusPill(pill.tone, _("Fixed, not announced"))
    return StatusPill(pill.tone, pill_label(pill, pairing.state, today))


def rows_of(pairings: Iterable[Pairing], *, now: datetime) -> list[PairRow]:
    """Return the lines of pairs that were fetched with people and health; no query."""
    return [row_of(pairing, now=now) for pairing in pairings]


def row_of(pairing: Pairing, *, now: datetime) -> PairRow:
    """Return the line of one pair."""
    health = health_of(pairing) or PairHealth()
    today = day_of(now, pairing.mentee.zone)
    return PairRow(
        pairing=pairing,
        pill=pill_of(pairing, now),
        band=str(BAND_LABELS.get(health.band, NOTHING)) if pairing.is_live else NOTHING,
        last_held=short_day(health.last_held_on, today),
        next_meeting=_upcoming(health, now, today),
        held=health.held,
        expected=health.expected,
        has_agreement=health.has_agreement,
        goals_done=health.goals_done,
        goals=health.goals,
    )


def _upcoming(health: PairHealth, now: datetime, today: date) -> str:
    at = health.next_meeting_at
    return short_time(at, today) if at is not None and at > now else ""
