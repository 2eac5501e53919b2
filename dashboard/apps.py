"""The app `dashboard`."""

from importlib import import_module

from django.apps import AppConfig

from core.registry import register_navigation

BEFORE_ONES_OWN_PAGES = 5


class DashboardConfig(AppConfig):
    """Makes HR's pages known to the navigation."""

    name = "dashboard"

    def ready(self) -> None:
        """Register the navigation; its module reads models, so it is loaded only now."""
        navigation = import_module("dashboard.views.navigation")
        register_navigation(BEFORE_ONES_OWN_PAGES, navigation.hr_navigation)
