"""Addresses of kit."""

from django.urls.resolvers import URLPattern

app_name = "kit"
urlpatterns: list[URLPattern] = []
