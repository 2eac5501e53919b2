"""New house rules never touch an agreement in force: they are offered, and that is all."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from contracts.actions import offer
from contracts.actions.amending import amend_agreement
from contracts.actions.new_rules import leave_rules_as_they_are
from contracts.models import RulesLeft, Version
from contracts.queries.new_rules import newer_rules
from contracts.rules import VersionState
from core.errors import Refusal
from outbox.models import OutboxMessage
from pairings.models import Pairing
from pairings.rules import PairState
from tests import builders
from tests.contracts.agreements import make_draft, make_in_force, make_offer, sign_as
from tests.contracts.browsing import page_of
from tests.contracts.rules_signing import publish

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]
HINT = "The house rules have changed."


def _new(version: Version) -> str:
    return reverse("contracts:see-new-rules", args=[version.contract.uid])


def _agreement(version: Version) -> str:
    return reverse("contracts:show-agreement", args=[version.contract.uid])


@pytest.fixture
def in_force(pair: Pairing, now: datetime) -> Version:
    """An agreement under older rules than those of today."""
    publish(pair.program, "Be kind to each other.", now - timedelta(days=9))
    version = make_in_force(pair, now)
    publish(pair.program, "Be fair to each other.", now)
    return version


def test_an_agreement_in_force_is_untouched(in_force: Version) -> None:
    fresh = Version.objects.get(pk=in_force.pk)
    assert fresh.state == VersionState.IN_FORCE
    assert bytes(fresh.document or b"") == bytes(in_force.document or b"")
    assert fresh.house_rules.number == 1


def test_nobody_of_the_pair_gets_a_mail(in_force: Version, pair: Pairing) -> None:
    assert not OutboxMessage.objects.filter(kind__startswith="house_rules").exists()


def test_both_see_on_its_page_that_rules_have_changed(
    in_force: Version, pair: Pairing, signed_in: SignedIn
) -> None:
    for person in (pair.mentor, pair.mentee):
        page = page_of(signed_in(person).get(_agreement(in_force)))
        assert HINT in page
        assert _new(in_force) in page


def test_home_hints_until_the_person_leaves_it(
    in_force: Version, pair: Pairing, signed_in: SignedIn
) -> None:
    mentor, mentee = signed_in(pair.mentor), signed_in(pair.mentee)
    assert HINT in page_of(mentor.get("/"))
    mentor.post(_new(in_force), {"act": "leave", "number": "2"})
    assert HINT not in page_of(mentor.get("/"))
    assert HINT in page_of(mentee.get("/"))
    assert HINT in page_of(mentor.get(_agreement(in_force)))


def test_still_newer_rules_are_offered_anew(
    in_force: Version, pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    mentor = signed_in(pair.mentor)
    mentor.post(_new(in_force), {"act": "leave", "number": "2"})
    publish(pair.program, "Be fair and kind.", now)
    assert HINT in page_of(mentor.get("/"))


def test_the_page_shows_what_is_different(
    in_force: Version, pair: Pairing, signed_in: SignedIn
) -> None:
    page = page_of(signed_in(pair.mentee).get(_new(in_force)))
    assert "Yours are version 1. Version 2 was published" in page
    assert "<del>" in page
    assert "<ins>" in page
    assert "fair" in page


def test_taking_them_up_begins_an_amendment_beside(
    in_force: Version, pair: Pairing, signed_in: SignedIn
) -> None:
    browser = signed_in(pair.mentee)
    browser.post(_new(in_force), {"act": "take up", "number": "2"})
    draft = in_force.contract.versions.get(state=VersionState.DRAFT)
    assert draft.house_rules.number == 2
    assert Version.objects.get(pk=in_force.pk).state == VersionState.IN_FORCE
    assert HINT not in page_of(browser.get("/"))
    assert "Take them up in a new draft" not in page_of(browser.get(_new(in_force)))


def test_the_same_words_under_new_rules_are_sent_signed_and_count(
    in_force: Version, pair: Pairing, now: datetime
) -> None:
    draft = amend_agreement(contract=in_force.contract, by=pair.mentor, now=now)
    offered = offer(version=draft, by=pair.mentor, now=now)
    sign_as(offered, pair.mentor, now)
    assert Version.objects.get(pk=in_force.pk).state == VersionState.IN_FORCE
    sign_as(offered, pair.mentee, now)
    standing = in_force.contract.versions.get(state=VersionState.IN_FORCE)
    assert standing.house_rules.number == 2
    assert newer_rules(in_force.contract, pair.mentor) is None


def test_taking_them_up_twice_makes_one_draft(
    in_force: Version, pair: Pairing, signed_in: SignedIn
) -> None:
    for person in (pair.mentor, pair.mentee):
        signed_in(person).post(_new(in_force), {"act": "take up", "number": "2"})
    assert in_force.contract.versions.filter(state=VersionState.DRAFT).count() == 1


def test_leaving_it_twice_is_harmless(in_force: Version, pair: Pairing, now: datetime) -> None:
    rules = pair.program.house_rules.latest("number")
    for _time in range(2):
        leave_rules_as_they_are(contract=in_force.contract, rules=rules, by=pair.mentor, now=now)
    assert RulesLeft.objects.get().user == pair.mentor


def test_nobody_leaves_it_for_others(
    in_force: Version, pair: Pairing, stranger: User, now: datetime
) -> None:
    rules = pair.program.house_rules.latest("number")
    with pytest.raises(Refusal):
        leave_rules_as_they_are(contract=in_force.contract, rules=rules, by=stranger, now=now)
    assert not RulesLeft.objects.exists()


def test_rules_of_another_program_are_nothing_to_leave(
    in_force: Version, pair: Pairing, now: datetime
) -> None:
    foreign = publish(builders.make_program("B"), "Other", now)
    with pytest.raises(Refusal):
        leave_rules_as_they_are(contract=in_force.contract, rules=foreign, by=pair.mentor, now=now)


@pytest.mark.parametrize("number", ["", "abc", "0", "-1", "9", "1e9", "\x00", "9" * 30])
def test_a_version_that_is_none_leads_back_and_changes_nothing(
    number: str, in_force: Version, pair: Pairing, signed_in: SignedIn
) -> None:
    answer = signed_in(pair.mentor).post(_new(in_force), {"act": "leave", "number": number})
    assert answer.headers["Location"] == _new(in_force)
    assert not RulesLeft.objects.exists()


def test_others_find_no_such_page(
    in_force: Version, stranger: User, hr_admin: User, signed_in: SignedIn
) -> None:
    for person in (stranger, hr_admin):
        browser = signed_in(person)
        for answer in (browser.get(_new(in_force)), browser.post(_new(in_force))):
            assert answer.status_code == 404
            assert HINT not in page_of(answer)


def test_under_the_newest_rules_there_is_nothing_to_see(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = make_in_force(pair, now)
    assert newer_rules(version.contract, pair.mentor) is None
    browser = signed_in(pair.mentor)
    assert browser.get(_new(version)).status_code == 302
    assert HINT not in page_of(browser.get(_agreement(version)))


@pytest.mark.parametrize("make", [make_draft, make_offer])
def test_before_anything_counts_there_is_nothing_to_take_up(
    make: Callable[..., Version], pair: Pairing, now: datetime
) -> None:
    version = make(pair, now)
    publish(pair.program, "Newer", now)
    assert newer_rules(version.contract, pair.mentor) is None


def test_an_offer_that_waits_keeps_its_rules_and_is_signed_under_them(
    pair: Pairing, now: datetime
) -> None:
    publish(pair.program, "One", now)
    version = make_offer(pair, now)
    publish(pair.program, "Two", now)
    assert Version.objects.get(pk=version.pk).house_rules.number == 1


def test_an_ended_pair_is_offered_nothing(
    in_force: Version, pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    Pairing.objects.filter(pk=pair.pk).update(state=PairState.ENDED, ended_at=now)
    browser = signed_in(pair.mentor)
    assert browser.get(_new(in_force)).status_code == 302
    assert HINT not in page_of(browser.get(_agreement(in_force)))
    assert browser.post(_new(in_force), {"act": "take up"}).status_code == 409


def test_in_its_last_two_weeks_home_does_not_hint(
    in_force: Version, pair: Pairing, signed_in: SignedIn
) -> None:
    Pairing.objects.filter(pk=pair.pk).update(state=PairState.CONCLUDING)
    assert HINT not in page_of(signed_in(pair.mentor).get("/"))


def test_a_text_in_the_making_is_told_of(in_force: Version, pair: Pairing, now: datetime) -> None:
    amend_agreement(contract=in_force.contract, by=pair.mentor, now=now)
    newer = newer_rules(in_force.contract, pair.mentee)
    assert newer is not None
    assert newer.is_taken_up
