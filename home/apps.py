"""The app `home`."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Makes home known to Django."""

    name = "home"
