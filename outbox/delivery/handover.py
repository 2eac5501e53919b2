"""One message from our hands into the server's: rendered, addressed, marked, handed over."""

from django.conf import settings

from outbox.delivery.claim import Claimed
from outbox.delivery.finish import finish_sent, finish_silent, try_again
from outbox.delivery.lease import mark_handing, renew_lease
from outbox.delivery.message import bare_address, compose, sender_address
from outbox.delivery.run import Result, Run
from outbox.delivery.smtp import Relay
from outbox.delivery.steps import Step, reached
from outbox.errors import Declined, Silent, ask_kind
from outbox.rules import Phase


def hand_over(run: Run, relay: Relay, claimed: Claimed) -> Result:
    """Send one message; raises `Declined`, `RelayTrouble`, `KindFailed` and `Unmailable`.

    No transaction spans the sending.
    """
    row = claimed.row
    content = _content(run, claimed)
    reached(Step.RENDERED)
    if not renew_lease(row, run.limits):
        return Result.LOST
    reached(Step.RENEWED)
    relay.address_to(sender_address(settings.DEFAULT_FROM_EMAIL), bare_address(row.address))
    reached(Step.ADDRESSED)
    if not mark_handing(row, run.limits):
        relay.abandon()
        return try_again(run, row, Declined(Phase.RCPT, 0, "slower than the lease"))
    reached(Step.HANDING)
    return _past_the_point(run, relay, claimed, content)


def _past_the_point(run: Run, relay: Relay, claimed: Claimed, content: bytes) -> Result:
    try:
        reply = relay.hand_over(content)
    except Silent as silence:
        return finish_silent(run, claimed.row, str(silence))
    reached(Step.ANSWERED)
    result = finish_sent(run, claimed.row, reply)
    reached(Step.FINISHED)
    return result


def _content(run: Run, claimed: Claimed) -> bytes:
    row = claimed.row
    return compose(
        ask_kind(claimed.kind.render, row.envelope(), run.now),
        sender=settings.DEFAULT_FROM_EMAIL,
        address=row.address,
        message_id=row.message_id,
        now=run.now,
    )
