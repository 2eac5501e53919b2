"""Addresses of pulse."""

from django.urls.resolvers import URLPattern

app_name = "pulse"
urlpatterns: list[URLPattern] = []
