"""Two acts at the same moment, on connections of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from core.errors import Refusal


def run_together(*acts: Callable[[], object]) -> list[object]:
    """Run acts at once; returns what each gave, or the refusal it met. Other errors are raised."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            start.wait(timeout=10)
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(results: list[object]) -> list[str]:
    """Return the codes of those that were refused."""
    return [result.code for result in results if isinstance(result, Refusal)]
