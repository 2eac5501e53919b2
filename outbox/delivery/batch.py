"""A batch on one connection: each message comes to its own end, refusals are judged together."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from outbox.delivery.bounces import Recipients, forget_bounces, recipients_since
from outbox.delivery.breaker import tell_en_masse
from outbox.delivery.claim import Claimed
from outbox.delivery.finish import (
    finish_broken,
    finish_failed,
    finish_refused,
    try_again,
)
from outbox.delivery.handover import hand_over
from outbox.delivery.lease import give_back
from outbox.delivery.message import Unmailable
from outbox.delivery.run import Result, Run
from outbox.delivery.smtp import Relay
from outbox.errors import Declined, KindFailed, RelayTrouble
from outbox.rules import REFUSALS_TOGETHER, Fate, is_en_masse


@dataclass(slots=True)
class _Tally:
    """What the server said to the recipients of one batch."""

    is_trial: bool
    delivered: list[str] = field(default_factory=list)
    refused: list[tuple[Claimed, Declined]] = field(default_factory=list)


def deliver_batch(run: Run, relay: Relay, batch: Sequence[Claimed], *, is_trial: bool) -> None:
    """Send what was claimed; raises `RelayTrouble` after everything not begun was given back.

    After the batch's time the rest is given back too, so that urgent mail is claimed before it.
    """
    tally = _Tally(is_trial)
    begun = 0
    over_at = run.elapsed + run.limits.batch_time
    try:
        for claimed in batch:
            if run.elapsed > over_at:
                break
            begun += 1
            _send_one(run, relay, claimed, tally)
    finally:
        _give_back(run, batch[begun:])
        _judge_refusals(run, tally)


def _send_one(run: Run, relay: Relay, claimed: Claimed, tally: _Tally) -> None:
    try:
        result = hand_over(run, relay, claimed)
    except Declined as refusal:
        _take_refusal(run, claimed, refusal, tally)
        return
    except (KindFailed, Unmailable) as error:
        result = finish_broken(run, claimed.row, str(error))
    except RelayTrouble:
        _give_back(run, [claimed])
        raise
    run.count(result)
    if result is Result.SENT:
        tally.delivered.append(claimed.row.address)


def _take_refusal(run: Run, claimed: Claimed, refusal: Declined, tally: _Tally) -> None:
    fate = refusal.fate
    if fate is Fate.RELAY:
        _give_back(run, [claimed])
        message = f"{refusal.phase} {refusal.code} {refusal.reply}"
        raise RelayTrouble(message) from refusal
    if fate is Fate.REFUSED:
        tally.refused.append((claimed, refusal))
        return
    finish = finish_failed if fate is Fate.FAILED else try_again
    run.count(finish(run, claimed.row, refusal))


def _give_back(run: Run, rest: Sequence[Claimed]) -> None:
    for claimed in rest:
        if give_back(claimed.row):
            run.count(Result.RELEASED)
            run.claimed -= 1


def _judge_refusals(run: Run, tally: _Tally) -> None:
    """Judge by the last hour, not by the batch, which may be small; on trial one is enough."""
    forget_bounces(tally.delivered)
    if not tally.refused:
        return
    recent = recipients_since(run.now - REFUSALS_TOGETHER)
    refused = recent.refused + len(tally.refused)
    en_masse = tally.is_trial or is_en_masse(refused, recent.delivered + refused)
    finish = try_again if en_masse else finish_refused
    for claimed, refusal in tally.refused:
        run.count(finish(run, claimed.row, refusal))
    if en_masse:
        _tell(run, tally, recent)


def _tell(run: Run, tally: _Tally, recent: Recipients) -> None:
    refused, refusal = recent.refused + len(tally.refused), tally.refused[0][1]
    note = f"{refused} recipients refused within an hour: {refusal.code} {refusal.reply}"
    tell_en_masse(note, now=run.now)
    if not recent.delivered:
        raise RelayTrouble(note)
