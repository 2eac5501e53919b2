"""HR names who plans for a mentee, and ends it; the mentee is told."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from accounts.models import Delegation, User
from outbox.models import OutboxMessage
from pairings.models import Pairing
from tests import builders

SignIn = Callable[[User], Client]


@pytest.fixture
def ana(db: None) -> User:
    return builders.make_person("Ana Lopes", level=2)


def page_of(person: User) -> str:
    return f"/hr/people/{person.uid}/assistant/"


def told() -> set[str]:
    """Return who has a mail, by first name."""
    addresses = OutboxMessage.objects.values_list("address", flat=True)
    return {address.partition(".")[0] for address in addresses}


def test_hr_finds_and_names_an_assistant(
    pair: Pairing, ana: User, hr_admin: User, sign_in: SignIn
) -> None:
    client, address = sign_in(hr_admin), page_of(pair.mentee)
    assert "Ana Lopes" in client.get(f"{address}?q=lopes").content.decode()
    page = client.post(address, {"delegate_uid": str(ana.uid)}, follow=True).content.decode()
    assert "Ana plans for Tom now. We have told them both." in page
    assert "Ana Lopes plans the conversations of Tom." in page
    assert told() == {"ana", "tom"}


def test_a_coordinator_does_it_for_people_of_their_program(
    pair: Pairing, ana: User, coordinator: User, sign_in: SignIn
) -> None:
    sign_in(coordinator).post(page_of(pair.mentee), {"delegate_uid": str(ana.uid)})
    assert Delegation.objects.get().person == pair.mentee


def test_hr_ends_it(pair: Pairing, ana: User, hr_admin: User, sign_in: SignIn) -> None:
    builders.make_delegation(pair.mentee, ana)
    OutboxMessage.objects.all().delete()
    client = sign_in(hr_admin)
    page = client.post(f"{page_of(pair.mentee)}end/", follow=True).content.decode()
    assert "Nobody plans for Tom now." in page
    assert not Delegation.objects.standing().exists()
    assert told() == {"ana", "tom"}


def test_ending_what_is_over_is_harmless(pair: Pairing, hr_admin: User, sign_in: SignIn) -> None:
    page = sign_in(hr_admin).post(f"{page_of(pair.mentee)}end/", follow=True).content.decode()
    assert "Nobody plans for Tom now." in page
    assert told() == set()


def test_why_somebody_cannot_is_said_and_the_search_kept(
    pair: Pairing, hr_admin: User, sign_in: SignIn
) -> None:
    sent = {"delegate_uid": str(pair.mentor.uid), "q": "priya"}
    page = sign_in(hr_admin).post(page_of(pair.mentee), sent).content.decode()
    assert "stands in the mentor" in page
    assert 'value="priya"' in page
    assert not Delegation.objects.exists()


def test_hr_of_the_own_line_neither_names_nor_sees_one(
    pair: Pairing, ana: User, hr_admin: User, sign_in: SignIn
) -> None:
    builders.make_delegation(pair.mentee, ana)
    User.objects.filter(pk=hr_admin.pk).update(manager=pair.mentee)
    client = sign_in(hr_admin)
    assert client.get(page_of(pair.mentee)).status_code == 403
    page = client.get(f"/hr/people/{pair.mentee.uid}/").content.decode()
    assert "Tom Hughes" in page
    assert "Ana" not in page


def test_a_mentor_has_no_such_page(pair: Pairing, hr_admin: User, sign_in: SignIn) -> None:
    client = sign_in(hr_admin)
    assert client.get(page_of(pair.mentor)).status_code == 404
    page = client.get(f"/hr/people/{pair.mentor.uid}/").content.decode()
    assert "Assistant" not in page


def test_the_history_of_mails_names_no_assistant(
    pair: Pairing, ana: User, hr_admin: User, sign_in: SignIn, now: datetime
) -> None:
    builders.make_delegation(pair.mentee, ana)
    OutboxMessage.objects.create(
        key="k",
        kind="nudge-book",
        lane=4,
        person_id=ana.pk,
        address=ana.email,
        subject_uid=pair.uid,
        facts={},
        not_before=now,
        created_at=now,
    )
    page = sign_in(hr_admin).get(f"/hr/pairs/{pair.uid}/").content.decode()
    assert "assistant" in page
    assert "Ana Lopes" not in page
