"""The addresses of the whole product."""

from django.urls import include, path

urlpatterns = [
    path("", include("core.urls")),
    path("", include("home.urls")),
    path("accounts/", include("allauth.urls")),
    path("me/", include("accounts.urls")),
    path("programs/", include("programs.urls")),
    path("programs/", include("kit.urls")),
    path("", include("pairings.urls")),
    path("pairs/", include("goals.urls")),
    path("pairs/", include("meetings.urls")),
    path("pairs/", include("lifecycle.urls")),
    path("pulse/", include("pulse.urls")),
    path("contracts/", include("contracts.urls")),
    path("verify/", include("contracts.verify_urls")),
    path("reminders/", include("reminders.urls")),
    path("hr/", include("dashboard.urls")),
    path("hr/import/", include("directory.urls")),
    path("dev/mail/", include("outbox.urls")),
]
