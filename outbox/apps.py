"""Every mail of the product leaves through this room."""

from importlib import import_module

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Outbox."""

    name = "outbox"

    def ready(self) -> None:
        """Register the checks."""
        import_module("outbox.checks")
