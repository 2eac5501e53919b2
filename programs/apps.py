"""The app `programs`."""

from importlib import import_module

from django.apps import AppConfig

from core.registry import register_messages


class ProgramsConfig(AppConfig):
    """Makes programs and their mails known."""

    name = "programs"

    def ready(self) -> None:
        """Register mails and who works on HR pages; these modules read models: loaded only now."""
        register_messages(*import_module("programs.emails").KINDS)
        can_coordinate_any = import_module("programs.permissions").can_coordinate_any
        import_module("accounts.permissions").register_hr_test(can_coordinate_any)
