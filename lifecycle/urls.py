"""Addresses of the app `lifecycle`."""

from django.urls import URLPattern, URLResolver

app_name = "lifecycle"
urlpatterns: list[URLPattern | URLResolver] = []
