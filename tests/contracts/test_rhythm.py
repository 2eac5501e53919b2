"""Another rhythm by one tap each: a version that differs in nothing else."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from contracts import amending_emails, emails
from contracts.actions import (
    ReadAgain,
    Rhythm,
    amend_agreement,
    decline_rhythm,
    expire_offers,
    publish_house_rules,
    sign,
    signing_in_one_tap,
    suggest_rhythm,
    withdraw,
)
from contracts.models import Version
from contracts.queries import agreement_state, terms_of, working_terms
from contracts.queries.consent import consent_sentence, consent_to_rhythm
from contracts.queries.parts import own_parts, shared_terms
from contracts.rules import Proof, VersionState
from contracts.rules.document import read_document
from core.errors import Forbidden, Refusal
from core.registry import message_kind
from outbox.models import OutboxMessage
from pairings.models import Pairing
from pairings.rules import PairState
from programs.rules import Cadence, Role
from tests.contracts.agreements import PARTS, make_draft, make_in_force, sign_as
from tests.contracts.amendments import biweekly, make_amendment, offer_amendment, proof, suggest
from tests.contracts.browsing import page_of
from tests.contracts.conftest import SignedIn

pytestmark = pytest.mark.django_db


def _states(pair: Pairing) -> list[str]:
    return list(pair.contract.versions.order_by("number").values_list("state", flat=True))


def _tap(version: Version, by: Role, now: datetime) -> None:
    person = version.contract.pairing.person_in(by)
    signing = signing_in_one_tap(person, proof(now), version.document_sha256)
    sign(version=version, by=person, signing=signing, now=now)


@pytest.mark.parametrize("by", list(Role))
def test_one_tap_each_and_it_counts(by: Role, pair: Pairing, now: datetime) -> None:
    make_in_force(pair, now)
    version = suggest(pair, now, by)
    assert version.signatures.get().role == by
    assert working_terms(pair).cadence == Cadence.MONTHLY
    _tap(version, Role.MENTEE if by == Role.MENTOR else Role.MENTOR, now)
    assert working_terms(pair).cadence == Cadence.FORTNIGHTLY
    assert [terms.cadence for terms in terms_of(pair)][-1] == Cadence.FORTNIGHTLY
    assert _states(pair) == ["superseded", "in_force"]


def test_nothing_else_differs(pair: Pairing, now: datetime) -> None:
    base = make_in_force(pair, now)
    version = suggest(pair, now)
    old, new = (read_document(bytes(v.document or b"")) for v in (base, version))
    assert own_parts(version) == PARTS
    assert (new.house_rules, new.ends_on, new.starts_on, new.parties, new.language) == (
        old.house_rules,
        old.ends_on,
        old.starts_on,
        old.parties,
        old.language,
    )
    assert (new.terms.cadence, new.terms.minutes) == (Cadence.FORTNIGHTLY, 45)
    assert new.terms.first_dates == ()
    assert (new.terms.place, new.terms.review_on, new.terms.organizer) == (
        old.terms.place,
        old.terms.review_on,
        old.terms.organizer,
    )


def test_only_the_minutes_may_change_too(pair: Pairing, now: datetime) -> None:
    base = make_in_force(pair, now)
    rhythm = Rhythm(Cadence.MONTHLY, 30, base.document_sha256)
    version = suggest_rhythm(
        contract=pair.contract, by=pair.mentor, rhythm=rhythm, evidence=proof(now), now=now
    )
    assert (shared_terms(version).minutes, version.cadence) == (30, "monthly")


def test_the_signature_says_which_rhythm_in_words_of_its_own(pair: Pairing, now: datetime) -> None:
    make_in_force(pair, now)
    version = suggest(pair, now)
    signature = version.signatures.get()
    assert "Every two weeks, 45 minutes" in signature.consent
    assert "Everything else in our agreement stays" in signature.consent
    assert signature.consent == consent_sentence(version)
    assert (signature.typed_name, signature.proof) == ("Priya Nair", Proof.PASSWORD)


def test_new_house_rules_do_not_come_in_through_the_rhythm(pair: Pairing, now: datetime) -> None:
    make_in_force(pair, now)
    publish_house_rules(program=pair.program, text="Newer", by=None, now=now)
    assert suggest(pair, now).house_rules.number == 1


@pytest.mark.parametrize("age", [timedelta(hours=13), None])
def test_without_a_known_proof_it_is_offered_and_not_signed(
    age: timedelta | None, pair: Pairing, now: datetime
) -> None:
    make_in_force(pair, now)
    stale = proof(now - age) if age else None
    version = suggest_rhythm(
        contract=pair.contract, by=pair.mentor, rhythm=biweekly(pair), evidence=stale, now=now
    )
    assert version.state == VersionState.OFFERED
    assert not version.signatures.exists()


def test_suggesting_the_same_again_is_harmless(pair: Pairing, now: datetime) -> None:
    make_in_force(pair, now)
    assert suggest(pair, now) == suggest(pair, now)
    assert pair.contract.versions.count() == 2
    assert OutboxMessage.objects.filter(kind=emails.RHYTHM_SUGGESTED).count() == 1


def _suggested(pair: Pairing, now: datetime) -> None:
    make_in_force(pair, now)
    suggest(pair, now, Role.MENTEE)


@pytest.mark.parametrize(
    ("before", "code", "says"),
    [
        (make_amendment, "in_the_making", "drop it first"),
        (offer_amendment, "in_the_making", "Sign it"),
        (_suggested, "in_the_making", "Answer it"),
        (make_draft, "in_the_making", "Change the rhythm there"),
    ],
)
def test_beside_another_text_it_is_refused_and_says_what_to_do(
    before: Callable[..., object], code: str, says: str, pair: Pairing, now: datetime
) -> None:
    before(pair, now)
    with pytest.raises(Refusal) as refused:
        suggest(pair, now)
    assert (refused.value.code, refused.value.status) == (code, 409)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("cadence", "minutes", "code"),
    [
        (Cadence.MONTHLY, 45, "same_rhythm"),
        (Cadence.FORTNIGHTLY, 0, "minutes_out_of_range"),
        (Cadence.FORTNIGHTLY, 481, "minutes_out_of_range"),
    ],
)
def test_a_rhythm_that_is_none_is_refused(
    cadence: Cadence, minutes: int, code: str, pair: Pairing, now: datetime
) -> None:
    base = make_in_force(pair, now)
    rhythm = Rhythm(cadence, minutes, base.document_sha256)
    with pytest.raises(Refusal) as refused:
        suggest_rhythm(
            contract=pair.contract, by=pair.mentor, rhythm=rhythm, evidence=None, now=now
        )
    assert refused.value.code == code
    assert _states(pair) == ["in_force"]


def test_too_few_meetings_are_refused(pair: Pairing, now: datetime) -> None:
    pair.program.cadence = Cadence.WEEKLY
    pair.program.save()
    base = make_in_force(pair, now)
    Pairing.objects.filter(pk=pair.pk).update(started_at=now, ends_on="2027-01-15")
    rhythm = Rhythm(Cadence.MONTHLY, 45, base.document_sha256)
    with pytest.raises(Refusal) as refused:
        suggest_rhythm(
            contract=base.contract, by=pair.mentor, rhythm=rhythm, evidence=None, now=now
        )
    assert refused.value.code == "too_few_meetings"


def test_over_a_version_that_was_replaced_it_is_read_again(pair: Pairing, now: datetime) -> None:
    make_in_force(pair, now)
    old = biweekly(pair)
    _tap(suggest(pair, now), Role.MENTEE, now)
    again = Rhythm(Cadence.WEEKLY, 45, old.shown_sha256)
    with pytest.raises(ReadAgain):
        suggest_rhythm(contract=pair.contract, by=pair.mentor, rhythm=again, evidence=None, now=now)


@pytest.mark.parametrize("outsider", ["stranger", "hr_admin", "coordinator"])
def test_nobody_else_suggests_or_declines(
    outsider: str, pair: Pairing, now: datetime, request: pytest.FixtureRequest
) -> None:
    make_in_force(pair, now)
    person = request.getfixturevalue(outsider)
    with pytest.raises(Forbidden):
        suggest_rhythm(
            contract=pair.contract, by=person, rhythm=biweekly(pair), evidence=None, now=now
        )
    version = suggest(pair, now)
    with pytest.raises(Forbidden):
        decline_rhythm(version=version, by=person, now=now)
    assert _states(pair) == ["in_force", "offered"]


def test_a_pair_that_is_over_suggests_nothing(pair: Pairing, now: datetime) -> None:
    make_in_force(pair, now)
    Pairing.objects.filter(pk=pair.pk).update(state=PairState.ENDED)
    with pytest.raises(Refusal) as refused:
        suggest(pair, now)
    assert refused.value.code == "not_live"


def test_a_no_closes_it_without_a_draft_and_without_a_word(pair: Pairing, now: datetime) -> None:
    make_in_force(pair, now)
    version = suggest(pair, now)
    for _twice in range(2):
        decline_rhythm(version=version, by=pair.mentee, now=now)
    version.refresh_from_db()
    assert (_states(pair), version.comment) == (["in_force", "sent_back"], "")
    assert working_terms(pair).cadence == Cadence.MONTHLY
    assert OutboxMessage.objects.filter(kind=emails.RHYTHM_DECLINED).count() == 1


def test_who_suggested_takes_it_back_and_cannot_decline(pair: Pairing, now: datetime) -> None:
    make_in_force(pair, now)
    version = suggest(pair, now)
    with pytest.raises(Forbidden):
        decline_rhythm(version=version, by=pair.mentor, now=now)
    assert withdraw(version=version, by=pair.mentor, now=now).state == "in_force"
    assert _states(pair) == ["in_force", "withdrawn"]


def test_a_suggestion_of_thirty_days_closes_without_a_draft(pair: Pairing, now: datetime) -> None:
    make_in_force(pair, now)
    suggest(pair, now)
    assert expire_offers(now=now + timedelta(days=30)) == 1
    assert _states(pair) == ["in_force", "expired"]


def test_a_whole_text_is_not_declined_with_a_tap(pair: Pairing, now: datetime) -> None:
    offered = offer_amendment(pair, now)
    with pytest.raises(Refusal) as refused:
        decline_rhythm(version=offered, by=pair.mentor, now=now)
    assert refused.value.code == "not_offered"


@pytest.mark.parametrize("way", ["declined", "withdrawn", "expired"])
def test_a_yes_comes_too_late(way: str, pair: Pairing, now: datetime) -> None:
    make_in_force(pair, now)
    version, at = suggest(pair, now), now
    if way == "declined":
        decline_rhythm(version=version, by=pair.mentee, now=now)
    elif way == "withdrawn":
        withdraw(version=version, by=pair.mentor, now=now)
    else:
        at = now + timedelta(days=30)
    with pytest.raises(Refusal) as refused:
        _tap(version, Role.MENTEE, at)
    assert refused.value.status == 409
    assert working_terms(pair).cadence == Cadence.MONTHLY


def test_after_a_no_there_is_room_for_an_amendment(pair: Pairing, now: datetime) -> None:
    make_in_force(pair, now)
    decline_rhythm(version=suggest(pair, now), by=pair.mentee, now=now)
    draft = amend_agreement(contract=pair.contract, by=pair.mentor, now=now)
    assert (draft.number, draft.cadence) == (3, "monthly")
    assert agreement_state(pair).next_state == VersionState.DRAFT


def test_one_mail_asks_and_it_holds_no_rhythm(pair: Pairing, now: datetime) -> None:
    make_in_force(pair, now)
    OutboxMessage.objects.all().delete()
    version = suggest(pair, now)
    row = OutboxMessage.objects.get()
    kind = message_kind(emails.RHYTHM_SUGGESTED)
    assert kind is not None
    mail = kind.render(row.envelope(), now)
    assert (row.kind, row.address) == (emails.RHYTHM_SUGGESTED, pair.mentee.email)
    assert "Priya suggests another rhythm" in mail.text
    assert "two weeks" not in mail.text + mail.html + str(row.facts)
    assert kind.admit(row.envelope(), now).send
    _tap(version, Role.MENTEE, now)
    assert not kind.admit(row.envelope(), now).send


def test_a_partner_who_signs_a_suggestion_first_is_told_of(pair: Pairing, now: datetime) -> None:
    make_in_force(pair, now)
    version = suggest(pair, now, is_proven=False)
    OutboxMessage.objects.all().delete()
    sign_as(version, pair.mentee, now)
    row = OutboxMessage.objects.get()
    assert (row.kind, row.address) == (emails.SIGNED, pair.mentor.email)


def test_the_mail_of_a_no_says_so_kindly(pair: Pairing, now: datetime) -> None:
    make_in_force(pair, now)
    version = suggest(pair, now)
    row = OutboxMessage.objects.filter(kind=emails.RHYTHM_SUGGESTED).get()
    decline_rhythm(version=version, by=pair.mentee, now=now)
    row.refresh_from_db()
    told = OutboxMessage.objects.get(kind=emails.RHYTHM_DECLINED)
    kind = message_kind(told.kind)
    assert kind in amending_emails.KINDS
    assert kind is not None
    assert "stays as it is" in kind.render(told.envelope(), now).text
    assert (told.address, row.state) == (pair.mentor.email, "superseded")


def test_what_a_tap_signs_stands_beside_it(
    pair: Pairing, now: datetime, signed_in: SignedIn
) -> None:
    make_in_force(pair, now)
    for page in ("contracts:show-agreement", "home:show-pair"):
        shown = page_of(signed_in(pair.mentor).get(reverse(page, args=[pair.uid])))
        assert consent_to_rhythm() in shown
    version = suggest(pair, now)
    for page in ("contracts:show-agreement", "home:show-pair"):
        shown = page_of(signed_in(pair.mentee).get(reverse(page, args=[pair.uid])))
        assert consent_sentence(version) in shown
