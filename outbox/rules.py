"""When a message is tried again, what a reply of the mail server means, and when it rests."""

import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """Where a message is. `pending` and `handing` are still here, the others have left."""

    PENDING = "pending"
    HANDING = "handing"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"
    SUPPRESSED = "suppressed"
    SUPERSEDED = "superseded"


RETURNING = frozenset({State.SUPERSEDED, State.SUPPRESSED})


class Phase(StrEnum):
    """The step of the SMTP conversation that got an answer, or none."""

    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    CONTENT = "content"


class Fate(StrEnum):
    """What a refusing reply means for the message."""

    AGAIN = "again"
    REFUSED = "refused"
    FAILED = "failed"
    RELAY = "relay"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is claimed at once and how long things take, in real time."""

    batch: int = 20
    claim_time: timedelta = timedelta(milliseconds=40)
    batch_time: timedelta = timedelta(seconds=20)
    run_time: timedelta = timedelta(seconds=50)
    lease: timedelta = timedelta(seconds=90)
    margin: timedelta = timedelta(seconds=5)
    # RFC 5321, 4.5.3.2.6: a server may take ten minutes to answer the end of the content.
    handing: timedelta = timedelta(minutes=10)
    strikes: int = 12


LIMITS = Limits()
DISPATCH_TASK = "outbox.tasks.dispatch"
LONGEST_WAIT = timedelta(hours=1)
UNKNOWN_KIND_WAIT = timedelta(minutes=5)
SOONEST_LATER = timedelta(minutes=1)
BOUNCES_APART = timedelta(hours=24)
BOUNCES_TO_REST = 2
REFUSALS_TOGETHER = timedelta(hours=1)
# With an hour between them, the last tries are five days after the first.
MOST_TRIES = 125
_FIRST_WAIT = timedelta(seconds=30)
_SUSPECT = 2
_FEWEST_EN_MASSE = 3
_SHARE_EN_MASSE = 0.05
_TEMPORARY = range(400, 500)
_AUTHENTICATION = frozenset({530, 534, 535, 538})


def wait_before(attempt: int, salt: str) -> timedelta:
    """Return how long to wait after try number `attempt`: doubling from 30 s to an hour, ± 25 %.

    The jitter is drawn from `salt`, so that a burst of refusals spreads and a test can repeat it.
    """
    doublings = max(0, min(attempt - 1, 20))
    whole = min(_FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
    draw = zlib.crc32(f"{salt}:{attempt}".encode()) / 2**32
    return whole * (0.75 + draw / 2)


def is_suspect(strikes: int) -> bool:
    """Say whether a message may itself be what ends the processes that take it."""
    return strikes >= _SUSPECT


def comes_too_late(not_before: datetime, expires_at: datetime | None, attempts: int) -> bool:
    """Say whether the next try makes no sense: after its expiry, or after five days of trying."""
    return attempts >= MOST_TRIES or (expires_at is not None and not_before >= expires_at)


def breaker_wait(failures: int) -> timedelta:
    """Return how long a transport rests after its n-th trouble in a row: 15 s to 15 minutes."""
    return timedelta(seconds=min(15 * 2 ** min(failures - 1, 20), 900))


def fate_of(phase: Phase, code: int) -> Fate:
    """Say what a refusal means. Code 0 stands for a connection lost before any content went out.

    The sender is the same for all messages, so a 5xx to MAIL is trouble with the relay.
    """
    if code == 0 or code in _TEMPORARY:
        return Fate.AGAIN
    if phase is Phase.MAIL or code in _AUTHENTICATION:
        return Fate.RELAY
    return Fate.REFUSED if phase is Phase.RCPT else Fate.FAILED


def is_en_masse(refused: int, tried: int) -> bool:
    """Say whether so many addresses were refused that the relay is at fault, not the addresses."""
    return refused >= _FEWEST_EN_MASSE and refused > tried * _SHARE_EN_MASSE


def counts_as_bounce(last_counted_at: datetime | None, now: datetime) -> bool:
    """Say whether a refusal counts: only one in 24 hours does."""
    return last_counted_at is None or now - last_counted_at >= BOUNCES_APART


def lane_part(left: int, lanes_after: int) -> int:
    """Return how much of the rest of a batch a lane may take; every later lane keeps a share."""
    reserved = max(1, left // 8)
    return min(left, max(1, left - reserved * lanes_after))
