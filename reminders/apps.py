"""The app `reminders`."""

from importlib import import_module

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """Registers its kinds of message and the purposes of its links."""

    name = "reminders"

    def ready(self) -> None:
        """Models are loaded only now, so the registration is imported here."""
        import_module("reminders.kinds").register()
