"""After a commit, tell the workers to look now.

A lost hint costs delay, never data: sweeps find it anyway.
"""

import logging
from functools import partial

from celery import current_app
from django.db import transaction

logger = logging.getLogger(__name__)


def hint(task_name: str) -> None:
    """Ask a worker to run a task once the current transaction is committed. Never raises."""
    transaction.on_commit(partial(_send, task_name))


def _send(task_name: str) -> None:
    try:
        current_app.send_task(task_name, retry=False, ignore_result=True)
    except Exception as error:  # noqa: BLE001 -- whatever the broker's trouble is, the request must not fail
        logger.warning("No hint for %s: %s", task_name, type(error).__name__)
