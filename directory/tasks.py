"""What a worker does for imports. Each does nothing when there is nothing to do."""

from celery import shared_task

from core import clock
from directory import actions


@shared_task
def continue_imports() -> None:
    """Write what is left of imports that were started."""
    actions.continue_imports(now=clock.now())
