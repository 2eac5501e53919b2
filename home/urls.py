"""Addresses of the app `home`."""

from django.urls import path

from home import views

app_name = "home"
urlpatterns = [
    path("", views.show_home, name="show-home"),
    path("planning/", views.show_planning, name="show-planning"),
    path("pairs/<uuid:uid>/", views.show_pair, name="show-pair"),
]
