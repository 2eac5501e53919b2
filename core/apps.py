"""The ground that every room stands on."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class CoreConfig(AppConfig):
    """Freezes after every migrate what the apps declare as frozen."""

    name = "core"

    def ready(self) -> None:
        """Register the check, and be there when tables change."""
        import_module("core.checks")
        pre_migrate.connect(_make_way, sender=self)
        post_migrate.connect(_freeze, sender=self)


def _make_way(*, using: str, plan: list[Any] | None = None, **_rest: Any) -> None:
    """Let SQLite rebuild tables: it cannot rename one that a trigger elsewhere reads."""
    connection = connections[using]
    if plan and connection.vendor == "sqlite":
        import_module("core.frozen").drop_guards(connection)


def _freeze(*, using: str, **_rest: Any) -> None:
    import_module("core.frozen").install_guards(connections[using])
