"""Private questions and lists as a task; `manage.py sweep_pulses` does the same without Celery."""

from celery import shared_task

from core import clock
from pulse.actions import sweep_pulses


@shared_task(name="pulse.tasks.sweep", ignore_result=True)
def sweep() -> None:
    """Ask and draw what is due by now."""
    sweep_pulses(now=clock.now())
