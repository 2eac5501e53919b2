"""Addresses of the ground: answer links, probes, theme, what was typed without a sign-in."""

from django.urls import path

from core.views import answers, probes, resume, theme

app_name = "core"
urlpatterns = [
    path("a/<str:token>/", answers.answer, name="answer"),
    path("theme/", theme.set_theme, name="set-theme"),
    path("typed/<uuid:uid>/", resume.resume_typed, name="resume-typed"),
    path("typed/<uuid:uid>/forget/", resume.forget_typed, name="forget-typed"),
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
]
