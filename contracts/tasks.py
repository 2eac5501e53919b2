"""What time asks of agreements as a task; `manage.py sweep_agreements` does it without Celery."""

from celery import shared_task

from contracts.actions import alarms, ask_for_reviews
from contracts.actions.copies import make_copies as make_missing_copies
from contracts.rules.evidence import COPIES_TASK
from core import clock


@shared_task(name="contracts.tasks.look_after_ledger", ignore_result=True)
def look_after_ledger() -> None:
    """Verify the ledger when a night or a week has passed."""
    alarms.look_after_ledger(now=clock.now())


@shared_task(name="contracts.tasks.sweep", ignore_result=True)
def sweep() -> None:
    """Ask the pairs whose review day has come to look at their agreement."""
    ask_for_reviews(now=clock.now())


@shared_task(name=COPIES_TASK, ignore_result=True)
def make_copies() -> None:
    """Make the signed copies that are missing; `manage.py make_copies` does it without Celery."""
    make_missing_copies(now=clock.now())
