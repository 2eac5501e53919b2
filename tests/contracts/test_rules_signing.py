"""The sponsor signs house rules for the company: they alone, once, the version of today."""

from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from contracts.actions import (
    ProofNeeded,
    ReadAgain,
    ask_sponsors,
    mail_house_rules_code,
    publish_house_rules,
)
from contracts.models import RulesSignature, SigningCode
from contracts.queries import company_signature, latest_house_rules
from contracts.queries.house_rules import rules_waiting_for
from contracts.rules import Proof
from contracts.rules.proof import Evidence
from core.errors import Refusal
from core.models import AuditEvent
from core.registry import message_kind
from lifecycle.actions import duplicate_with_rules, put_on_staff
from outbox.models import OutboxMessage
from programs.actions import remove_staff
from programs.actions.duplicate import NewRun
from programs.models import Program, ProgramStaff
from programs.registry import house_rules_of
from programs.rules import ProgramState, StaffRole
from tests import builders
from tests.contracts.rules_signing import make_sponsor, publish, sign_rules

pytestmark = pytest.mark.django_db
WAITING, CODE = "house_rules_waiting", "house_rules_code"


@pytest.fixture
def sponsor(program: Program) -> User:
    """Signs for the company in `program`."""
    return make_sponsor(program)


def _digits() -> str:
    return str(OutboxMessage.objects.filter(kind=CODE).latest("pk").envelope().facts["code"])


def test_a_signature_says_who_what_when_and_how_they_were_known(
    program: Program, sponsor: User, now: datetime
) -> None:
    rules = publish(program, "Be kind.", now)
    signature = sign_rules(rules, sponsor, now, typed_name="  M.  Osei ")
    assert signature.signer == sponsor
    assert signature.typed_name == "M. Osei"
    assert signature.rules_sha256 == sha256(b"Be kind.").hexdigest()
    assert signature.consent_sha256 == sha256(signature.consent.encode()).hexdigest()
    assert "for the company" in signature.consent
    assert (signature.proof, signature.proved_at) == (Proof.PASSWORD, now - timedelta(hours=1))
    assert signature.signed_at == now
    assert company_signature(rules) == signature


def test_signing_is_audited_without_words(program: Program, sponsor: User, now: datetime) -> None:
    rules = publish(program, "Be kind.", now)
    sign_rules(rules, sponsor, now)
    event = AuditEvent.objects.get(verb="sign house rules")
    assert (event.actor_id, event.subject_uid) == (sponsor.pk, rules.uid)
    assert event.facts == {"version": 1, "proof": "password"}


def test_signing_twice_gives_the_same_signature(
    program: Program, sponsor: User, now: datetime
) -> None:
    rules = publish(program, "Be kind.", now)
    first = sign_rules(rules, sponsor, now)
    again = sign_rules(rules, sponsor, now + timedelta(days=3), evidence=None)
    assert again == first
    assert RulesSignature.objects.count() == 1


def test_one_signature_is_enough(program: Program, sponsor: User, now: datetime) -> None:
    rules, other = publish(program, "Be kind.", now), make_sponsor(program, "Ade Bello")
    sign_rules(rules, sponsor, now)
    with pytest.raises(Refusal) as refused:
        sign_rules(rules, other, now)
    assert (refused.value.code, refused.value.status) == ("signed_already", 409)
    assert RulesSignature.objects.get().signer == sponsor


@pytest.mark.parametrize("who", ["stranger", "hr_admin", "coordinator", "mentor"])
def test_nobody_else_signs(
    who: str, program: Program, now: datetime, request: pytest.FixtureRequest
) -> None:
    rules = publish(program, "Be kind.", now)
    with pytest.raises(Refusal) as refused:
        sign_rules(rules, request.getfixturevalue(who), now)
    assert (refused.value.code, refused.value.status) == ("not_the_sponsor", 403)
    assert not RulesSignature.objects.exists()


