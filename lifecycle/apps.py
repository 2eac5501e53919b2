"""The app `lifecycle`."""

from importlib import import_module

from django.apps import AppConfig

from core.registry import register_messages


class LifecycleConfig(AppConfig):
    """Makes lifecycle and its mails known."""

    name = "lifecycle"

    def ready(self) -> None:
        """Register the mails; their module reads models, so it is loaded only now."""
        register_messages(*import_module("lifecycle.emails").KINDS)
