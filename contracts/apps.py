"""The app `contracts`: registers its mails and freezes what is signed."""

from importlib import import_module

from django.apps import AppConfig

from contracts.triggers import FROZEN
from core.frozen import freeze
from core.registry import register_messages
from ledger.registry import register_check


class ContractsConfig(AppConfig):
    """Makes contracts known to Django."""

    name = "contracts"

    def ready(self) -> None:
        """Tell the ground and the programs what this app brings."""
        register_messages(*import_module("contracts.emails").KINDS)
        register_messages(*import_module("contracts.amending_emails").KINDS)
        register_messages(*import_module("contracts.rules_emails").KINDS)
        import_module("programs.registry").register_house_rules(
            import_module("contracts.queries").house_rules_shown
        )
        freeze(*FROZEN)
        register_check(import_module("contracts.queries.tables").find_damage)
