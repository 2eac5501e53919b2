"""An imported person claims the account that waits for them, whichever way they come in."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import Company, User
from core.models import AuditEvent
from tests.accounts.conftest import Mails, code_in, is_signed_in

ADDRESS = "ines.silva@example.com"


def test_a_mailed_code_claims_the_account(client: Client, imported: User, mails: Mails) -> None:
    client.post("/accounts/login/code/", {"email": ADDRESS})
    answer = client.post("/accounts/login/code/confirm/", {"code": code_in(mails(ADDRESS)[0])})

    assert answer["Location"] == "/me/welcome/"
    assert is_signed_in(client)
    assert EmailAddress.objects.get(user=imported).verified
    assert len(mails(ADDRESS)) == 1


def test_signing_up_with_an_imported_address_leads_to_the_account_it_has(
    client: Client, imported: User, company: Company, mails: Mails
) -> None:
    client.post("/accounts/signup/", {"email": ADDRESS, "display_name": "Somebody Else"})
    answer = client.post("/accounts/confirm-email/", {"code": code_in(mails(ADDRESS)[0])})

    assert answer["Location"] == "/me/welcome/"
    assert is_signed_in(client)
    imported.refresh_from_db()
    assert imported.display_name == "Inês Silva"
    assert User.objects.filter(email=ADDRESS).count() == 1


def test_a_reset_by_code_claims_the_account_and_signs_in(
    client: Client, imported: User, mails: Mails
) -> None:
    client.post("/accounts/password/reset/", {"email": ADDRESS})
    client.post("/accounts/password/reset/confirm/", {"code": code_in(mails(ADDRESS)[0])})
    new = {"password1": "quite-a-long-secret", "password2": "quite-a-long-secret"}
    client.post("/accounts/password/reset/complete/", new)

    imported.refresh_from_db()
    assert imported.check_password("quite-a-long-secret")
    assert is_signed_in(client)
    assert EmailAddress.objects.get(user=imported).verified


def test_a_claim_is_audited_once(client: Client, imported: User, mails: Mails) -> None:
    for _time in range(2):
        client.post("/accounts/login/code/", {"email": ADDRESS})
        client.post("/accounts/login/code/confirm/", {"code": code_in(mails(ADDRESS)[-1])})
        client.post("/accounts/logout/")

    assert AuditEvent.objects.filter(verb="claim account", subject_uid=imported.uid).count() == 1


def test_the_second_sign_in_is_not_asked_for_a_password_again(
    client: Client, imported: User, mails: Mails
) -> None:
    for _time in range(2):
        client.post("/accounts/login/code/", {"email": ADDRESS})
        answer = client.post("/accounts/login/code/confirm/", {"code": code_in(mails(ADDRESS)[-1])})
        client.post("/accounts/logout/")

    assert answer["Location"] == "/"


def test_a_claim_goes_on_to_where_the_link_led(
    client: Client, imported: User, mails: Mails
) -> None:
    client.post("/accounts/login/code/?next=/programs/", {"email": ADDRESS, "next": "/programs/"})
    code = {"code": code_in(mails(ADDRESS)[0]), "next": "/programs/"}
    answer = client.post("/accounts/login/code/confirm/", code)

    assert answer["Location"] == "/me/welcome/?next=%2Fprograms%2F"
    assert 'href="/programs/"' in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", "javascript:x"])
def test_the_welcome_leads_nowhere_else(client: Client, imported: User, target: str) -> None:
    client.force_login(imported)

    page = client.get("/me/welcome/", {"next": target}).content.decode()

    assert 'href="/me/"' in page
    assert f'href="{target}"' not in page
    assert f"next={target}" not in page
