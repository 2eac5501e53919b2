"""Two at once: one outcome, nothing lost, nothing twice."""

from datetime import datetime
from functools import partial

import pytest

from contracts.actions import (
    check_signing_code,
    mail_signing_code,
    offer,
    open_contract,
    publish_house_rules,
    save_terms,
    send_back,
    sign,
    withdraw,
)
from contracts.models import Contract, HouseRules, Signature, SigningCode, Version
from contracts.queries.parts import shared_terms
from contracts.rules import Channel, VersionState
from core.models import AuditEvent
from outbox.models import OutboxMessage
from pairings.models import Pairing
from pairings.rules import PairState
from programs.rules import Cadence, Role
from tests.contracts.agreements import (
    current,
    make_draft,
    make_offer,
    sign_as,
    signing_of,
    terms_with,
)
from tests.contracts.racing import refusals, run_together

pytestmark = pytest.mark.django_db(transaction=True)


def test_both_sign_at_once_and_it_counts_once(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    results = run_together(
        partial(sign_as, version, pair.mentor, now), partial(sign_as, version, pair.mentee, now)
    )
    pair.refresh_from_db()
    assert refusals(results) == []
    assert Signature.objects.filter(version=version).count() == 2
    assert current(version.contract).state == VersionState.IN_FORCE
    assert pair.state == PairState.ACTIVE
    assert AuditEvent.objects.filter(verb="activate").count() == 1
    assert OutboxMessage.objects.filter(kind="agreement_in_force").count() == 2


def test_a_double_click_is_one_signature(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    act = partial(sign_as, version, pair.mentor, now)
    results = run_together(act, act, act)
    assert refusals(results) == []
    assert Signature.objects.count() == 1
    assert OutboxMessage.objects.filter(kind="agreement_signed").count() == 1


def test_signing_while_the_other_takes_it_back_has_one_outcome(
    pair: Pairing, now: datetime
) -> None:
    version = make_offer(pair, now)
    sign_as(version, pair.mentor, now)
    results = run_together(
        partial(sign_as, version, pair.mentee, now),
        partial(withdraw, version=version, by=pair.mentor, now=now),
    )
    states = sorted(version.contract.versions.values_list("state", flat=True))
    assert (refusals(results), states) in [
        (["not_offered"], ["in_force"]),
        (["text_changed"], ["draft", "withdrawn"]),
    ]
    pair.refresh_from_db()
    assert (pair.state == PairState.ACTIVE) is (states == ["in_force"])


def test_signing_while_the_other_sends_it_back_has_one_outcome(
    pair: Pairing, now: datetime
) -> None:
    version = make_offer(pair, now)
    sign_as(version, pair.mentee, now)
    results = run_together(
        partial(sign_as, version, pair.mentor, now),
        partial(send_back, version=version, by=pair.mentee, comment="smaller", now=now),
    )
    states = sorted(version.contract.versions.values_list("state", flat=True))
    assert (refusals(results), states) in [
        (["not_offered"], ["in_force"]),
        (["text_changed"], ["draft", "sent_back"]),
    ]


def test_both_send_it_at_once_and_one_is_asked_to_read(pair: Pairing, now: datetime) -> None:
    version = make_draft(pair, now)
    results = run_together(
        partial(offer, version=version, by=pair.mentor, now=now),
        partial(offer, version=version, by=pair.mentee, now=now),
    )
    assert refusals(results) == ["text_changed"]
    assert OutboxMessage.objects.filter(kind="agreement_offered").count() == 1


def test_an_offer_beside_an_edit_freezes_one_of_the_two_texts(pair: Pairing, now: datetime) -> None:
    version = make_draft(pair, now)
    before = shared_terms(version)
    weekly = terms_with(version, cadence=Cadence.WEEKLY)
    results = run_together(
        partial(offer, version=version, by=pair.mentor, now=now),
        partial(save_terms, version=version, by=pair.mentee, terms=weekly, seen=0, now=now),
    )
    frozen = current(version.contract)
    assert frozen.state == VersionState.OFFERED
    assert (refusals(results), shared_terms(frozen)) in [([], weekly), (["not_a_draft"], before)]


def test_two_save_the_shared_terms_and_the_second_is_asked(pair: Pairing, now: datetime) -> None:
    version = make_draft(pair, now)
    weekly = terms_with(version, cadence=Cadence.WEEKLY)
    coffee = terms_with(version, channel=Channel.COFFEE)
    results = run_together(
        partial(save_terms, version=version, by=pair.mentor, terms=weekly, seen=0, now=now),
        partial(save_terms, version=version, by=pair.mentee, terms=coffee, seen=0, now=now),
    )
    assert refusals(results) == ["changed_meanwhile"]
    assert shared_terms(current(version.contract)) in [weekly, coffee]


def test_a_contract_opened_by_both_is_one(pair: Pairing, now: datetime) -> None:
    act = partial(open_contract, pairing=pair, now=now)
    results = run_together(act, act)
    assert refusals(results) == []
    assert (Contract.objects.count(), Version.objects.count()) == (1, 1)


def test_house_rules_published_by_two_are_numbered_apart(pair: Pairing, now: datetime) -> None:
    publish = partial(publish_house_rules, program=pair.program, by=None, now=now)
    run_together(partial(publish, text="One"), partial(publish, text="Two"))
    assert sorted(HouseRules.objects.values_list("number", flat=True)) == [1, 2]


def test_a_double_click_mails_one_code(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    ask = partial(
        mail_signing_code,
        version=version,
        by=pair.mentee,
        shown_sha256=version.document_sha256,
        now=now,
    )
    run_together(ask, ask)
    assert SigningCode.objects.count() == 1
    assert OutboxMessage.objects.filter(kind="signing_code").count() == 1


def test_tries_at_once_are_all_counted(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    shown = version.document_sha256
    mail_signing_code(version=version, by=pair.mentee, shown_sha256=shown, now=now)
    guess = partial(
        check_signing_code, version=version, by=pair.mentee, shown_sha256=shown, code="0", now=now
    )
    results = run_together(*[guess] * 7)
    assert len(refusals(results)) == 7
    assert SigningCode.objects.get().tries_left == 0


def test_a_code_clicked_twice_is_one_signature(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now, by=Role.MENTEE)
    shown = version.document_sha256
    mail_signing_code(version=version, by=pair.mentor, shown_sha256=shown, now=now)
    code = str(OutboxMessage.objects.get(kind="signing_code").envelope().facts["code"])
    signing = signing_of(version, now, evidence=None, code=code)
    act = partial(sign, version=version, by=pair.mentor, signing=signing, now=now)
    results = run_together(act, act)
    assert refusals(results) == []
    assert Signature.objects.count() == 1
