"""The suite's own speed: nothing here changes what a test proves, only what it costs."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import SimpleTestCase, client

# Widgets and partials: a list of 600 time zones is 600 templates, each with its context copied.
NOT_PAGES = ("django/forms/", "bootstrap5/", "core/icons/")
# One of these can take a minute.
HEAVY = ("journey", "a11y", "system")
_store = client.store_rendered_templates  # type: ignore[attr-defined]  # the stubs leave it out


def pytest_configure() -> None:
    """Keep the contexts of pages for `response.context`, not those of every widget on them."""
    client.store_rendered_templates = _store_pages  # type: ignore[attr-defined]  # as above


def _store_pages(
    store: dict[str, Any], signal: object, sender: object, template: Any, context: Any, **more: Any
) -> None:
    name = template.name or ""
    if not name.startswith(NOT_PAGES) and not name.rpartition("/")[2].startswith("_"):
        _store(store, signal, sender, template, context, **more)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Name what needs no data; begin with what is long, so that no worker is left alone with it."""
    for item in items:
        if not _asks_for_data(item):
            item.add_marker(pytest.mark.plain)
    yield
    items.sort(key=lambda item: not any(item.get_closest_marker(name) for name in HEAVY))


def _asks_for_data(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    cls = getattr(item, "cls", None)
    return (
        item.get_closest_marker("django_db") is not None
        or bool(fixtures & {"db", "django_db_setup", "live_server", "transactional_db"})
        or (isinstance(cls, type) and issubclass(cls, SimpleTestCase))
        # They open databases of their own.
        or item.path.parent.name == "faults"
    )


def pytest_collection_finish() -> None:
    """Take what is imported by now out of the garbage collector's sight, and let it rest more."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
