"""The app `lifecycle`."""

from django.apps import AppConfig


class LifecycleConfig(AppConfig):
    """Makes lifecycle known to Django."""

    name = "lifecycle"
