"""What time alone does: proposals and offers expire, pauses and pairs end. Late is no harm."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.db import transaction

from contracts.actions import expire_offers
from core import audit
from core.days import day_of
from lifecycle.actions.ending import End, close_pair, fulfil_asks
from lifecycle.actions.letters import tell
from lifecycle.actions.pause import come_back
from lifecycle.emails import pair_concluding
from lifecycle.queries import life_of, pairs_asked_to_end, pairs_to_look_at
from lifecycle.rules import TimeAct, due_act, final_state
from meetings.queries import pair_facts
from meetings.rules.attainment import read_attainment
from pairings.actions import announce_what_is_due, bump_revision, expire_proposals
from pairings.actions.locks import lock_pair_and_places
from pairings.models import Pairing
from pairings.rules import PairState
from programs.actions import look_after_kickoffs, remind_invited

logger = logging.getLogger(__name__)
# Resume, conclude, finish: more than these cannot be due at once.
MOST_ACTS_AT_ONCE = 3


@dataclass(slots=True)
class Advance:
    """What was done, by kind, and the pairs at which it failed."""

    done: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def count(self, kind: str, number: int = 1) -> None:
        """Add to a kind."""
        if number:
            self.done[kind] = self.done.get(kind, 0) + number


def advance_lives(*, now: datetime) -> Advance:
    """Do everything that is due by `now`, each pair in a transaction of its own.

    Safe to run at any time, late, and in any number of processes. What fails at one pair is
    logged, named in the result, and keeps no other from its turn.
    """
    advance = Advance()
    _try(
        advance, "proposals", partial(_expire, advance, "proposals expired", expire_proposals, now)
    )
    _try(
        advance, "announcements", partial(_expire, advance, "announced", announce_what_is_due, now)
    )
    _try(advance, "offers", partial(_expire, advance, "offers expired", expire_offers, now))
    reminded = partial(_expire, advance, "invitations reminded", remind_invited, now)
    _try(advance, "invitations", reminded)
    kickoffs = partial(_expire, advance, "kick-off mails", look_after_kickoffs, now)
    _try(advance, "kick-offs", kickoffs)
    for pairing in pairs_asked_to_end(now):
        _try(advance, str(pairing.uid), partial(_end_as_asked, advance, pairing, now))
    for pairing in pairs_to_look_at(now):
        _try(advance, str(pairing.uid), partial(_move_on, advance, pairing, now))
    return advance


def _try(advance: Advance, name: str, act: Callable[[], None]) -> None:
    try:
        act()
    except Exception:
        logger.exception("Time could not move on at %s", name)
        advance.failed.append(name)


def _expire(advance: Advance, kind: str, act: Callable[..., int], now: datetime) -> None:
    advance.count(kind, act(now=now))


def _end_as_asked(advance: Advance, pairing: Pairing, now: datetime) -> None:
    if fulfil_asks(pairing, now=now):
        advance.count("ended on the change day")


def _move_on(advance: Advance, pairing: Pairing, now: datetime) -> None:
    for _turn in range(MOST_ACTS_AT_ONCE):
        act = _take_step(pairing, now)
        if act is None:
            return
        advance.count(WORDS[act])


@transaction.atomic
def _take_step(pairing: Pairing, now: datetime) -> TimeAct | None:
    locked = lock_pair_and_places(pairing)
    act = due_act(life_of(locked), now) if locked.is_live else None
    if act is not None:
        STEPS[act](locked, now)
    return act


def _resume(locked: Pairing, now: datetime) -> None:
    back_on = locked.paused_until or day_of(now, locked.mentee.zone)
    come_back(locked, back_on=back_on, by=None, now=now)


def _conclude(locked: Pairing, now: datetime) -> None:
    locked.state = PairState.CONCLUDING
    locked.save(update_fields=["state"])
    audit.record("conclude", locked.subject, by=None, now=now)
    bump_revision(locked)
    tell(locked, pair_concluding, now=now)


def _finish(locked: Pairing, now: datetime) -> None:
    share = read_attainment(pair_facts(locked), now).share
    close_pair(locked, End(state=final_state(share)), now=now)


def _end(locked: Pairing, now: datetime) -> None:
    close_pair(locked, End(), now=now)


STEPS: dict[TimeAct, Callable[[Pairing, datetime], None]] = {
    TimeAct.RESUME: _resume,
    TimeAct.CONCLUDE: _conclude,
    TimeAct.FINISH: _finish,
    TimeAct.END: _end,
}
WORDS = {
    TimeAct.RESUME: "resumed",
    TimeAct.CONCLUDE: "concluding",
    TimeAct.FINISH: "finished",
    TimeAct.END: "ended",
}
