"""The sweep as a task; `manage.py sweep_reminders` does the same without Celery."""

from celery import shared_task

from core import clock
from reminders.actions import sweep as sweep_now


@shared_task(name="reminders.tasks.sweep")
def sweep() -> int:
    """Write down what is due; returns how many nudges are due for the pairs looked at."""
    return sweep_now(now=clock.now()).due
