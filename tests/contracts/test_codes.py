"""A mailed code: the last step where the sign-in proves nothing, recorded as what it is."""

from datetime import datetime, timedelta

import pytest

from accounts.models import User
from contracts.actions import (
    ReadAgain,
    Signing,
    mail_signing_code,
    offer,
    send_back,
    sign,
)
from contracts.models import Signature, SigningCode, Version
from core.errors import Forbidden, Refusal
from outbox.models import OutboxMessage
from pairings.models import Pairing
from tests.contracts.agreements import current, make_offer, signing_of

pytestmark = pytest.mark.django_db


def _mail(version: Version, by: User, now: datetime) -> str:
    mail_signing_code(version=version, by=by, shown_sha256=version.document_sha256, now=now)
    return mailed_code(by)


def mailed_code(person: User) -> str:
    """Return the code of the last mail to a person."""
    row = OutboxMessage.objects.filter(kind="signing_code", person_id=person.pk).latest("id")
    return str(row.envelope().facts["code"])


def _with_code(version: Version, now: datetime, code: str) -> Signing:
    return signing_of(version, now, evidence=None, code=code)


def test_a_code_is_recorded_as_a_mailed_code(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    code = _mail(version, pair.mentee, now)
    later = now + timedelta(minutes=14)
    sign(version=version, by=pair.mentee, signing=_with_code(version, later, code), now=later)
    signature = Signature.objects.get()
    assert (signature.proof, signature.proved_at) == ("mailed_code", later)


def test_a_code_may_be_typed_with_spaces(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    code = _mail(version, pair.mentee, now)
    typed = f" {code[:4]} {code[4:]} "
    sign(version=version, by=pair.mentee, signing=_with_code(version, now, typed), now=now)
    assert Signature.objects.count() == 1


def test_only_the_hash_of_a_code_is_kept_and_the_mail_is_sealed(
    pair: Pairing, now: datetime
) -> None:
    version = make_offer(pair, now)
    code = _mail(version, pair.mentee, now)
    kept = SigningCode.objects.get()
    row = OutboxMessage.objects.get(kind="signing_code")
    assert len(code) == 8
    assert code not in kept.digest
    assert row.facts == {}
    assert code.encode() not in bytes(row.sealed_facts or b"")
    assert (row.address, row.expires_at) == (pair.mentee.email, now + timedelta(minutes=15))


def test_a_code_lasts_fifteen_minutes(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    code = _mail(version, pair.mentee, now)
    late = now + timedelta(minutes=15)
    with pytest.raises(Refusal) as refused:
        sign(version=version, by=pair.mentee, signing=_with_code(version, late, code), now=late)
    assert refused.value.code == "code_used_up"


def test_five_tries_use_a_code_up(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    code = _mail(version, pair.mentee, now)
    said = []
    for _try in range(6):
        with pytest.raises(Refusal) as refused:
            sign(version=version, by=pair.mentee, signing=_with_code(version, now, "no"), now=now)
        said.append(refused.value.code)
    assert said == ["code_wrong"] * 4 + ["code_used_up"] * 2
    with pytest.raises(Refusal):
        sign(version=version, by=pair.mentee, signing=_with_code(version, now, code), now=now)
    assert not Signature.objects.exists()


def test_the_code_of_one_is_not_the_code_of_the_other(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    code = _mail(version, pair.mentee, now)
    _mail(version, pair.mentor, now)
    with pytest.raises(Refusal) as refused:
        sign(version=version, by=pair.mentor, signing=_with_code(version, now, code), now=now)
    assert refused.value.code == "code_wrong"


def test_a_code_is_good_for_the_text_it_was_asked_for(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    code = _mail(version, pair.mentee, now)
    draft = send_back(version=version, by=pair.mentee, comment="smaller", now=now)
    newer = offer(version=draft, by=pair.mentor, now=now)
    with pytest.raises(Refusal) as refused:
        sign(version=newer, by=pair.mentee, signing=_with_code(newer, now, code), now=now)
    assert refused.value.code == "code_used_up"
    assert not Signature.objects.exists()


def test_no_code_is_mailed_for_a_text_that_was_not_shown(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    with pytest.raises(ReadAgain):
        mail_signing_code(version=version, by=pair.mentee, shown_sha256="0" * 64, now=now)
    assert not SigningCode.objects.exists()


def test_no_code_is_mailed_to_somebody_else(pair: Pairing, stranger: User, now: datetime) -> None:
    version = make_offer(pair, now)
    with pytest.raises(Forbidden):
        _mail(version, stranger, now)
    assert not OutboxMessage.objects.filter(kind="signing_code").exists()


def test_asking_again_within_a_minute_keeps_the_code(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    first = _mail(version, pair.mentee, now)
    assert _mail(version, pair.mentee, now + timedelta(seconds=59)) == first
    assert OutboxMessage.objects.filter(kind="signing_code").count() == 1


def test_a_newer_code_replaces_the_one_before(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    first = _mail(version, pair.mentee, now)
    later = now + timedelta(minutes=2)
    second = _mail(version, pair.mentee, later)
    states = OutboxMessage.objects.filter(kind="signing_code").order_by("id")
    assert [row.state for row in states] == ["superseded", "pending"]
    if first != second:
        with pytest.raises(Refusal):
            sign(
                version=version,
                by=pair.mentee,
                signing=_with_code(version, later, first),
                now=later,
            )
    sign(version=version, by=pair.mentee, signing=_with_code(version, later, second), now=later)
    assert Signature.objects.count() == 1


def test_a_double_click_with_a_code_is_one_signature(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    signing = _with_code(version, now, _mail(version, pair.mentee, now))
    first = sign(version=version, by=pair.mentee, signing=signing, now=now)
    assert sign(version=version, by=pair.mentee, signing=signing, now=now) == first
    assert current(version.contract).signatures.count() == 1
