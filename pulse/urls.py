"""Addresses of private questions: the id is that of the pair, the address says not what."""

from django.urls import path

from pulse import views

app_name = "pulse"
urlpatterns = [path("questions/<uuid:uid>/", views.answer, name="answer-fit")]
