"""Addresses of the app `accounts`: everything about oneself, and the company's settings."""

from django.urls import path

from accounts.views import company, delegate, profile, security

app_name = "accounts"
urlpatterns = [
    path("", profile.edit_profile, name="edit-profile"),
    path("welcome/", profile.show_welcome, name="show-welcome"),
    path("leaves/", profile.add_leave, name="add-leave"),
    path("leaves/<uuid:uid>/remove/", profile.remove_leave, name="remove-leave"),
    path("assistant/", delegate.choose_delegate, name="choose-delegate"),
    path("assistant/<uuid:uid>/end/", delegate.end_delegation, name="end-delegation"),
    path("security/", security.show_security, name="show-security"),
    path("security/sessions/end/", security.end_sessions, name="end-sessions"),
    path("email/", security.confirm_email, name="confirm-email"),
    path("company/", company.edit_company, name="edit-company"),
]
