"""The app `directory`."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Makes directory known to Django."""

    name = "directory"
