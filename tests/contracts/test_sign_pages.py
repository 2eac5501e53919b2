"""Signing in the browser: the exact text, few inputs, the proof of the sign-in or a mailed code."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from accounts.models import User
from contracts.actions import end_contract, offer, withdraw
from contracts.models import Signature, Version
from contracts.queries.reading import signed_text
from contracts.rules import VersionState
from outbox.models import OutboxMessage
from pairings.models import Pairing
from pairings.rules import PairState
from programs.rules import Role
from tests import builders
from tests.contracts.agreements import (
    MENTEE_GOAL,
    current,
    make_draft,
    make_in_force,
    make_offer,
    sign_as,
)
from tests.contracts.browsing import Answer, fields_of, form_at, page_of
from tests.contracts.conftest import SignedIn

pytestmark = pytest.mark.django_db


def _url(pair: Pairing, name: str = "sign-agreement") -> str:
    return reverse(f"contracts:{name}", args=[pair.uid])


def _signs(browser: Client, pair: Pairing, **typed: str) -> Answer:
    form = form_at(browser, _url(pair)) | {"consent": "on"} | typed
    return browser.post(_url(pair), form, follow=True)


def test_the_page_shows_every_value_of_the_stored_bytes(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = make_offer(pair, now)
    page = page_of(signed_in(pair.mentee).get(_url(pair)))
    text = signed_text(bytes(version.document or b""))
    assert len(text.leaves) > 25
    for path, value in text.leaves:
        assert f">{path}</dt>" in page
        assert f"<bdi>{escape(value) or '–'}</bdi></dd>" in page
    assert version.document_sha256 in page


def test_the_page_is_read_from_the_bytes_and_not_from_the_tables(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = make_offer(pair, now)
    version.goals.update(text="canary-changed")
    User.objects.filter(pk=pair.mentor_id).update(display_name="Somebody Else")
    page = page_of(signed_in(pair.mentee).get(_url(pair)))
    sheet = page[page.index('<article class="sheet"') : page.index("</article>")]
    assert MENTEE_GOAL in sheet
    assert "canary-changed" not in page
    assert "What Priya Nair, mentor, gains" in sheet


def test_the_house_rules_stand_beside_it(pair: Pairing, signed_in: SignedIn, now: datetime) -> None:
    make_offer(pair, now)
    page = page_of(signed_in(pair.mentee).get(_url(pair)))
    assert "What HR sees" in page
    assert "promise between colleagues" in page


def test_signing_asks_for_little(pair: Pairing, signed_in: SignedIn, now: datetime) -> None:
    make_offer(pair, now)
    page = page_of(signed_in(pair.mentee).get(_url(pair)))
    form = page[page.index('id="sign"') :]
    form = form[: form.index("</form>")]
    shown = re.findall(r'<input(?![^>]*type="hidden")[^>]*>', form)
    assert len(shown) == 2
    assert fields_of(form)["typed_name"] == "Tom Hughes"
    assert "consent" not in fields_of(form)


def test_a_person_who_typed_a_password_signs(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = make_offer(pair, now)
    answer = _signs(signed_in(pair.mentee), pair)
    signature = Signature.objects.get()
    assert "You have signed." in page_of(answer)
    assert "Waiting for Priya" in page_of(answer)
    assert (signature.signer, signature.typed_name) == (pair.mentee, "Tom Hughes")
    assert signature.document_sha256 == version.document_sha256
    assert (signature.proof, signature.proved_at) == ("password", now - timedelta(hours=1))


def test_a_real_sign_in_by_password_is_a_proof(
    pair: Pairing, frozen_clock: None, now: datetime
) -> None:
    make_offer(pair, now)
    browser = Client()
    form = {"login": pair.mentee.email, "password": builders.PASSWORD}
    browser.post(reverse("account_login"), form)
    _signs(browser, pair)
    signature = Signature.objects.get()
    assert (signature.proof, signature.proved_at) == ("password", now)


@pytest.mark.parametrize(
    ("record", "proof"),
    [
        ({"method": "password"}, "password"),
        ({"method": "mfa", "type": "totp"}, "totp"),
        ({"method": "mfa", "type": "webauthn"}, "passkey"),
    ],
)
def test_the_proof_of_the_session_is_recorded(
    record: dict[str, Any], proof: str, pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    make_offer(pair, now)
    _signs(signed_in(pair.mentee, record, hours_ago=11.9), pair)
    assert Signature.objects.get().proof == proof


@pytest.mark.parametrize(
    ("record", "hours_ago"),
    [
        ({"method": "password"}, 12.1),
        ({"method": "mfa", "type": "totp"}, 12.1),
        ({"method": "mfa", "type": "recovery_codes"}, 1),
        ({"method": "code"}, 1),
        ({"method": "password_reset"}, 1),
        ({"method": "socialaccount", "provider": "oidc"}, 1),
    ],
)
def test_without_a_proof_a_mailed_code_is_the_last_step(
    record: dict[str, Any],
    hours_ago: float,
    pair: Pairing,
    signed_in: SignedIn,
    now: datetime,
) -> None:
    make_offer(pair, now)
    browser = signed_in(pair.mentee, record, hours_ago=hours_ago)
    asked = _signs(browser, pair)
    assert "We sent a code to" in page_of(asked)
    assert not Signature.objects.exists()
    code = OutboxMessage.objects.get(kind="signing_code").envelope().facts["code"]
    answer = browser.post(_url(pair), fields_of(page_of(asked)) | {"code": code}, follow=True)
    assert "You have signed." in page_of(answer)
    assert Signature.objects.get().proof == "mailed_code"


def test_the_records_of_somebody_else_prove_nothing(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    make_offer(pair, now)
    browser = signed_in(pair.mentee)
    session = browser.session
    session["account_authentication_methods_user"] = str(pair.mentor_id)
    session.save()
    assert "We sent a code to" in page_of(_signs(browser, pair))
    assert not Signature.objects.exists()


@pytest.mark.parametrize("records", ["password", {"method": "password"}, [None, 3], [["password"]]])
def test_damaged_records_prove_nothing(
    records: object, pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    make_offer(pair, now)
    browser = signed_in(pair.mentee)
    session = browser.session
    session["account_authentication_methods"] = records
    session.save()
    assert "We sent a code to" in page_of(_signs(browser, pair))


def test_a_wrong_code_is_said_beside_it_and_the_name_is_kept(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    make_offer(pair, now)
    browser = signed_in(pair.mentee, {"method": "code"})
    asked = _signs(browser, pair, typed_name="T. Hughes")
    answer = browser.post(_url(pair), fields_of(page_of(asked)) | {"code": "1"})
    assert "4 tries are left" in str(answer.context["form"].errors["code"])
    assert 'value="T. Hughes"' in page_of(answer)
    assert not Signature.objects.exists()


def test_a_missing_code_is_asked_for(pair: Pairing, signed_in: SignedIn, now: datetime) -> None:
    make_offer(pair, now)
    browser = signed_in(pair.mentee, {"method": "code"})
    asked = _signs(browser, pair)
    answer = browser.post(_url(pair), fields_of(page_of(asked)) | {"code": ""})
    assert "Type the code that we sent you" in page_of(answer)


def test_a_new_code_can_be_asked_for(pair: Pairing, signed_in: SignedIn, now: datetime) -> None:
    make_offer(pair, now)
    browser = signed_in(pair.mentee, {"method": "code"})
    again = fields_of(page_of(_signs(browser, pair))) | {"code": "", "resend": "1"}
    with time_machine.travel(now + timedelta(minutes=2), tick=False):
        browser.post(_url(pair), again)
    codes = OutboxMessage.objects.filter(kind="signing_code").order_by("id")
    assert [row.state for row in codes] == ["superseded", "pending"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"consent": ""}, "Tick the box"),
        ({"typed_name": ""}, "This field is required"),
        ({"typed_name": "\u200b"}, "This field is required"),
        ({"typed_name": "x" * 151}, "at most 150 characters"),
        ({"typed_name": "a\u202eb"}, "cannot be part of a signed text"),
    ],
)
def test_what_lacks_is_said_and_nothing_is_signed(
    typed: dict[str, str], said: str, pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    make_offer(pair, now)
    browser = signed_in(pair.mentee)
    answer = _signs(browser, pair, **typed)
    assert said in page_of(answer)
    assert "Error:" in page_of(answer)
    assert not Signature.objects.exists()


def test_a_stale_page_is_answered_with_the_new_text_to_read(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = make_offer(pair, now)
    browser = signed_in(pair.mentee)
    stale = form_at(browser, _url(pair)) | {"consent": "on", "typed_name": "T. Hughes"}
    draft = withdraw(version=version, by=pair.mentor, now=now)
    Version.objects.filter(pk=draft.pk).update(place="a new place")
    newer = offer(version=draft, by=pair.mentor, now=now)
    answer = browser.post(_url(pair), stale)
    page = page_of(answer)
    assert answer.status_code == 409
    assert "The text has changed, read it again." in page
    assert "a new place" in page
    assert fields_of(page)["shown_sha256"] == newer.document_sha256
    assert fields_of(page)["typed_name"] == "T. Hughes"
    assert "consent" not in fields_of(page)
    assert not Signature.objects.exists()


def test_signing_what_was_taken_back_says_so(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = make_offer(pair, now)
    browser = signed_in(pair.mentee)
    stale = form_at(browser, _url(pair)) | {"consent": "on"}
    withdraw(version=version, by=pair.mentor, now=now)
    answer = browser.post(_url(pair), stale)
    assert answer.status_code == 409
    assert "See how it stands now" in page_of(answer)
    assert not Signature.objects.exists()


def test_no_code_is_mailed_for_a_stalepage_of(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = make_offer(pair, now)
    browser = signed_in(pair.mentee, {"method": "code"})
    stale = form_at(browser, _url(pair)) | {"consent": "on"}
    offer(version=withdraw(version=version, by=pair.mentor, now=now), by=pair.mentor, now=now)
    later = now + timedelta(seconds=1)
    Version.objects.filter(state=VersionState.OFFERED).update(expires_at=later + timedelta(days=1))
    stale["shown_sha256"] = "0" * 64
    assert browser.post(_url(pair), stale).status_code == 409
    assert not OutboxMessage.objects.filter(kind="signing_code").exists()


def test_signing_while_paused(pair: Pairing, signed_in: SignedIn, now: datetime) -> None:
    make_offer(pair, now)
    Pairing.objects.update(
        state=PairState.PAUSED,
        paused_until=(now + timedelta(days=5)).date(),
        state_before_pause=PairState.GETTING_STARTED,
    )
    assert "You have signed." in page_of(_signs(signed_in(pair.mentee), pair))


def test_an_ended_pair_reads_and_does_not_sign(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = make_offer(pair, now)
    browser = signed_in(pair.mentee)
    form = form_at(browser, _url(pair)) | {"consent": "on"}
    end_contract(pairing=pair, now=now)
    Pairing.objects.update(state=PairState.ENDED)
    answer = browser.post(_url(pair), form)
    assert answer.status_code == 409
    assert "This pair has ended" in page_of(answer)
    page = page_of(browser.get(_url(pair), follow=True))
    assert MENTEE_GOAL in page
    assert "Read and sign" not in page
    assert not version.signatures.exists()


def test_in_force_the_page_is_the_signed_sheet(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = make_in_force(pair, now)
    for person in (pair.mentor, pair.mentee):
        page = page_of(signed_in(person).get(_url(pair, "show-agreement")))
        assert page.count('class="signature-name"') == 2
        assert page.count("Known by: Password") == 2
        assert "2026-11-23 09:30:00 UTC" in page
        assert version.document_sha256 in page
        assert "In force" in page


def test_the_signing_page_leads_on_when_there_is_nothing_to_sign(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = make_offer(pair, now)
    sign_as(version, pair.mentee, now)
    answer = signed_in(pair.mentee).get(_url(pair), follow=True)
    assert "Waiting for Priya" in page_of(answer)


def test_who_sent_it_can_take_it_back(pair: Pairing, signed_in: SignedIn, now: datetime) -> None:
    version = make_offer(pair, now)
    browser = signed_in(pair.mentor)
    assert "Take it back to change it" in page_of(browser.get(_url(pair)))
    answer = browser.post(_url(pair, "withdraw-offer"), follow=True)
    assert "You have taken it back." in page_of(answer)
    assert current(version.contract).state == VersionState.DRAFT


def test_taking_it_back_twice_leads_to_the_draft(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = make_offer(pair, now)
    browser = signed_in(pair.mentor)
    for _click in range(2):
        browser.post(_url(pair, "withdraw-offer"))
    assert version.contract.versions.count() == 2
    assert "What I gain as the mentor" in page_of(browser.get(_url(pair, "show-agreement")))


def test_the_other_cannot_take_it_back(pair: Pairing, signed_in: SignedIn, now: datetime) -> None:
    version = make_offer(pair, now)
    answer = signed_in(pair.mentee).post(_url(pair, "withdraw-offer"))
    assert answer.status_code == 403
    assert current(version.contract).state == VersionState.OFFERED


def test_the_other_sends_it_back_with_a_comment(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = make_offer(pair, now)
    browser = signed_in(pair.mentee)
    answer = browser.post(_url(pair, "send-back-offer"), {"comment": "smaller"}, follow=True)
    assert "Sent back to Priya." in page_of(answer)
    version.refresh_from_db()
    assert (version.state, version.comment) == ("sent_back", "smaller")


def test_who_sent_it_cannot_send_it_back(pair: Pairing, signed_in: SignedIn, now: datetime) -> None:
    version = make_offer(pair, now)
    for method in ("get", "post"):
        answer = getattr(signed_in(pair.mentor), method)(_url(pair, "send-back-offer"))
        assert answer.status_code == 403
    assert current(version.contract).state == VersionState.OFFERED


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("", "This field is required"),
        ("x" * 501, "at most 500 characters"),
        ("\u200b", "Say in a few words"),
        ("a\u202eb", "cannot be part of a signed text"),
    ],
)
def test_a_comment_that_says_nothing_is_refused_and_kept(
    comment: str, said: str, pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = make_offer(pair, now)
    answer = signed_in(pair.mentee).post(_url(pair, "send-back-offer"), {"comment": comment})
    assert said in page_of(answer)
    assert escape(comment) in page_of(answer)
    assert current(version.contract).state == VersionState.OFFERED


def test_a_comment_on_what_was_taken_back_meanwhile_is_kept(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = make_offer(pair, now)
    browser = signed_in(pair.mentee)
    withdraw(version=version, by=pair.mentor, now=now)
    answer = browser.post(_url(pair, "send-back-offer"), {"comment": "my words"})
    assert answer.status_code == 409
    assert "my words" in page_of(answer)


def test_earlier_versions_stay_readable(pair: Pairing, signed_in: SignedIn, now: datetime) -> None:
    version = make_offer(pair, now)
    draft = withdraw(version=version, by=pair.mentor, now=now)
    newer = offer(version=draft, by=pair.mentor, now=now)
    for person in (pair.mentor, pair.mentee):
        sign_as(newer, person, now)
    browser = signed_in(pair.mentee)
    old = reverse("contracts:read-version", args=[version.uid])
    assert old in page_of(browser.get(_url(pair, "show-agreement")))
    page = page_of(browser.get(old))
    assert "Withdrawn" in page
    assert MENTEE_GOAL in page
    assert "Not signed yet" in page


def test_a_draft_is_no_version_to_read(pair: Pairing, signed_in: SignedIn, now: datetime) -> None:
    version = make_offer(pair, now)
    draft = withdraw(version=version, by=pair.mentor, now=now)
    answer = signed_in(pair.mentee).get(reverse("contracts:read-version", args=[draft.uid]))
    assert (answer.status_code, b"canary" in answer.content) == (404, False)


def test_times_are_those_of_the_reader_and_of_the_partner(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    User.objects.filter(pk=pair.mentor_id).update(time_zone="Europe/London")
    make_offer(pair, now, by=Role.MENTEE)
    page = page_of(signed_in(pair.mentee).get(_url(pair)))
    assert "Thu 26 Nov 2026, 10:00" in page
    assert "(09:00 for Priya)" in page


def test_pages_take_few_queries(
    pair: Pairing, signed_in: SignedIn, now: datetime, django_assert_max_num_queries: Any
) -> None:
    make_offer(pair, now)
    browser = signed_in(pair.mentor)
    with django_assert_max_num_queries(16):
        browser.get(_url(pair))
    make = current(pair.contract)
    for person in (pair.mentor, pair.mentee):
        sign_as(make, person, now)
    with django_assert_max_num_queries(16):
        browser.get(_url(pair, "show-agreement"))


def test_from_the_opened_agreement_to_both_signatures_in_a_handful_of_inputs(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    """Nothing is typed: what both hoped for stands there. A tick and every button is an input."""
    version = make_draft(pair, now)
    mentee, uid = signed_in(pair.mentee), version.contract.uid
    inputs = {"mentee": 0, "mentor": 0}
    for name, more in (("show", {"offer": "1"}), ("offer", {})):
        where = reverse(f"contracts:{name}-agreement", args=[uid])
        assert mentee.post(where, form_at(mentee, where) | more).status_code == 302
        inputs["mentee"] += 1
    for side in inputs:
        browser = signed_in(getattr(pair, side))
        where = reverse("contracts:sign-agreement", args=[uid])
        browser.post(where, form_at(browser, where) | {"consent": "on"})
        inputs[side] += 2
    version.refresh_from_db()
    assert version.state == VersionState.IN_FORCE
    assert inputs == {"mentee": 4, "mentor": 2}