def test_the_sponsor_of_another_program_does_not_sign(program: Program, now: datetime) -> None:
    rules, other = publish(program, "Be kind.", now), make_sponsor(builders.make_program("B"))
    with pytest.raises(Refusal, match="Only a sponsor"):
        sign_rules(rules, other, now)


def test_who_was_sponsor_signs_no_more(
    program: Program, sponsor: User, hr_admin: User, now: datetime
) -> None:
    rules = publish(program, "Be kind.", now)
    remove_staff(staff=ProgramStaff.objects.get(user=sponsor), by=hr_admin, now=now)
    with pytest.raises(Refusal) as refused:
        sign_rules(rules, sponsor, now)
    assert refused.value.status == 403


def test_a_signature_outlives_the_role(
    program: Program, sponsor: User, hr_admin: User, now: datetime
) -> None:
    signature = sign_rules(publish(program, "Be kind.", now), sponsor, now)
    remove_staff(staff=ProgramStaff.objects.get(user=sponsor), by=hr_admin, now=now)
    newest = latest_house_rules(program)
    assert newest is not None
    assert company_signature(newest) == signature


@pytest.mark.parametrize("changed", [{"is_active": False}, {"left_on": "2026-01-01"}])
def test_who_has_left_signs_nothing(
    changed: dict[str, object], program: Program, sponsor: User, now: datetime
) -> None:
    rules = publish(program, "Be kind.", now)
    User.objects.filter(pk=sponsor.pk).update(**changed)
    with pytest.raises(Refusal, match="Only a sponsor"):
        sign_rules(rules, User.objects.get(pk=sponsor.pk), now)


def test_an_older_version_is_not_signed(program: Program, sponsor: User, now: datetime) -> None:
    old = publish(program, "One", now)
    publish(program, "Two", now)
    with pytest.raises(ReadAgain):
        sign_rules(old, sponsor, now)
    assert not RulesSignature.objects.exists()


def test_a_version_whose_text_returned_is_not_signed_for_the_newer_one(
    program: Program, sponsor: User, now: datetime
) -> None:
    first = publish(program, "One", now)
    publish(program, "Two", now)
    publish(program, "One", now)
    with pytest.raises(ReadAgain):
        sign_rules(first, sponsor, now)


def test_what_was_not_shown_is_not_signed(program: Program, sponsor: User, now: datetime) -> None:
    rules = publish(program, "One", now)
    with pytest.raises(ReadAgain):
        sign_rules(rules, sponsor, now, shown_sha256="0" * 64)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"has_consented": False}, "consent_missing"),
        ({"typed_name": " \u200b "}, "name_missing"),
        ({"typed_name": "x" * 151}, "name_missing"),
        ({"typed_name": "a\x00b"}, "character_refused"),
    ],
)
def test_what_lacks_is_refused(
    changed: dict[str, object], code: str, program: Program, sponsor: User, now: datetime
) -> None:
    rules = publish(program, "One", now)
    with pytest.raises(Refusal) as refused:
        sign_rules(rules, sponsor, now, **changed)
    assert refused.value.code == code
    assert not RulesSignature.objects.exists()


@pytest.mark.parametrize(
    "evidence",
    [None, Evidence(Proof.PASSWORD, datetime.fromisoformat("2026-11-22T20:00:00+00:00"))],
)
def test_without_a_fresh_proof_a_code_is_needed(
    evidence: Evidence | None, program: Program, sponsor: User, now: datetime
) -> None:
    rules = publish(program, "One", now)
    with pytest.raises(ProofNeeded):
        sign_rules(rules, sponsor, now, evidence=evidence)


def test_a_mailed_code_is_recorded_as_that(program: Program, sponsor: User, now: datetime) -> None:
    rules = publish(program, "One", now)
    mail_house_rules_code(rules=rules, by=sponsor, shown_sha256=rules.sha256, now=now)
    signature = sign_rules(rules, sponsor, now, evidence=None, code=_digits())
    assert (signature.proof, signature.proved_at) == (Proof.MAILED_CODE, now)
    assert OutboxMessage.objects.get(kind=CODE).person_id == sponsor.pk


