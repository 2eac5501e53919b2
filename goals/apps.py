"""The app `goals`: how far each side is with what it agreed."""

from django.apps import AppConfig


class GoalsConfig(AppConfig):
    """Makes goals known to Django."""

    name = "goals"
