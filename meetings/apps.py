"""The app `meetings`."""

from importlib import import_module

from django.apps import AppConfig

from core.registry import register_messages


class MeetingsConfig(AppConfig):
    """Makes meetings and their mails known."""

    name = "meetings"

    def ready(self) -> None:
        """Register the mails; their module reads models, so it is loaded only now."""
        register_messages(*import_module("meetings.emails").KINDS)
