"""The app `accounts`."""

from importlib import import_module

from django.apps import AppConfig

from core.registry import register_messages


class AccountsConfig(AppConfig):
    """Makes accounts and their mails known."""

    name = "accounts"

    def ready(self) -> None:
        """Register the mails; their module reads models, so it is loaded only now."""
        register_messages(*import_module("accounts.emails").KINDS)
