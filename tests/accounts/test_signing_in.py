"""Signing in with a password or a mailed code, and every way in which that ends."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client

from accounts.actions import deactivate_person, reactivate_person
from accounts.models import Company, User
from core.models import AuditEvent
from outbox.models import OutboxMessage
from tests import builders
from tests.accounts.conftest import Mails, code_in, is_signed_in


def with_password(user: User, password: str = builders.PASSWORD) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": password})
    return client


@pytest.fixture
def person(db: None) -> User:
    return builders.make_person("Priya Nair", email="priya@example.com")


def test_a_password_signs_in(person: User) -> None:
    assert is_signed_in(with_password(person))


def test_a_code_signs_in(client: Client, person: User, mails: Mails) -> None:
    client.post("/accounts/login/code/", {"email": "PRIYA@example.com"})
    client.post("/accounts/login/code/confirm/", {"code": code_in(mails(person.email)[0])})

    assert is_signed_in(client)


@pytest.mark.parametrize("password", ["wrong", "", "x\x00y"])
def test_a_wrong_password_does_not(person: User, password: str) -> None:
    assert not is_signed_in(with_password(person, password))


def test_a_wrong_code_does_not(client: Client, person: User) -> None:
    client.post("/accounts/login/code/", {"email": person.email})
    client.post("/accounts/login/code/confirm/", {"code": "AAAAAA"})

    assert not is_signed_in(client)


def test_an_unknown_address_is_told_by_mail_alone(client: Client, db: None, mails: Mails) -> None:
    there = client.post("/accounts/login/code/", {"email": "nobody@example.com"})

    page = client.get(there["Location"]).content.decode()
    assert "nobody@example.com" in page
    assert "no account" not in page.lower()
    assert mails("nobody@example.com")[0].subject == "No account uses this address"


def test_account_mail_is_secret_and_short_lived(
    client: Client, person: User, now: datetime
) -> None:
    client.post("/accounts/login/code/", {"email": person.email})

    row = OutboxMessage.objects.get()
    assert (row.kind, row.facts, row.person_id) == ("account_code", {}, person.pk)
    assert row.sealed_facts is not None
    assert row.expires_at is not None
    assert row.expires_at - row.created_at == timedelta(minutes=15)
    assert mail.outbox == []


@pytest.mark.parametrize("left_on", [None, date(2026, 11, 20)])
def test_a_deactivated_person_is_signed_out_and_stays_out(
    person: User, now: datetime, left_on: date | None, mails: Mails
) -> None:
    client = with_password(person)
    deactivate_person(user=person, left_on=left_on, by=None, now=now)

    again = with_password(person)
    again.post("/accounts/login/code/", {"email": person.email})

    assert not is_signed_in(client)
    assert not is_signed_in(again)
    assert mails(person.email)[-1].subject == "No account uses this address"


def test_who_left_is_out_even_if_only_the_date_was_set(person: User) -> None:
    client = with_password(person)
    User.objects.update(left_on=date(2026, 11, 20))

    assert not is_signed_in(client)
    assert not is_signed_in(with_password(person))


def test_an_old_session_does_not_come_back_with_the_person(person: User, now: datetime) -> None:
    client = with_password(person)
    deactivate_person(user=person, left_on=None, by=None, now=now)
    reactivate_person(user=person, by=None, now=now)

    assert not is_signed_in(client)
    assert is_signed_in(with_password(person))


def test_deactivating_twice_is_one_act(person: User, now: datetime) -> None:
    for _time in range(2):
        deactivate_person(user=person, left_on=date(2026, 11, 20), by=None, now=now)

    assert AuditEvent.objects.filter(verb="deactivate").count() == 1


def test_a_new_password_signs_out_every_other_device(person: User, mails: Mails) -> None:
    here, there = with_password(person), with_password(person)
    new = "another-long-secret"
    form = {"oldpassword": builders.PASSWORD, "password1": new, "password2": new}
    here.post("/accounts/password/change/", form)

    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert is_signed_in(with_password(person, new))
    assert mails(person.email)[-1].subject == "Your password was changed"
    assert AuditEvent.objects.filter(verb="change password", actor_id=person.pk).count() == 1


def test_other_devices_can_be_signed_out(person: User) -> None:
    here, there = with_password(person), with_password(person)

    here.post("/me/security/sessions/end/")

    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_a_password_can_be_set_after_signing_in_by_code(
    client: Client, company: Company, imported: User, mails: Mails
) -> None:
    client.post("/accounts/login/code/", {"email": imported.email})
    client.post("/accounts/login/code/confirm/", {"code": code_in(mails(imported.email)[0])})
    new = {"password1": "quite-a-long-secret", "password2": "quite-a-long-secret"}
    client.post("/accounts/password/set/", new)

    assert is_signed_in(client)
    assert is_signed_in(with_password(imported, "quite-a-long-secret"))


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", "javascript:x"])
def test_signing_in_leads_nowhere_else(person: User, target: str) -> None:
    form = {"login": person.email, "password": builders.PASSWORD, "next": target}

    answer = Client().post("/accounts/login/", form)

    assert answer["Location"] == "/"


@pytest.mark.parametrize(
    "page", ["/me/", "/me/security/", "/me/welcome/", "/me/email/", "/me/company/"]
)
def test_pages_about_oneself_need_a_sign_in(client: Client, db: None, page: str) -> None:
    assert client.get(page)["Location"] == f"/accounts/login/?next={page}"


def test_reading_ones_pages_writes_nothing(sign_in: Callable[[User], Client], person: User) -> None:
    client = sign_in(person)

    for page in ("/me/", "/me/security/", "/me/email/", "/accounts/email/"):
        assert client.get(page).status_code == 200
