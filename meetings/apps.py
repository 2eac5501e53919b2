"""The app `meetings`."""

from importlib import import_module

from django.apps import AppConfig

from core.registry import register_messages


class MeetingsConfig(AppConfig):
    """Makes meetings and their mails known."""

    name = "meetings"

    def ready(self) -> None:
        """Register the mails and the first meeting; their modules need loaded models."""
        register_messages(*import_module("meetings.emails").KINDS)
        first_held_on = import_module("meetings.queries.first").first_held_on
        import_module("pairings.registry").register_first_meeting(first_held_on)
