"""Addresses of the app `reminders`; answer links live under `/a/`."""

from django.urls import path

from reminders.views import stop

app_name = "reminders"
urlpatterns = [
    path("stop/<str:token>/", stop.stop, name="stop-nudges"),
]
