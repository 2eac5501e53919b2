"""The dispatcher: any number of processes may run it at any moment."""

from datetime import datetime

from django.conf import settings

from outbox.actions.heartbeat import record_heartbeat
from outbox.delivery.batch import deliver_batch
from outbox.delivery.breaker import is_on_trial, mend, trip
from outbox.delivery.claim import anything_due, claim
from outbox.delivery.recover import recover_silent
from outbox.delivery.run import Report, Run
from outbox.delivery.smtp import Relay
from outbox.errors import CannotSend, RelayTrouble
from outbox.instance import ensure_own_database
from outbox.relay import read_relay
from outbox.rules import LIMITS, Limits

HEARTBEAT = "dispatch"
# Two answers and a reconnect must fit into the lease.
_LONGEST_TIMEOUT = 25


def dispatch(*, now: datetime, limit: int | None = None, limits: Limits = LIMITS) -> Report:
    """Send what is due, at most `limit` messages, for at most the run's time.

    Trouble with the server or a foreign database is in the report; no message has spent a try.
    """
    run = Run(now, limit, limits)
    try:
        ensure_own_database()
        recover_silent(run)
        if anything_due(run.now):
            _send_due(run, is_trial=is_on_trial())
    except CannotSend as trouble:
        run.report.trouble = str(trouble)
    record_heartbeat(name=HEARTBEAT, now=run.now, facts=run.report.facts())
    return run.report


def _send_due(run: Run, *, is_trial: bool) -> None:
    try:
        address = read_relay(settings.EMAIL_URL, is_demo=settings.DEMO)
        with Relay(address, timeout=_timeout()) as relay:
            _send_batches(run, relay, is_trial=is_trial)
    except RelayTrouble as trouble:
        trip(trouble)
        raise


def _timeout() -> float:
    return min(settings.EMAIL_TIMEOUT or _LONGEST_TIMEOUT, _LONGEST_TIMEOUT)


def _send_batches(run: Run, relay: Relay, *, is_trial: bool) -> None:
    while run.room > 0:
        batch, was_looked_at = claim(run, 1 if is_trial else run.room)
        if not was_looked_at:
            return
        deliver_batch(run, relay, batch, is_trial=is_trial)
        if is_trial and batch:
            mend()
            is_trial = False
