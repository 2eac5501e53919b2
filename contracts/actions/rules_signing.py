"""The sponsor signs house rules for the company, by the same proof as partners sign."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from contracts import rules_emails
from contracts.actions.inscribing import inscribe_rules_signature
from contracts.actions.mailed_codes import SigningStep, mail_code, try_code
from contracts.actions.refusals import ProofNeeded, ReadAgain, not_intact
from contracts.actions.rules_refusals import not_the_sponsor, rules_signed_already
from contracts.actions.signing import Signing, checked_name
from contracts.models import HouseRules, RulesSignature, SigningCode
from contracts.permissions import can_sign_house_rules
from contracts.queries.consent import consent_for_company
from contracts.queries.house_rules import company_signature, latest_house_rules
from contracts.rules import Proof
from contracts.rules.document import sha256_of
from contracts.rules.house_rules import mark
from contracts.rules.proof import Evidence, counts
from core import audit
from outbox.actions import supersede_about
from programs.models import Program


def sign_house_rules(
    *, rules: HouseRules, by: User, signing: Signing, now: datetime
) -> RulesSignature:
    """Sign the current version for the company, as one of the program's sponsors.

    Signing twice gives the same signature. Raises `ReadAgain` when there is a newer version,
    `ProofNeeded` without a proof, and refuses others (403), what another sponsor signed, and wrong
    codes.
    """
    name = checked_name(signing)
    if not can_sign_house_rules(by, rules.program):
        raise not_the_sponsor()
    evidence = _evidence(rules, by, signing, now)
    with transaction.atomic():
        current = _lock(rules, by)
        signed = company_signature(current)
        if signed is not None and signed.signer_id == by.pk:
            return signed
        _check_signable(current, signing.shown_sha256)
        signature = _record(current, by, name, evidence, now)
        inscribe_rules_signature(signature, now)
        return signature


def mail_house_rules_code(
    *, rules: HouseRules, by: User, shown_sha256: str, now: datetime
) -> SigningCode:
    """Mail a sponsor a code for exactly this version; within a minute the last one stays."""
    with transaction.atomic():
        current = _lock(rules, by)
        _check_signable(current, shown_sha256)
        step = SigningStep(current, by, shown_sha256)
        subject = ("house_rules", current.uid)
        return mail_code(step, mail=rules_emails.house_rules_code, subject=subject, now=now)


def _evidence(rules: HouseRules, by: User, signing: Signing, now: datetime) -> Evidence:
    if signing.evidence is not None and counts(signing.evidence, now):
        return signing.evidence
    signed = company_signature(rules)
    if signed is not None and signed.signer_id == by.pk:
        return Evidence(Proof.UNKNOWN, now)
    if not signing.code:
        raise ProofNeeded
    return try_code(SigningStep(rules, by, signing.shown_sha256), signing.code, now=now)


def _lock(rules: HouseRules, by: User) -> HouseRules:
    """Lock the program, as publishing does, and read the rules anew, for a sponsor of today."""
    program = Program.objects.select_for_update().get(pk=rules.program_id)
    if not can_sign_house_rules(by, program):
        raise not_the_sponsor()
    found = HouseRules.objects.select_related("signature", "program")
    return found.get(pk=rules.pk)


def _check_signable(rules: HouseRules, shown_sha256: str) -> None:
    """Refuse an older version, what was not shown, what is signed, and a text that is damaged."""
    if rules != latest_house_rules(rules.program) or shown_sha256 != rules.sha256:
        raise ReadAgain
    signed = company_signature(rules)
    if signed is not None:
        raise rules_signed_already(signed.typed_name)
    if mark(rules.text) != rules.sha256:
        raise not_intact()


def _record(
    rules: HouseRules, by: User, name: str, evidence: Evidence, now: datetime
) -> RulesSignature:
    consent = consent_for_company(by)
    signature = RulesSignature.objects.create(
        rules=rules,
        signer=by,
        typed_name=name,
        consent=consent,
        consent_sha256=sha256_of(consent.encode()),
        proof=evidence.proof,
        proved_at=evidence.at,
        rules_sha256=rules.sha256,
        signed_at=now,
    )
    supersede_about(subject_uid=rules.uid, kinds=rules_emails.ASKING, reason="signed", now=now)
    facts: audit.Facts = {"version": rules.number, "proof": str(evidence.proof)}
    audit.record("sign house rules", ("house_rules", rules.uid), by=by, now=now, facts=facts)
    return signature
