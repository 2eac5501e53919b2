"""What time does for the ledger: its newest event is signed, and laid down elsewhere."""

from celery import shared_task

from core.clock import now
from ledger import actions


@shared_task(ignore_result=True)
def sign_head() -> None:
    """Sign the newest event."""
    actions.sign_head(now=now())


@shared_task(ignore_result=True)
def publish_head() -> None:
    """Lay down today's head, unless it is there."""
    actions.publish_head(now=now())
