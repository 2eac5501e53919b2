"""The app `home`."""

from importlib import import_module

from django.apps import AppConfig

from core.registry import register_navigation


class HomeConfig(AppConfig):
    """A participant's pages."""

    name = "home"

    def ready(self) -> None:
        """Models are loaded only now, so the navigation is imported here."""
        navigation = import_module("home.navigation")
        register_navigation(navigation.ORDER, navigation.participant_navigation)
