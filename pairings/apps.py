"""The app `pairings`."""

from importlib import import_module

from django.apps import AppConfig

from core.registry import register_messages


class PairingsConfig(AppConfig):
    """Makes pairings and their mails known."""

    name = "pairings"

    def ready(self) -> None:
        """Register the mails; their module reads models, so it is loaded only now."""
        register_messages(*import_module("pairings.emails").KINDS)
