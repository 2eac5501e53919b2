"""The app `pairings`."""

from importlib import import_module

from django.apps import AppConfig

from core.registry import register_messages


class PairingsConfig(AppConfig):
    """Makes pairings and their mails known."""

    name = "pairings"

    def ready(self) -> None:
        """Register mails, and who may plan for whom; modules that read models load only now."""
        register_messages(*import_module("pairings.emails").KINDS)
        delegates = import_module("pairings.queries.delegates")
        accounts = import_module("accounts.permissions")
        accounts.register_mentee_test(delegates.is_mentee)
        accounts.register_objection(delegates.why_not_plan)
