"""Time moves on as a task; `manage.py advance_lives` does the same without Celery."""

from celery import shared_task

from core import clock
from lifecycle.actions import advance_lives


@shared_task(name="lifecycle.tasks.advance", ignore_result=True)
def advance() -> None:
    """Do what is due by now."""
    advance_lives(now=clock.now())
