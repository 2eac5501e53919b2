"""The app `kit`: letters a program sends to bring people along."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    """Makes kit known to Django."""

    name = "kit"
