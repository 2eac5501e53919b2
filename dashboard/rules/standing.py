"""Where a pair stands, in one word with a tone."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from meetings.rules.status import Status
from pairings.rules import LIVE, PairState


class Tone(StrEnum):
    """Shape and color of a status."""

    OK = "ok"
    DUE = "due"
    OVER = "over"
    PAUSE = "pause"


class Standing(StrEnum):
    """What a status pill says."""

    STATE = "state"
    NEW = "new"
    PAUSED = "paused"
    FELL_THROUGH = "fell_through"
    LATE = "late"
    DUE = "due"
    ON_RHYTHM = "on_rhythm"


@dataclass(frozen=True, slots=True)
class Pill:
    """A status in one word: `days` late, or the `day` it is due or paused until."""

    tone: Tone
    standing: Standing
    days: int = 0
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PillFacts:
    """What a pill is read from; `status` is empty before the first refresh."""

    state: str
    status: str = ""
    two_fell_through: bool = False
    due_on: date | None = None
    paused_until: date | None = None


_LATE = (Status.BEHIND, Status.STALLED, Status.DORMANT)


def read_pill(facts: PillFacts, today: date) -> Pill:
    """Return the one word for where a pair stands; `today` is the mentee's day."""
    if facts.state == PairState.PAUSED:
        return Pill(Tone.PAUSE, Standing.PAUSED, day=facts.paused_until)
    if facts.state not in LIVE:
        tone = Tone.DUE if facts.state == PairState.PROPOSED else Tone.PAUSE
        return Pill(tone, Standing.STATE)
    if facts.status in _LATE:
        return _late(facts, today)
    if facts.status == Status.DUE_SOON:
        return Pill(Tone.DUE, Standing.DUE, day=facts.due_on)
    standing = Standing.ON_RHYTHM if facts.status else Standing.NEW
    return Pill(Tone.OK if facts.status else Tone.PAUSE, standing)


def _late(facts: PillFacts, today: date) -> Pill:
    """Past the due date it is the days that are said, as on the pair's own page."""
    days = max((today - facts.due_on).days, 0) if facts.due_on else 0
    if facts.two_fell_through and not days:
        return Pill(Tone.OVER, Standing.FELL_THROUGH)
    return Pill(Tone.OVER, Standing.LATE, days=days)
