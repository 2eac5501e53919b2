"""Addresses of letters as their readers find them, below a program's."""

from django.urls import path

from kit import views

app_name = "kit"
urlpatterns = [
    path("<uuid:uid>/letters/<slug:letter>/", views.read_letter, name="read-letter"),
]
