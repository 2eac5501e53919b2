"""Refreshes what is stale; `manage.py refresh_health` does the same without Celery."""

from celery import shared_task

from core import clock
from health.actions import refresh_stale


@shared_task(name="health.tasks.refresh")
def refresh() -> int:
    """Refresh stale pairs; returns how many."""
    return refresh_stale(now=clock.now())
