"""Addresses of the ground: answer links, probes, theme."""

from django.urls import path

from core.views import answers, probes, theme

app_name = "core"
urlpatterns = [
    path("a/<str:token>/", answers.answer, name="answer"),
    path("theme/", theme.set_theme, name="set-theme"),
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
]
