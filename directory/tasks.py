"""What a worker does for imports. Each does nothing when there is nothing to do."""

from celery import shared_task

from core import clock
from directory.actions import continue_import, forget_imports
from directory.models import ImportRun, ImportState


@shared_task
def continue_imports() -> None:
    """Write what is left of imports that were started."""
    for run in ImportRun.objects.filter(state=ImportState.APPLYING).order_by("pk"):
        continue_import(run=run, now=clock.now())
    forget_imports(now=clock.now())
