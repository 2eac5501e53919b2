"""After a commit, tell the workers to look now.

A lost hint costs delay, never data: sweeps find it anyway.
"""

import logging
import time
from functools import partial

from celery import current_app
from django.db import transaction

logger = logging.getLogger(__name__)

# A broker that hangs costs seconds a hint; after one failure requests do without for a while.
QUIET_SECONDS = 30.0
_quiet_until = [0.0]


def hint(task_name: str) -> None:
    """Ask a worker to run a task once the current transaction is committed. Never raises."""
    transaction.on_commit(partial(_send, task_name))


def _send(task_name: str) -> None:
    if time.monotonic() < _quiet_until[0]:
        return
    try:
        current_app.send_task(task_name, retry=False, ignore_result=True)
    except Exception as error:  # noqa: BLE001 -- whatever the broker's trouble is, the request must not fail
        _quiet_until[0] = time.monotonic() + QUIET_SECONDS
        logger.warning("No hint for %s: %s", task_name, type(error).__name__)
