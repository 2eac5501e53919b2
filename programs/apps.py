"""The app `programs`."""

from importlib import import_module

from django.apps import AppConfig

from core.registry import register_messages


class ProgramsConfig(AppConfig):
    """Makes programs and their mails known."""

    name = "programs"

    def ready(self) -> None:
        """Register the mails; their module reads models, so it is loaded only now."""
        register_messages(*import_module("programs.emails").KINDS)
