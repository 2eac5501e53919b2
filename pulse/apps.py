"""The app `pulse`: what people are asked, privately."""

from importlib import import_module

from django.apps import AppConfig

from core.registry import register_messages


class PulseConfig(AppConfig):
    """Makes pulse and its mails known."""

    name = "pulse"

    def ready(self) -> None:
        """Models are loaded only now, so the mails are imported here."""
        register_messages(*import_module("pulse.emails").KINDS)
