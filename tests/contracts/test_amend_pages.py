"""Amending, dropping, answering a rhythm in a browser: both texts are shown, a tap is a tap."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from contracts.actions import amend_agreement, decline_rhythm, drop_amendment, offer, withdraw
from contracts.models import Signature
from contracts.rules import VersionState
from outbox.models import OutboxMessage
from pairings.models import Pairing
from programs.rules import Role
from tests.contracts.agreements import MENTEE_GOAL, current, make_draft, make_in_force
from tests.contracts.amendments import (
    NEW_GOAL,
    make_amendment,
    offer_amendment,
    rewrite_goal,
    suggest,
)
from tests.contracts.browsing import Answer, form_at, page_of
from tests.contracts.conftest import SignedIn

pytestmark = pytest.mark.django_db


def _url(pair: Pairing, name: str = "show-agreement") -> str:
    return reverse(f"contracts:{name}", args=[pair.uid])


def _post(browser: Client, pair: Pairing, name: str, **fields: object) -> Answer:
    return browser.post(_url(pair, name), fields, follow=True)


def _states(pair: Pairing) -> list[str]:
    return list(pair.contract.versions.order_by("number").values_list("state", flat=True))


def test_from_what_counts_one_button_begins_a_draft(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version, browser = make_in_force(pair, now), signed_in(pair.mentee)
    assert "Change our agreement" in page_of(browser.get(_url(pair)))
    page = page_of(_post(browser, pair, "amend-agreement"))
    assert "My goal as the mentee" in page
    assert "Version 1 counts until both of you have signed a new one." in page
    assert reverse("contracts:read-version", args=[version.uid]) in page
    assert "Drop the draft" in page


def test_what_counts_names_the_text_beside_it(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    draft = make_amendment(pair, now)
    counting = draft.contract.versions.get(number=1)
    where = reverse("contracts:read-version", args=[counting.uid])
    page = page_of(signed_in(pair.mentor).get(where))
    assert "Version 1 counts. A draft stands beside it." in page
    assert "Change our agreement" not in page
    assert "Another rhythm" not in page


def test_an_offered_amendment_is_signed_beside_what_counts(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    offer_amendment(pair, now)
    browser = signed_in(pair.mentor)
    page = page_of(browser.get(_url(pair, "sign-agreement")))
    assert NEW_GOAL in page
    assert "Version 1 counts until both of you have signed a new one." in page
    fields = form_at(browser, _url(pair, "sign-agreement")) | {"consent": "on"}
    browser.post(_url(pair, "sign-agreement"), fields)
    assert Signature.objects.filter(version__number=2).count() == 1
    home = page_of(browser.get(reverse("home:show-home")))
    assert MENTEE_GOAL in home
    assert NEW_GOAL not in home
    assert "A new text waits for Tom. Until then this counts." in home


def test_an_amendment_without_a_change_is_refused_on_the_page(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    make_amendment(pair, now)
    browser = signed_in(pair.mentee)
    assert "says what version 1 says already" in page_of(browser.get(_url(pair, "offer-agreement")))
    fields = form_at(browser, _url(pair, "offer-agreement"))
    page = page_of(browser.post(_url(pair, "offer-agreement"), fields))
    assert "says what version 1 says already" in page
    assert _states(pair) == ["in_force", "draft"]


def test_dropping_asks_first(pair: Pairing, signed_in: SignedIn, now: datetime) -> None:
    make_amendment(pair, now)
    browser = signed_in(pair.mentor)
    assert "Drop this draft?" in page_of(browser.get(_url(pair, "drop-draft")))
    assert _states(pair) == ["in_force", "draft"]
    page = page_of(_post(browser, pair, "drop-draft"))
    assert "Version 1 goes on as it is." in page
    assert _states(pair) == ["in_force", "dropped"]
    assert _post(browser, pair, "drop-draft").status_code == 200
    assert "Dropped" not in page_of(browser.get(_url(pair)))


def test_a_first_draft_has_no_way_to_drop_it(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    make_draft(pair, now)
    browser = signed_in(pair.mentor)
    assert "Drop the draft" not in page_of(browser.get(_url(pair)))
    _post(browser, pair, "drop-draft")
    assert _states(pair) == ["draft"]


def test_what_was_typed_while_the_other_dropped_the_draft_is_kept(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    draft = make_amendment(pair, now)
    browser = signed_in(pair.mentee)
    fields = form_at(browser, _url(pair)) | {"goal_1": "canary-typed"}
    drop_amendment(version=draft, by=pair.mentor, now=now)
    answer = browser.post(_url(pair), fields)
    page = page_of(answer)
    assert answer.status_code == 409
    assert 'value="canary-typed"' in page
    assert "This draft is not open any more" in page


def test_sending_a_draft_that_the_other_dropped_or_sent_shows_what_stands(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    draft = make_amendment(pair, now)
    rewrite_goal(draft, now)
    browser = signed_in(pair.mentor)
    fields = form_at(browser, _url(pair, "offer-agreement"))
    offer(version=current(draft.contract), by=pair.mentee, now=now)
    assert _post(browser, pair, "offer-agreement", **fields).status_code == 200
    assert _states(pair) == ["in_force", "offered"]


@pytest.mark.parametrize("name", ["amend-agreement", "drop-draft", "suggest-rhythm"])
def test_strangers_find_nothing(
    name: str, pair: Pairing, stranger: User, signed_in: SignedIn, now: datetime
) -> None:
    make_in_force(pair, now)
    assert signed_in(stranger).post(_url(pair, name)).status_code == 404
    assert _states(pair) == ["in_force"]


def _fields(browser: Client, pair: Pairing) -> dict[str, str]:
    return form_at(browser, _url(pair, "suggest-rhythm")) | {"cadence": "fortnightly"}


def test_a_rhythm_is_suggested_and_accepted_with_one_tap_each(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    make_in_force(pair, now)
    mentor, mentee = signed_in(pair.mentor), signed_in(pair.mentee)
    page = page_of(_post(mentor, pair, "suggest-rhythm", **_fields(mentor, pair)))
    assert "You suggest: Every two weeks, 45 minutes" in page
    asked = page_of(mentee.get(_url(pair)))
    assert "Yes, every two weeks, 45 minutes" in asked
    assert "With your yes you sign, as Tom Hughes" in asked
    shown = current(pair.contract).document_sha256
    done = page_of(_post(mentee, pair, "accept-rhythm", shown_sha256=shown))
    assert "This is your rhythm now." in done
    assert _states(pair) == ["superseded", "in_force"]
    assert _post(mentee, pair, "accept-rhythm", shown_sha256=shown).status_code == 200
    assert Signature.objects.filter(version__number=2).count() == 2


def test_home_offers_and_answers_it_too(pair: Pairing, signed_in: SignedIn, now: datetime) -> None:
    make_in_force(pair, now)
    mentor, mentee = signed_in(pair.mentor), signed_in(pair.mentee)
    home = reverse("home:show-home")
    assert _url(pair, "suggest-rhythm") in page_of(mentor.get(home))
    version = suggest(pair, now)
    assert "Tom has not answered yet" in page_of(mentor.get(home))
    page = page_of(mentee.get(home))
    assert "Priya suggests every two weeks, 45 minutes." in page
    assert version.document_sha256 in page
    assert _url(pair, "accept-rhythm") in page


def test_no_stays_as_we_are_and_leaves_no_draft(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    make_in_force(pair, now)
    shown = suggest(pair, now).document_sha256
    browser = signed_in(pair.mentee)
    for _twice in range(2):
        page = page_of(_post(browser, pair, "decline-rhythm", shown_sha256=shown))
        assert "Your rhythm stays as it is." in page
    assert _states(pair) == ["in_force", "sent_back"]


def test_taking_it_back_says_that_all_stays(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    make_in_force(pair, now)
    suggest(pair, now)
    page = page_of(_post(signed_in(pair.mentor), pair, "withdraw-offer"))
    assert "You have taken it back. Your rhythm stays as it is." in page
    assert _states(pair) == ["in_force", "withdrawn"]


def test_without_a_proof_the_suggestion_leads_to_the_code(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    make_in_force(pair, now)
    browser = signed_in(pair.mentor, {"method": "mfa", "type": "recovery_codes"})
    page = page_of(_post(browser, pair, "suggest-rhythm", **_fields(browser, pair)))
    assert "sign it with a code that we mail to you" in page
    assert not Signature.objects.filter(version__number=2).exists()
    fields = form_at(browser, _url(pair, "sign-agreement")) | {"consent": "on"}
    assert "Our new rhythm is: Every two weeks" in page_of(
        browser.post(_url(pair, "sign-agreement"), fields)
    )
    assert OutboxMessage.objects.filter(kind="signing_code").count() == 1


def test_without_a_proof_a_yes_leads_to_the_code(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    make_in_force(pair, now)
    shown = suggest(pair, now).document_sha256
    browser = signed_in(pair.mentee, hours_ago=13)
    page = page_of(_post(browser, pair, "accept-rhythm", shown_sha256=shown))
    assert "Our new rhythm is: Every two weeks" in page
    assert "No, stay as we are" in page
    assert Signature.objects.filter(version__number=2).count() == 1


@pytest.mark.parametrize("way", ["withdrawn", "declined", "junk"])
@pytest.mark.parametrize("answer", ["accept-rhythm", "decline-rhythm"])
def test_an_answer_to_what_does_not_stand_there_is_409_with_what_does(
    way: str, answer: str, pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    make_in_force(pair, now)
    version = suggest(pair, now)
    if way == "withdrawn":
        withdraw(version=version, by=pair.mentor, now=now)
    if way == "declined" and answer == "accept-rhythm":
        decline_rhythm(version=version, by=pair.mentee, now=now)
    shown = "0" * 64 if way != "withdrawn" else version.document_sha256
    if way == "declined" and answer == "accept-rhythm":
        shown = version.document_sha256
    got = _post(signed_in(pair.mentee), pair, answer, shown_sha256=shown)
    assert got.status_code == 409
    assert "What stands here now is below." in page_of(got)
    assert MENTEE_GOAL in page_of(got)
    assert not Signature.objects.filter(version=version, role=Role.MENTEE).exists()


def test_one_tap_never_signs_a_whole_text(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    offered = offer_amendment(pair, now)
    shown = offered.document_sha256
    got = _post(signed_in(pair.mentor), pair, "accept-rhythm", shown_sha256=shown)
    assert got.status_code == 409
    assert not Signature.objects.filter(version=offered).exists()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"cadence": "monthly"}, "This is your rhythm already"),
        ({"minutes": "0"}, "greater than or equal to 15"),
        ({"minutes": "NaN"}, "whole number"),
        ({"minutes": "1000000000"}, "less than or equal to 480"),
        ({"cadence": "hourly"}, "hourly is not one of the available choices"),
    ],
)
def test_a_rhythm_that_is_none_is_said_beside_its_field(
    fields: dict[str, str], says: str, pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    make_in_force(pair, now)
    browser = signed_in(pair.mentor)
    typed = form_at(browser, _url(pair, "suggest-rhythm")) | fields
    assert says in page_of(browser.post(_url(pair, "suggest-rhythm"), typed))
    assert _states(pair) == ["in_force"]


def test_a_rhythm_over_a_draft_is_409_and_says_what_to_do(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    make_in_force(pair, now)
    browser = signed_in(pair.mentor)
    typed = _fields(browser, pair)
    amend_agreement(contract=pair.contract, by=pair.mentee, now=now)
    got = browser.post(_url(pair, "suggest-rhythm"), typed)
    assert got.status_code == 409
    assert "Change the rhythm there, or drop it first." in page_of(got)
    assert _states(pair) == ["in_force", VersionState.DRAFT]


def test_on_the_review_day_home_asks(pair: Pairing, signed_in: SignedIn, now: datetime) -> None:
    pair.ends_on = (now + timedelta(days=60)).date()
    pair.save()
    make_in_force(pair, now - timedelta(days=40))
    home = reverse("home:show-home")
    browser = signed_in(pair.mentor)
    assert "Half the way is over" in page_of(browser.get(home))
    _post(browser, pair, "review-agreement")
    assert "Half the way is over" not in page_of(browser.get(home))
