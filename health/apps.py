"""The app `health`."""

from django.apps import AppConfig


class HealthConfig(AppConfig):
    """Makes health known to Django."""

    name = "health"
