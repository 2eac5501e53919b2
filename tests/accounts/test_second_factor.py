"""HR pages open to a sign-in with a second factor, and to no other."""

from datetime import datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from pytest_django import Settings

from accounts import permissions
from accounts.models import User
from tests import builders

SECRET = "JBSWY3DPEHPK3PXP"
HR_PAGE = "/hr/import/"


@pytest.fixture(autouse=True)
def asked_for(settings: Settings) -> None:
    settings.HR_SECOND_FACTOR = True


def code_now(secret: str = SECRET) -> str:
    counter = next(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(secret, counter)))


def signed_in(user: User) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": builders.PASSWORD})
    return client


def test_an_hr_admin_without_one_sets_it_up_first(hr_admin: User) -> None:
    client = signed_in(hr_admin)

    assert client.get(HR_PAGE)["Location"] == "/accounts/2fa/totp/activate/"
    assert client.post(HR_PAGE)["Location"] == "/accounts/2fa/totp/activate/"
    assert client.get("/me/company/")["Location"] == "/accounts/2fa/totp/activate/"


def test_setting_it_up_opens_the_pages_in_the_same_sign_in(hr_admin: User) -> None:
    client = signed_in(hr_admin)
    client.post("/accounts/reauthenticate/", {"password": builders.PASSWORD})
    client.get("/accounts/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]

    client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)})

    assert client.get(HR_PAGE).status_code == 200


def test_a_sign_in_with_it_opens_the_pages(hr_admin: User) -> None:
    TOTP.activate(hr_admin, SECRET)
    client = signed_in(hr_admin)
    assert client.get(HR_PAGE)["Location"] == "/accounts/login/?next=/hr/import/"

    client.post("/accounts/2fa/authenticate/", {"code": code_now()})

    assert client.get(HR_PAGE).status_code == 200


def test_a_session_that_has_not_used_it_is_asked(hr_admin: User, client: Client) -> None:
    TOTP.activate(hr_admin, SECRET)
    client.force_login(hr_admin)

    answer = client.get(f"{HR_PAGE}?page=2")
    assert answer["Location"] == ("/accounts/2fa/reauthenticate/?next=%2Fhr%2Fimport%2F%3Fpage%3D2")
    back = client.post(answer["Location"], {"code": code_now()})

    assert back["Location"] == f"{HR_PAGE}?page=2"
    assert client.get(HR_PAGE).status_code == 200


def test_one_that_was_set_up_before_this_sign_in_does_not_count(hr_admin: User) -> None:
    client = signed_in(hr_admin)
    TOTP.activate(hr_admin, SECRET)
    Authenticator.objects.update(created_at=datetime.fromisoformat("2020-01-01T00:00:00Z"))

    assert client.get(HR_PAGE)["Location"].startswith("/accounts/2fa/reauthenticate/")


def test_others_are_let_through_to_what_the_page_says(stranger: User) -> None:
    assert signed_in(stranger).get(HR_PAGE).status_code == 403


def test_who_else_works_on_hr_pages_is_asked_too(
    stranger: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(permissions, "_hr_tests", [])
    permissions.register_hr_test(lambda user: user.pk == stranger.pk)

    answer = signed_in(stranger).get(HR_PAGE)

    assert answer["Location"] == "/accounts/2fa/totp/activate/"


@pytest.mark.parametrize("page", ["/me/", "/healthz", "/accounts/logout/"])
def test_other_pages_are_not_affected(hr_admin: User, page: str) -> None:
    assert signed_in(hr_admin).get(page).status_code == 200


def test_a_visitor_is_asked_to_sign_in_not_for_a_factor(client: Client, db: None) -> None:
    assert client.get(HR_PAGE)["Location"] == "/accounts/login/?next=/hr/import/"


def test_the_setting_switches_it_off(hr_admin: User, settings: Settings) -> None:
    settings.HR_SECOND_FACTOR = False

    assert signed_in(hr_admin).get(HR_PAGE).status_code == 200


def test_a_coordinator_is_asked_too(coordinator: User, mentor: User) -> None:
    assert signed_in(coordinator).get(HR_PAGE)["Location"] == "/accounts/2fa/totp/activate/"
    assert signed_in(mentor).get(HR_PAGE).status_code == 403


def test_every_page_about_it_can_be_read(hr_admin: User) -> None:
    client = signed_in(hr_admin)
    client.post("/accounts/reauthenticate/", {"password": builders.PASSWORD})
    pages = ["", "totp/activate/", "recovery-codes/generate/"]
    for page in pages:
        assert client.get(f"/accounts/2fa/{page}").status_code == 200, page
    client.post(
        "/accounts/2fa/totp/activate/", {"code": code_now(client.session["mfa.totp.secret"])}
    )

    pages = ["", "totp/deactivate/", "recovery-codes/", "recovery-codes/download/"]
    for page in pages:
        assert client.get(f"/accounts/2fa/{page}").status_code == 200, page
