"""Workers look when they are hinted, and beat makes them look anyway."""

from celery import shared_task

from core.clock import now
from outbox.delivery import dispatch
from outbox.rules import DISPATCH_TASK


@shared_task(name=DISPATCH_TASK, ignore_result=True)
def dispatch_messages() -> None:
    """Send what is due."""
    dispatch(now=now())
