"""The app `attention`."""

from django.apps import AppConfig


class AttentionConfig(AppConfig):
    """Makes attention known to Django."""

    name = "attention"
