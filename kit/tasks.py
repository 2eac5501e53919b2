"""Letters leave as a task; `manage.py send_letters` does the same without Celery."""

from celery import shared_task

from core import clock
from kit.actions import deliver_letters


@shared_task(name="kit.tasks.send_letters", ignore_result=True)
def send_letters() -> None:
    """Write the letters whose time has come."""
    deliver_letters(now=clock.now())
