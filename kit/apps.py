"""The app `kit`: letters a program sends to bring people along."""

from importlib import import_module

from django.apps import AppConfig

from core.registry import register_messages


class KitConfig(AppConfig):
    """Makes letters and their mails known."""

    name = "kit"

    def ready(self) -> None:
        """Register the mails; their module reads models, so it is loaded only now."""
        register_messages(*import_module("kit.emails").KINDS)
