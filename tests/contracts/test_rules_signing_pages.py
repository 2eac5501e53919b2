"""The sponsor reads the whole text, what changed, and signs; everybody sees who did."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from contracts.models import HouseRules, RulesSignature
from contracts.rules import Proof
from outbox.models import OutboxMessage
from pairings.models import Pairing
from programs.models import Program
from tests.contracts.agreements import make_draft, make_in_force
from tests.contracts.browsing import fields_of, form_at, page_of
from tests.contracts.rules_signing import make_sponsor, publish, sign_rules

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]


@pytest.fixture
def sponsor(program: Program) -> User:
    """Signs for the company in `program`."""
    return make_sponsor(program)


def _page(rules: HouseRules) -> str:
    return reverse("contracts:sign-house-rules", args=[rules.uid])


def _text(rules: HouseRules) -> str:
    return reverse("contracts:read-house-rules", args=[rules.uid])


def _consenting(browser: Client, rules: HouseRules) -> dict[str, str]:
    return form_at(browser, _page(rules)) | {"consent": "on"}


def test_the_page_shows_the_whole_text_and_what_changed(
    program: Program, sponsor: User, signed_in: SignedIn, now: datetime
) -> None:
    publish(program, "Be kind to everybody.", now)
    rules = publish(program, "Be **fair** to everybody.", now)
    page = page_of(signed_in(sponsor).get(_page(rules)))
    assert "<strong>fair</strong>" in page
    assert "What changed since version 1" in page
    assert "<del>" in page
    assert rules.sha256 in page


def test_signing_with_a_password_of_today(
    program: Program, sponsor: User, signed_in: SignedIn, now: datetime
) -> None:
    rules, browser = publish(program, "Be kind.", now), signed_in(sponsor)
    answer = browser.post(_page(rules), _consenting(browser, rules), follow=True)
    assert answer.redirect_chain == [(_text(rules), 302)]
    page = page_of(answer)
    assert "You have signed for the company." in page
    assert "Margaret Osei" in page
    assert "Known by: Password" in page
    assert RulesSignature.objects.get().signed_at == now


@pytest.mark.parametrize(
    ("record", "hours"), [({"method": "code"}, 1.0), ({"method": "password"}, 12.1)]
)
def test_without_a_proof_a_mailed_code_is_the_last_step(
    record: dict[str, str],
    hours: float,
    program: Program,
    sponsor: User,
    signed_in: SignedIn,
    now: datetime,
) -> None:
    rules, browser = publish(program, "Be kind.", now), signed_in(sponsor, record, hours_ago=hours)
    asked = browser.post(_page(rules), _consenting(browser, rules))
    assert not RulesSignature.objects.exists()
    assert f"We sent a code to {sponsor.email}" in page_of(asked)
    message = OutboxMessage.objects.get(kind="house_rules_code")
    typed = fields_of(page_of(asked)) | {"code": str(message.envelope().facts["code"])}
    browser.post(_page(rules), typed)
    assert RulesSignature.objects.get().proof == Proof.MAILED_CODE


def test_a_wrong_code_is_said_and_the_name_stays(
    program: Program, sponsor: User, signed_in: SignedIn, now: datetime
) -> None:
    rules, browser = publish(program, "Be kind.", now), signed_in(sponsor, {"method": "code"})
    first = _consenting(browser, rules) | {"typed_name": "Dr. Osei"}
    asked = fields_of(page_of(browser.post(_page(rules), first)))
    page = page_of(browser.post(_page(rules), asked | {"code": "0000 000"}))
    assert "This is not the code that we sent you. 4 tries are left." in page
    assert 'value="Dr. Osei"' in page
    assert not RulesSignature.objects.exists()


def test_what_was_published_meanwhile_is_shown_to_be_read(
    program: Program, sponsor: User, signed_in: SignedIn, now: datetime
) -> None:
    old, browser = publish(program, "One text", now), signed_in(sponsor)
    typed = _consenting(browser, old) | {"typed_name": "Dr. Osei"}
    newer = publish(program, "Another text", now)
    answer = browser.post(_page(old), typed)
    page = page_of(answer)
    assert answer.status_code == 409
    assert "The text has changed, read it again." in page
    assert "Another text" in page
    assert 'value="Dr. Osei"' in page
    assert f'action="{_page(newer)}"' in page
    assert not RulesSignature.objects.exists()
    browser.post(_page(newer), fields_of(page) | {"consent": "on"})
    assert RulesSignature.objects.get().rules == newer


def test_what_another_sponsor_signed_meanwhile_is_said(
    program: Program, sponsor: User, signed_in: SignedIn, now: datetime
) -> None:
    rules, browser = publish(program, "One", now), signed_in(sponsor)
    typed = _consenting(browser, rules)
    sign_rules(rules, make_sponsor(program, "Ade Bello"), now, typed_name="Ade Bello")
    answer = browser.post(_page(rules), typed)
    assert answer.status_code == 409
    assert "Ade Bello has signed this for the company." in page_of(answer)
    assert RulesSignature.objects.count() == 1


def test_two_clicks_make_one_signature(
    program: Program, sponsor: User, signed_in: SignedIn, now: datetime
) -> None:
    rules, browser = publish(program, "One", now), signed_in(sponsor)
    typed = _consenting(browser, rules)
    for _click in range(2):
        assert browser.post(_page(rules), typed).status_code == 302
    assert RulesSignature.objects.count() == 1


def test_an_old_link_leads_to_what_waits_now(
    program: Program, sponsor: User, signed_in: SignedIn, now: datetime
) -> None:
    old, newer = publish(program, "One", now), publish(program, "Two", now)
    browser = signed_in(sponsor)
    assert browser.get(_page(old)).headers["Location"] == _page(newer)
    sign_rules(newer, sponsor, now)
    assert browser.get(_page(old)).headers["Location"] == _text(newer)


def test_who_is_no_sponsor_is_told_so(
    pair: Pairing, hr_admin: User, signed_in: SignedIn, now: datetime
) -> None:
    rules = publish(pair.program, "Be kind.", now)
    for person in (pair.mentor, pair.mentee, hr_admin):
        browser = signed_in(person)
        for answer in (browser.get(_page(rules)), browser.post(_page(rules), {"consent": "on"})):
            assert answer.status_code == 403
            assert "Only a sponsor of the program signs" in page_of(answer)
    assert not RulesSignature.objects.exists()


def test_a_tick_is_needed(
    program: Program, sponsor: User, signed_in: SignedIn, now: datetime
) -> None:
    rules, browser = publish(program, "One", now), signed_in(sponsor)
    page = page_of(browser.post(_page(rules), form_at(browser, _page(rules))))
    assert "Tick the box to say that you agree." in page
    assert not RulesSignature.objects.exists()


def test_the_start_page_of_a_sponsor_shows_it_first(
    program: Program, sponsor: User, signed_in: SignedIn, now: datetime
) -> None:
    rules, browser = publish(program, "One", now), signed_in(sponsor)
    start = page_of(browser.get("/", follow=True))
    assert start.index(_page(rules)) < start.index("Programs in figures</h1>")
    report = reverse("dashboard:show-report", args=[program.uid])
    assert _page(rules) in page_of(browser.get(report))
    sign_rules(rules, sponsor, now)
    assert _page(rules) not in page_of(browser.get("/", follow=True))


def test_a_reader_sees_whether_it_is_signed(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    rules, browser = publish(pair.program, "Be kind.", now), signed_in(pair.mentee)
    assert "Published, and not yet signed for the company." in page_of(browser.get(_text(rules)))
    sign_rules(rules, make_sponsor(pair.program), now)
    assert "Margaret Osei" in page_of(browser.get(_text(rules)))


def test_the_draft_says_who_signed_for_the_company(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    draft, browser = make_draft(pair, now), signed_in(pair.mentor)
    url = reverse("contracts:show-agreement", args=[draft.contract.uid])
    assert "not yet signed for the company" in page_of(browser.get(url))
    sign_rules(draft.house_rules, make_sponsor(pair.program), now)
    assert "Signed for the company by Margaret Osei, 23 Nov 2026." in page_of(browser.get(url))


def test_the_agreement_in_force_says_who_signed_for_the_company(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version, browser = make_in_force(pair, now), signed_in(pair.mentor)
    url = reverse("contracts:show-agreement", args=[version.contract.uid])
    sign_rules(version.house_rules, make_sponsor(pair.program), now)
    assert "Signed for the company by Margaret Osei, 23 Nov 2026" in page_of(browser.get(url))


def test_an_older_text_says_that_there_is_a_newer_one(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    old, newer = publish(pair.program, "One", now), publish(pair.program, "Two", now)
    page = page_of(signed_in(pair.mentee).get(_text(old)))
    assert "There is a newer text, version 2." in page
    assert _text(newer) in page


def test_a_name_with_markup_stays_words(
    program: Program, sponsor: User, signed_in: SignedIn, now: datetime
) -> None:
    rules, browser = publish(program, "One", now), signed_in(sponsor)
    typed = _consenting(browser, rules) | {"typed_name": "<img src=x>"}
    page = page_of(browser.post(_page(rules), typed, follow=True))
    assert "<img src=x>" not in page
    assert "&lt;img src=x&gt;" in page
