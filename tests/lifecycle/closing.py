"""A pair in its last weeks, and what each says: short words for the tests of this folder."""

from datetime import UTC, date, datetime, timedelta

from accounts.models import User
from lifecycle.actions import Wishes, advance_lives, say_wishes
from lifecycle.rules import Answer, ConsentKind
from meetings.actions import LogDraft, log_meeting
from pairings.models import Pairing
from pairings.rules import PairState

DAY = timedelta(days=1)
ENDS_ON = date(2027, 2, 28)
# Inside the last two weeks, and just after the last day in Berlin.
LATE = datetime(2027, 2, 18, 9, tzinfo=UTC)
OVER = datetime(2027, 2, 28, 23, tzinfo=UTC)

YES_3 = Wishes(extend=Answer.YES, months=3)
YES_6 = Wishes(extend=Answer.YES, months=6)
NOT_YET = Wishes(extend=Answer.NOT_YET)
NO = Wishes(extend=Answer.NO)
IN_TOUCH = Wishes(stay_in_touch=Answer.YES)
NEW_PARTNER = Wishes(after=ConsentKind.NEW_PARTNER)
DONE = Wishes(after=ConsentKind.DONE)


def conclude(pair: Pairing) -> Pairing:
    """Put a pair into its last weeks."""
    Pairing.objects.filter(pk=pair.pk).update(state=PairState.CONCLUDING)
    pair.refresh_from_db()
    return pair


def say(pair: Pairing, by: User, wishes: Wishes, now: datetime = LATE) -> Pairing:
    """Let one of the two say what they would like."""
    return say_wishes(pair, wishes=wishes, by=by, now=now)


def meet_often(pair: Pairing) -> None:
    """Log enough of the six expected meetings for a completed pair."""
    for month in range(3):
        day = date(2026, 9 + month, 20)
        log_meeting(pair, LogDraft(on=day), by=pair.mentor, now=datetime(2027, 1, 9, 9, tzinfo=UTC))


def finish(pair: Pairing, now: datetime = OVER) -> Pairing:
    """Let the last day pass."""
    advance_lives(now=now)
    pair.refresh_from_db()
    return pair


def complete(pair: Pairing) -> Pairing:
    """Make a pair that met often enough, and whose time is over."""
    meet_often(pair)
    return finish(conclude(pair))