def test_a_code_is_good_for_one_version(program: Program, sponsor: User, now: datetime) -> None:
    old = publish(program, "One", now)
    mail_house_rules_code(rules=old, by=sponsor, shown_sha256=old.sha256, now=now)
    digits = _digits()
    newer = publish(program, "Two", now)
    with pytest.raises(Refusal) as refused:
        sign_rules(newer, sponsor, now, evidence=None, code=digits)
    assert refused.value.code == "code_used_up"


def test_a_code_is_good_for_one_person(program: Program, sponsor: User, now: datetime) -> None:
    rules, other = publish(program, "One", now), make_sponsor(program, "Ade Bello")
    mail_house_rules_code(rules=rules, by=sponsor, shown_sha256=rules.sha256, now=now)
    with pytest.raises(Refusal) as refused:
        sign_rules(rules, other, now, evidence=None, code=_digits())
    assert refused.value.code == "code_used_up"


def test_five_tries_are_enough(program: Program, sponsor: User, now: datetime) -> None:
    rules = publish(program, "One", now)
    mail_house_rules_code(rules=rules, by=sponsor, shown_sha256=rules.sha256, now=now)
    codes = []
    for _try in range(6):
        with pytest.raises(Refusal) as refused:
            sign_rules(rules, sponsor, now, evidence=None, code="nothing")
        codes.append(refused.value.code)
    assert codes == ["code_wrong"] * 4 + ["code_used_up"] * 2


def test_a_code_within_a_minute_stays(program: Program, sponsor: User, now: datetime) -> None:
    rules = publish(program, "One", now)
    first, again = (
        mail_house_rules_code(rules=rules, by=sponsor, shown_sha256=rules.sha256, now=now)
        for _time in range(2)
    )
    assert first == again
    assert OutboxMessage.objects.filter(kind=CODE).count() == 1


def test_nobody_else_gets_a_code(program: Program, hr_admin: User, now: datetime) -> None:
    rules = publish(program, "One", now)
    with pytest.raises(Refusal, match="Only a sponsor"):
        mail_house_rules_code(rules=rules, by=hr_admin, shown_sha256=rules.sha256, now=now)
    assert not SigningCode.objects.exists()


def test_a_sponsor_may_be_a_partner(program: Program, mentee: User, now: datetime) -> None:
    builders.make_pair(program=program, mentee=mentee)
    ProgramStaff.objects.create(program=program, user=mentee, role=StaffRole.SPONSOR)
    rules = publish(program, "One", now)
    assert sign_rules(rules, mentee, now).signer == mentee


def test_a_code_belongs_to_one_text_alone(program: Program, sponsor: User, now: datetime) -> None:
    fields = {"user": sponsor, "digest": "x", "sent_at": now, "expires_at": now}
    with pytest.raises(IntegrityError), transaction.atomic():
        SigningCode.objects.create(**fields)


def test_a_signature_cannot_be_changed(program: Program, sponsor: User, now: datetime) -> None:
    sign_rules(publish(program, "One", now), sponsor, now)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE contracts_rulessignature SET typed_name = 'Somebody'")
    assert RulesSignature.objects.get().typed_name == "Margaret Osei"


def test_every_sponsor_is_asked_once_a_version(
    program: Program, sponsor: User, now: datetime
) -> None:
    other = make_sponsor(program, "Ade Bello")
    rules = publish(program, "One", now)
    ask_sponsors(program=program, now=now)
    asked = OutboxMessage.objects.filter(kind=WAITING, subject_uid=rules.uid)
    assert set(asked.values_list("person_id", flat=True)) == {sponsor.pk, other.pk}
    assert asked.count() == 2


