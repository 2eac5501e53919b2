"""The app `pulse`: what people are asked, privately."""

from django.apps import AppConfig


class PulseConfig(AppConfig):
    """Makes pulse known to Django."""

    name = "pulse"
