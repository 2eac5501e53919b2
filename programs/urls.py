"""Addresses of the app `programs`; a person's own place is shown by `pairings`."""

from django.urls import path

from programs import views

app_name = "programs"
urlpatterns = [
    path("", views.list_programs, name="list-programs"),
    path("<uuid:uid>/join/", views.join_program, name="join-program"),
    path("<uuid:uid>/wishes/", views.edit_wishes, name="edit-wishes"),
    path("<uuid:uid>/house-rules/read/", views.read_rules, name="read-rules"),
]
