"""People of the company sign up with a code; everybody else is told kindly, and nothing else."""

import pytest
from django.test import Client

from accounts.models import Company, User
from outbox.models import OutboxMessage
from tests import builders
from tests.accounts.conftest import Mails, code_in, is_signed_in

NEW = {"email": "new@example.com", "display_name": "Nia New"}


def sign_up(client: Client, **fields: str) -> str:
    answer = client.post("/accounts/signup/", NEW | fields)
    return str(answer.get("Location", "")) or answer.content.decode()


def test_a_colleague_signs_up_with_a_code(client: Client, company: Company, mails: Mails) -> None:
    sign_up(client)
    client.post("/accounts/confirm-email/", {"code": code_in(mails("new@example.com")[0])})

    person = User.objects.get(email="new@example.com")
    assert is_signed_in(client)
    assert person.display_name == "Nia New"
    assert not person.has_usable_password()


def test_a_new_person_lives_in_the_companys_time_zone(client: Client, company: Company) -> None:
    Company.objects.update(default_time_zone="Europe/Madrid")

    sign_up(client)

    assert User.objects.get(email="new@example.com").time_zone == "Europe/Madrid"


def test_sign_up_asks_for_no_password(client: Client, company: Company) -> None:
    page = client.get("/accounts/signup/").content.decode()

    assert 'type="password"' not in page
    assert "Your work email" in page


def test_a_password_typed_by_somebody_else_never_opens_the_account(
    client: Client, company: Company, mails: Mails
) -> None:
    sign_up(client, password1="the-attackers-secret", password="the-attackers-secret")
    owner = Client()
    owner.post("/accounts/login/code/", {"email": "new@example.com"})
    codes = mails("new@example.com")
    owner.post("/accounts/login/code/confirm/", {"code": code_in(codes[-1])})

    thief = Client()
    thief.post("/accounts/login/", {"login": "new@example.com", "password": "the-attackers-secret"})

    assert is_signed_in(owner)
    assert not is_signed_in(thief)


def test_who_closed_the_page_signs_up_again(client: Client, company: Company, mails: Mails) -> None:
    sign_up(client)
    again = Client()
    sign_up(again)
    again.post("/accounts/confirm-email/", {"code": code_in(mails("new@example.com")[-1])})

    assert is_signed_in(again)
    assert User.objects.filter(email="new@example.com").count() == 1


@pytest.mark.parametrize("email", ["x@gmail.com", "x@example.com.evil.org", "x@sub.example.com"])
def test_a_foreign_address_is_refused_kindly_and_kept_in_the_form(
    client: Client, company: Company, email: str
) -> None:
    page = sign_up(client, email=email)

    assert "Please use your work address." in page
    assert f'value="{email}"' in page
    assert "Nia New" in page
    assert not User.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_without_domains_only_imported_people_come_in(
    client: Client, db: None, imported: User
) -> None:
    page = client.get("/accounts/signup/").content.decode()
    sign_up(client)

    assert "/accounts/login/code/" in page
    assert User.objects.count() == 1


def test_a_page_does_not_tell_whether_somebody_has_an_account(
    client: Client, company: Company, mails: Mails
) -> None:
    builders.make_person("Olga Old", email="old@example.com")

    pages = {}
    for address in ("old@example.com", "new@example.com"):
        visitor = Client()
        there = sign_up(visitor, email=address)
        page = visitor.get(there).content.decode()
        pages[address] = (there, page.replace(address, "").count("Code"))

    assert pages["old@example.com"] == pages["new@example.com"]
    assert mails("old@example.com")[0].subject == "You already have an account"
    assert User.objects.get(email="old@example.com").display_name == "Olga Old"


@pytest.mark.parametrize("name", ["", "   ", "\u202e\u200f", "x" * 151])
def test_a_name_is_needed_and_fits(client: Client, company: Company, name: str) -> None:
    sign_up(client, display_name=name)

    assert not User.objects.exists()


def test_line_breaks_do_not_get_into_a_name(client: Client, company: Company) -> None:
    sign_up(client, display_name="Nia\r\nBcc: evil@example.com")

    assert User.objects.get().display_name == "Nia Bcc: evil@example.com"
