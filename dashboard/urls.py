"""Addresses of HR's pages."""

from django.urls import path

from dashboard.views import health, pairs

app_name = "dashboard"
urlpatterns = [
    path("", health.show_health, name="show-health"),
    path("pairs/", pairs.list_pairs, name="list-pairs"),
    path("pairs/export/", pairs.export_pairs, name="export-pairs"),
    path("needs/", health.show_health, name="list-needs"),
    path("people/", health.show_health, name="list-people"),
    path("programs/", health.show_health, name="list-programs"),
    path("pairs/<uuid:uid>/", health.show_health, name="show-pair"),
    path("people/<uuid:uid>/", health.show_health, name="show-person"),
    path("programs/<uuid:uid>/", health.show_health, name="show-program"),
    path("programs/<uuid:uid>/pair/", health.show_health, name="propose-pair"),
]
