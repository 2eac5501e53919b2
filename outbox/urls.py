"""Addresses of the demo's mail; the project puts them under /dev/mail/."""

from django.urls import path

from outbox import views

app_name = "outbox"
urlpatterns = [
    path("", views.list_caught, name="list-mail"),
    path("<slug:name>/", views.show_caught, name="show-mail"),
    path("<slug:name>/html/", views.show_html, name="show-html"),
]
