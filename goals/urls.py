"""Addresses of the app `goals`, all below the pair they are about."""

from django.urls import path

from goals import views

app_name = "goals"
urlpatterns = [
    path("<uuid:uid>/goals/", views.list_goals, name="list-goals"),
    path("<uuid:uid>/goals/<uuid:goal_uid>/", views.note, name="note-progress"),
    path("<uuid:uid>/goals/<uuid:goal_uid>/noticed/", views.answer, name="answer-done"),
]
