"""A login address is never taken over silently."""

from collections.abc import Callable
from datetime import datetime

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.actions import keep_pending_email
from accounts.models import Company, User
from outbox.models import OutboxMessage
from tests import builders
from tests.accounts.conftest import Mails, code_in

OLD, NEW = "priya@example.com", "priya.jones@example.com"
SignIn = Callable[[User], Client]


@pytest.fixture
def person(db: None, now: datetime) -> User:
    user = builders.make_person("Priya Nair", email=OLD)
    keep_pending_email(user=user, email=NEW, by=None, now=now)
    user.refresh_from_db()
    return user


def test_the_old_address_is_told_and_nothing_changes_yet(person: User, mails: Mails) -> None:
    assert [mail.subject for mail in mails(OLD)] == ["Is this your new address?"]
    assert mails(NEW) == []
    assert (person.email, person.pending_email) == (OLD, NEW)


def test_announcing_twice_tells_once(person: User, mails: Mails, now: datetime) -> None:
    keep_pending_email(user=person, email=NEW, by=None, now=now)

    assert len(mails(OLD)) == 1


def test_the_new_address_signs_nobody_in_before(person: User, mails: Mails) -> None:
    visitor = Client()
    visitor.post("/accounts/login/code/", {"email": NEW})
    visitor.post("/accounts/password/reset/", {"email": NEW})

    assert {mail.subject for mail in mails(NEW)} == {"No account uses this address"}


def test_the_owner_confirms_after_signing_in(
    person: User, sign_in: SignIn, mails: Mails, company: Company
) -> None:
    client = sign_in(person)
    assert NEW in client.get("/me/email/").content.decode()
    client.post("/me/email/")
    client.post("/accounts/confirm-email/", {"code": code_in(mails(NEW)[0])})

    person.refresh_from_db()
    assert (person.email, person.pending_email) == (NEW, "")
    assert [row.email for row in EmailAddress.objects.filter(user=person)] == [NEW]
    assert mails(OLD)[-1].subject == "Your sign-in address was changed"
    owners = OutboxMessage.objects.filter(address=OLD).values_list("person_id", flat=True)
    assert set(owners) == {person.pk}


def test_without_anything_to_confirm_nothing_is_mailed(
    sign_in: SignIn, stranger: User, mails: Mails
) -> None:
    client = sign_in(stranger)

    page = client.post("/me/email/").content.decode()

    assert "There is nothing to confirm" in page
    assert mails(stranger.email) == []


def test_an_address_that_somebody_took_meanwhile_is_not_taken_from_them(
    person: User, sign_in: SignIn, mails: Mails
) -> None:
    client = sign_in(person)
    client.post("/me/email/")
    builders.make_person("Another Priya", email=NEW)
    client.post("/accounts/confirm-email/", {"code": code_in(mails(NEW)[0])})

    person.refresh_from_db()
    assert person.email == OLD


@pytest.mark.parametrize(
    ("email", "moves"), [("p.nair@example.com", True), ("priya@gmail.com", False)]
)
def test_people_move_within_the_company_by_themselves(
    sign_in: SignIn, company: Company, mails: Mails, email: str, *, moves: bool
) -> None:
    person = builders.make_person("Priya Nair", email=OLD)
    client = Client()
    client.post("/accounts/login/", {"login": OLD, "password": builders.PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": builders.PASSWORD})

    page = client.post("/accounts/email/", {"action_add": "", "email": email})

    assert bool(mails(email)) is moves
    assert moves or "Please use an address of the company." in page.content.decode()
    assert User.objects.get(pk=person.pk).email == OLD
