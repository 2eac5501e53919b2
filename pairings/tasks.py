"""Workers look at every pair now and then: people's data change in many places."""

from celery import shared_task

from core.clock import now
from pairings.actions import recheck_all_pairs


@shared_task(name="pairings.tasks.recheck", ignore_result=True)
def recheck() -> None:
    """Say which pairs people's data made invalid."""
    recheck_all_pairs(now=now())