def test_a_new_version_asks_anew_and_the_old_question_goes(
    program: Program, sponsor: User, now: datetime
) -> None:
    old = publish(program, "One", now)
    newer = publish(program, "Two", now)
    states = dict(OutboxMessage.objects.filter(kind=WAITING).values_list("subject_uid", "state"))
    assert states == {old.uid: "superseded", newer.uid: "pending"}


def test_a_signature_stops_the_question_to_the_others(
    program: Program, sponsor: User, now: datetime
) -> None:
    make_sponsor(program, "Ade Bello")
    sign_rules(publish(program, "One", now), sponsor, now)
    states = OutboxMessage.objects.filter(kind=WAITING).values_list("state", flat=True)
    assert set(states) == {"superseded"}


def test_a_question_is_not_sent_to_who_is_sponsor_no_more(
    program: Program, sponsor: User, now: datetime
) -> None:
    publish(program, "One", now)
    kind, row = message_kind(WAITING), OutboxMessage.objects.get(kind=WAITING)
    assert kind is not None
    assert kind.admit(row.envelope(), now).send
    ProgramStaff.objects.filter(user=sponsor).delete()
    assert not kind.admit(row.envelope(), now).send


def test_who_becomes_sponsor_later_is_asked(
    program: Program, hr_admin: User, stranger: User, now: datetime
) -> None:
    rules = publish(program, "One", now)
    for _time in range(2):
        put_on_staff(program=program, user=stranger, role=StaffRole.SPONSOR, by=hr_admin, now=now)
    row = OutboxMessage.objects.get(kind=WAITING)
    assert (row.person_id, row.subject_uid) == (stranger.pk, rules.uid)


def test_a_coordinator_is_asked_nothing(
    program: Program, hr_admin: User, stranger: User, now: datetime
) -> None:
    publish(program, "One", now)
    put_on_staff(program=program, user=stranger, role=StaffRole.DEPUTY, by=hr_admin, now=now)
    assert not OutboxMessage.objects.filter(kind=WAITING).exists()


def test_a_copy_of_a_program_asks_its_sponsor_anew(
    program: Program, sponsor: User, hr_admin: User, now: datetime
) -> None:
    sign_rules(publish(program, "One", now), sponsor, now)
    run = NewRun("Next year", program.starts_on, program.ends_on)
    copy = duplicate_with_rules(program=program, run=run, by=hr_admin, now=now)
    assert [rules.program for rules in rules_waiting_for(sponsor)] == [copy]


def test_what_waits_is_the_newest_version_that_nobody_signed(
    program: Program, sponsor: User, now: datetime
) -> None:
    publish(program, "One", now)
    newer = publish(program, "Two", now)
    assert rules_waiting_for(sponsor) == [newer]
    sign_rules(newer, sponsor, now)
    assert rules_waiting_for(sponsor) == []


@pytest.mark.parametrize("over", [{"state": ProgramState.CLOSED}, {"archived_at": "2026-01-01"}])
def test_a_program_that_is_over_asks_for_nothing(
    over: dict[str, str], program: Program, sponsor: User, now: datetime
) -> None:
    publish(program, "One", now)
    if "archived_at" in over:
        over = {"archived_at": now.isoformat(), "state": ProgramState.CLOSED}
    Program.objects.filter(pk=program.pk).update(**over)
    assert rules_waiting_for(sponsor) == []


def test_nothing_is_published_in_the_archive(
    program: Program, hr_admin: User, now: datetime
) -> None:
    Program.objects.filter(pk=program.pk).update(archived_at=now)
    with pytest.raises(Refusal) as refused:
        publish_house_rules(program=program, text="One", by=hr_admin, now=now)
    assert refused.value.code == "archived"


def test_the_pages_of_joining_say_who_signed(
    program: Program, sponsor: User, now: datetime
) -> None:
    rules = publish(program, "One", now)
    before = house_rules_of(program)
    sign_rules(rules, sponsor, now)
    after = house_rules_of(program)
    assert before is not None
    assert after is not None
    assert (before.signed_by, after.signed_by) == ("", "Margaret Osei")
    assert after.signed_at == now
