"""Which pages of one's own the navigation names."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from contracts.actions import open_contract
from core.registry import NavItem
from pairings.models import Pairing
from pairings.rules import PairState
from tests import builders
from tests.home.pages import HOME, Page, met, page_of

SignIn = Callable[[User], Client]


def items(page: Page) -> list[NavItem]:
    return [item for group in page.context["nav_groups"] for item in group.items]


def labels(page: Page) -> list[str]:
    return [item.label for item in items(page)]


def current(page: Page) -> list[str]:
    return [item.label for item in items(page) if item.is_current]


def test_one_pair_has_its_pages_on_the_first_four_places(
    pair: Pairing, mentor: User, sign_in: SignIn, now: datetime
) -> None:
    met(pair, 3, now)
    found = items(sign_in(mentor).get(HOME))
    assert [item.label for item in found[:4]] == ["Our pair", "Agreement", "Meetings", "Notes"]
    assert [item.count for item in found[:4]] == [None, None, 1, None]


def test_the_pair_is_current_at_home_and_on_its_page(
    pair: Pairing, mentor: User, sign_in: SignIn
) -> None:
    client = sign_in(mentor)
    assert current(client.get(HOME)) == current(client.get(page_of(pair))) == ["Our pair"]


def test_the_other_pages_of_the_pair_are_current_on_their_own(
    pair: Pairing, mentor: User, sign_in: SignIn
) -> None:
    client = sign_in(mentor)
    for name, label in (("list-meetings", "Meetings"), ("list-notes", "Notes")):
        assert current(client.get(reverse(f"meetings:{name}", args=[pair.uid]))) == [label]


@pytest.mark.parametrize("is_only", [True, False])
def test_the_agreement_is_current_by_both_of_its_addresses(
    pair: Pairing, mentor: User, sign_in: SignIn, now: datetime, *, is_only: bool
) -> None:
    if not is_only:
        builders.make_pair(mentor=mentor, mentee=builders.make_person("Ada Ng", level=6))
    contract = open_contract(pairing=pair, now=now)
    client = sign_in(mentor)
    for uid in (pair.uid, contract.uid):
        shown = client.get(reverse("contracts:show-agreement", args=[uid]))
        assert current(shown) == ["Agreement"]


def test_who_has_no_pair_has_no_pages_of_one(stranger: User, sign_in: SignIn) -> None:
    assert labels(sign_in(stranger).get(HOME)) == ["Home", "My programs", "Profile"]


def test_of_several_pairs_the_open_one_is_named(
    pair: Pairing, mentor: User, sign_in: SignIn
) -> None:
    builders.make_pair(mentor=mentor, mentee=builders.make_person("Ada Ng", level=6))
    client = sign_in(mentor)
    assert labels(client.get(HOME)) == ["Home", "My programs", "Profile"]
    shown = client.get(page_of(pair))
    assert labels(shown)[:3] == ["Home", "Priya and Tom", "Agreement"]
    assert current(shown) == ["Priya and Tom"]


def test_a_former_pair_is_named_while_its_page_is_open(
    pair: Pairing, mentor: User, sign_in: SignIn, now: datetime
) -> None:
    Pairing.objects.filter(pk=pair.pk).update(state=PairState.ENDED, ended_at=now)
    client = sign_in(mentor)
    assert "Priya and Tom" in labels(client.get(page_of(pair)))
    assert "Priya and Tom" not in labels(client.get(HOME))


def test_who_only_runs_programs_has_no_home_of_a_participant(
    coordinator: User, hr_admin: User, sign_in: SignIn
) -> None:
    address = reverse("programs:list-programs")
    found = [labels(sign_in(person).get(address)) for person in (coordinator, hr_admin)]
    assert all("My programs" in names and "Home" not in names for names in found)
