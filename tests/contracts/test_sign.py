"""Signing: each for themselves, exactly what was shown; two signatures bring it into force."""

from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from django.db import connection

from contracts.actions import ProofNeeded, ReadAgain, end_contract, sign, withdraw
from contracts.models import Signature, Version
from contracts.queries.consent import consent_sentence
from contracts.rules import Proof, VersionState
from contracts.rules.proof import Evidence
from core.errors import Forbidden, Refusal
from core.frozen import install_guards
from core.models import AuditEvent
from outbox.models import OutboxMessage
from pairings.models import Pairing
from pairings.rules import PairState
from tests.contracts.agreements import (
    current,
    make_draft,
    make_in_force,
    make_offer,
    sign_as,
    signing_of,
)

pytestmark = pytest.mark.django_db


def test_a_signature_records_what_was_signed_how_and_when(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    evidence = Evidence(Proof.TOTP, now - timedelta(hours=3))
    signing = signing_of(version, now, typed_name="  Tom  Hughes ", evidence=evidence)
    signature = sign(version=version, by=pair.mentee, signing=signing, now=now)
    signature.refresh_from_db()
    assert (signature.signer, signature.role) == (pair.mentee, "mentee")
    assert signature.typed_name == "Tom Hughes"
    assert signature.document_sha256 == version.document_sha256
    assert (signature.proof, signature.proved_at) == ("totp", now - timedelta(hours=3))
    assert signature.signed_at == now
    assert signature.consent == consent_sentence(version)
    assert signature.consent_sha256 == sha256(signature.consent.encode()).hexdigest()


def test_one_signature_brings_nothing_into_force(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    sign_as(version, pair.mentor, now)
    pair.refresh_from_db()
    assert current(version.contract).state == VersionState.OFFERED
    assert pair.state == PairState.GETTING_STARTED


def test_both_signatures_make_it_count_and_the_pair_active(pair: Pairing, now: datetime) -> None:
    version = make_in_force(pair, now)
    before = pair.revision
    pair.refresh_from_db()
    assert (version.state, version.in_force_at) == (VersionState.IN_FORCE, now)
    assert pair.state == PairState.ACTIVE
    assert pair.revision > before


def test_signing_twice_is_one_signature(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    first = sign_as(version, pair.mentor, now)
    assert sign_as(version, pair.mentor, now + timedelta(minutes=1)) == first
    assert OutboxMessage.objects.filter(kind="agreement_signed").count() == 1


def test_signing_again_after_it_counts_is_harmless(pair: Pairing, now: datetime) -> None:
    version = make_in_force(pair, now)
    later = now + timedelta(days=2)
    without_proof = signing_of(version, later, evidence=None)
    again = sign(version=version, by=pair.mentee, signing=without_proof, now=later)
    assert again.signed_at == now
    assert Signature.objects.count() == 2


def test_another_text_than_the_one_shown_is_not_signed(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    signing = signing_of(version, now, shown_sha256="0" * 64)
    with pytest.raises(ReadAgain) as refused:
        sign(version=version, by=pair.mentee, signing=signing, now=now)
    assert refused.value.status == 409
    assert "read it again" in str(refused.value)
    assert not Signature.objects.exists()


def test_a_text_that_was_taken_back_is_not_signed(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    signing = signing_of(version, now)
    withdraw(version=version, by=pair.mentor, now=now)
    with pytest.raises(ReadAgain):
        sign(version=version, by=pair.mentee, signing=signing, now=now)
    assert not Signature.objects.exists()


def test_a_draft_is_not_signed(pair: Pairing, now: datetime) -> None:
    version = make_draft(pair, now)
    with pytest.raises(ReadAgain):
        sign(version=version, by=pair.mentor, signing=signing_of(version, now), now=now)


@pytest.mark.parametrize("outsider", ["stranger", "hr_admin", "coordinator"])
def test_nobody_signs_for_another(
    outsider: str, pair: Pairing, now: datetime, request: pytest.FixtureRequest
) -> None:
    version = make_offer(pair, now)
    with pytest.raises(Forbidden):
        sign_as(version, request.getfixturevalue(outsider), now)
    assert not Signature.objects.exists()


def test_a_pair_that_ended_cannot_sign(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    Pairing.objects.filter(pk=pair.pk).update(state=PairState.ENDED)
    with pytest.raises(Refusal) as refused:
        sign_as(version, pair.mentor, now)
    assert refused.value.code == "not_live"


def test_a_paused_pair_signs_and_comes_back_active(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    paused = {"state": PairState.PAUSED, "paused_until": (now + timedelta(days=9)).date()}
    before = {"state_before_pause": PairState.GETTING_STARTED}
    Pairing.objects.filter(pk=pair.pk).update(**paused, **before)
    sign_as(version, pair.mentor, now)
    sign_as(version, pair.mentee, now)
    pair.refresh_from_db()
    assert (pair.state, pair.state_before_pause) == (PairState.PAUSED, PairState.ACTIVE)
    assert current(version.contract).state == VersionState.IN_FORCE


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"has_consented": False}, "consent_missing"),
        ({"typed_name": " \u200b "}, "name_missing"),
        ({"typed_name": "x" * 151}, "name_missing"),
        ({"typed_name": "turned\u202eround"}, "character_refused"),
        ({"evidence": None}, "proof_needed"),
    ],
)
def test_a_signature_that_lacks_something_is_refused(
    changed: dict[str, object], code: str, pair: Pairing, now: datetime
) -> None:
    version = make_offer(pair, now)
    signing = signing_of(version, now, **changed)
    with pytest.raises(Refusal) as refused:
        sign(version=version, by=pair.mentee, signing=signing, now=now)
    assert refused.value.code == code
    assert not Signature.objects.exists()


def test_a_proof_of_yesterday_is_none(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    old = Evidence(Proof.PASSKEY, now - timedelta(hours=13))
    with pytest.raises(ProofNeeded):
        sign(
            version=version, by=pair.mentee, signing=signing_of(version, now, evidence=old), now=now
        )


@pytest.mark.parametrize("name", ["山田 太郎", "Ольга", "مريم", "Þórður O'Brien-Łukasz"])
def test_names_of_every_script_sign(name: str, pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    signing = signing_of(version, now, typed_name=name)
    assert sign(version=version, by=pair.mentee, signing=signing, now=now).typed_name == name


def test_bytes_that_were_damaged_are_not_signed(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    trigger = "contracts_version_frozen"
    on_table = " ON contracts_version" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger}{on_table}")
    Version.objects.filter(pk=version.pk).update(document=b"{}")
    install_guards(connection)
    with pytest.raises(Refusal) as refused:
        sign_as(version, pair.mentee, now)
    assert refused.value.code == "not_intact"


def test_the_trail_names_the_proof_and_no_word_of_the_pair(pair: Pairing, now: datetime) -> None:
    make_in_force(pair, now)
    signed = AuditEvent.objects.filter(verb="sign agreement").order_by("id")
    assert [event.facts for event in signed] == [{"version": 1, "proof": "password"}] * 2
    trail = str(list(AuditEvent.objects.values_list("facts", flat=True)))
    assert "canary" not in trail


def test_with_the_pair_its_agreement_ends(pair: Pairing, now: datetime) -> None:
    version = make_in_force(pair, now)
    assert end_contract(pairing=pair, now=now) == 1
    assert end_contract(pairing=pair, now=now) == 0
    version.refresh_from_db()
    assert (version.state, version.closed_at) == (VersionState.ENDED, now)


def test_an_offer_ends_with_its_pair_and_asks_nobody_any_more(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    end_contract(pairing=pair, now=now)
    assert current(version.contract).state == VersionState.ENDED
    assert OutboxMessage.objects.get(kind="agreement_offered").state == "superseded"


def test_a_pair_without_an_agreement_ends_none(pair: Pairing, now: datetime) -> None:
    assert end_contract(pairing=pair, now=now) == 0
