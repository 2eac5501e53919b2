"""What is written after a try: the row, filtered on its fence, and a line of the journal."""

import time
from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Case, F, Value, When

from outbox.delivery.bounces import count_bounce
from outbox.delivery.lease import mine
from outbox.delivery.run import Result, Run
from outbox.errors import DATABASE_AWAY, Declined
from outbox.leaving import leave
from outbox.models import Attempt, OutboxMessage
from outbox.rules import State, comes_too_late, wait_before

_HERE = (State.PENDING, State.HANDING)


def finish_sent(run: Run, row: OutboxMessage, reply: str) -> Result:
    """The server took it. Worth trying for a while: what is not written down may be sent twice."""
    return _persistently(lambda: _finish_sent(run.now, row, reply))


def finish_silent(run: Run, row: OutboxMessage, words: str) -> Result:
    """No answer after the end of the content: it stays `handing`, see `recover`."""
    _note(row, Result.SILENT, run.now, words)
    return Result.SILENT


def finish_refused(run: Run, row: OutboxMessage, refusal: Declined) -> Result:
    """The server knows no such address: the message has failed and the refusal counts."""
    with transaction.atomic():
        result = finish_failed(run, row, refusal)
        if result is Result.FAILED:
            count_bounce(row.address, now=run.now)
    return Result.REFUSED if result is Result.FAILED else result


def finish_failed(run: Run, row: OutboxMessage, refusal: Declined) -> Result:
    """The server will never take it."""
    with transaction.atomic():
        _note_refusal(row, Result.FAILED, run.now, refusal)
        reason = f"{refusal.phase} {refusal.code}"
        held = mine(row).filter(state__in=_HERE)
        ours = leave(held, row, State.FAILED, reason=reason, now=run.now)
    return Result.FAILED if ours else Result.LOST


def try_again(run: Run, row: OutboxMessage, refusal: Declined) -> Result:
    """Not now: wait longer each time, until the message would come too late."""
    not_before = run.now + wait_before(row.attempts, str(row.uid))
    if comes_too_late(not_before, row.expires_at, row.attempts):
        return finish_failed(run, row, refusal)
    with transaction.atomic():
        _note_refusal(row, Result.AGAIN, run.now, refusal)
        # What an earlier try left unknown stays so; a plain refusal undoes the hand-over.
        handed_at = Case(When(was_unknown=True, then=F("handed_at")), default=Value(None))
        ours = (
            mine(row)
            .filter(state__in=_HERE)
            .update(
                state=State.PENDING,
                not_before=not_before,
                lease_until=None,
                strikes=0,
                handed_at=handed_at,
                last_error=f"{refusal.phase} {refusal.code} {refusal.reply}"[:300],
            )
        )
    return Result.AGAIN if ours else Result.LOST


def finish_broken(run: Run, row: OutboxMessage, place: str) -> Result:
    """Our own code could not make the mail: it waits, blocks nobody, and fails after some tries."""
    held = mine(row).filter(state=State.PENDING)
    not_before = run.now + wait_before(row.strikes, str(row.uid))
    with transaction.atomic():
        _note(row, Result.FAILED, run.now, place)
        if row.strikes >= run.limits.strikes:
            ours = leave(held, row, State.FAILED, reason=place, now=run.now)
            return Result.FAILED if ours else Result.LOST
        ours = bool(held.update(lease_until=None, not_before=not_before, last_error=place))
    return Result.AGAIN if ours else Result.LOST


def _finish_sent(now: datetime, row: OutboxMessage, reply: str) -> Result:
    """An answer that comes after `unknown` was written is still the truth."""
    states = (*_HERE, State.UNKNOWN)
    with transaction.atomic():
        _note(row, Result.SENT, now, reply)
        ours = leave(mine(row).filter(state__in=states), row, State.SENT, reason="", now=now)
    return Result.SENT if ours else Result.LOST


def _persistently(act: Callable[[], Result]) -> Result:
    for pause in (0.1, 0.4, 1.5, 4.0):
        try:
            return act()
        except DATABASE_AWAY:
            if connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(pause)
    return act()


def _note_refusal(row: OutboxMessage, result: Result, now: datetime, refusal: Declined) -> None:
    Attempt.objects.create(
        message=row,
        number=row.attempts,
        result=result,
        phase=refusal.phase,
        code=refusal.code,
        reply=refusal.reply,
        at=now,
    )


def _note(row: OutboxMessage, result: Result, now: datetime, words: str) -> None:
    Attempt.objects.create(
        message=row, number=row.attempts, result=result, reply=words[:300], at=now
    )
