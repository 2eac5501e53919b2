"""Addresses of the app `directory`, below `/hr/import/`."""

from django.urls import path

from directory import views

app_name = "directory"
urlpatterns = [
    path("", views.upload_people, name="upload-people"),
    path("example.csv", views.download_example, name="download-example"),
    path("<uuid:uid>/", views.show_import, name="show-import"),
    path("<uuid:uid>/apply/", views.apply_import, name="apply-import"),
    path("<uuid:uid>/cancel/", views.cancel_import, name="cancel-import"),
    path("<uuid:uid>/issues.csv", views.download_issues, name="download-issues"),
]
