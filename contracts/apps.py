"""The app `contracts`: registers its mails and checks, and freezes what is signed."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from core.registry import register_messages


class ContractsConfig(AppConfig):
    """Makes contracts known to Django."""

    name = "contracts"

    def ready(self) -> None:
        """Tell the ground and the programs what this app brings."""
        register_messages(*import_module("contracts.emails").KINDS)
        import_module("programs.registry").register_house_rules(
            import_module("contracts.queries").house_rules_html
        )
        import_module("contracts.checks")
        post_migrate.connect(_freeze, sender=self)


def _freeze(*, using: str, **_rest: Any) -> None:
    import_module("contracts.triggers").install_triggers(connections[using])
