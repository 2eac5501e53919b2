"""Addresses of the app `lifecycle`, below the pair they are about."""

from django.urls import URLPattern, URLResolver, path

from lifecycle import views

app_name = "lifecycle"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<uuid:uid>/pause/", views.pause, name="pause-pair"),
    path("<uuid:uid>/resume/", views.resume, name="resume-pair"),
    path("<uuid:uid>/end/", views.end, name="end-pair"),
    path("<uuid:uid>/end/withdraw/", views.withdraw, name="withdraw-ask"),
]
