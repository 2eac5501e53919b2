"""The ground that every room stands on."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Core."""

    name = "core"
