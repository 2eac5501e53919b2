"""Two signatures under the same bytes bring an agreement into force and make the pair active."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from contracts import amending_emails, emails
from contracts.actions.codes import check_signable, check_signing_code
from contracts.actions.inscribing import (
    inscribe_close,
    inscribe_force,
    inscribe_signature,
)
from contracts.actions.locking import Locked, lock_version
from contracts.actions.refusals import (
    ProofNeeded,
    character_refused,
    consent_missing,
    name_missing,
)
from contracts.models import Signature, Version
from contracts.queries.consent import consent_sentence
from contracts.rules import NAME_LENGTH, Proof, VersionState
from contracts.rules.document import sha256_of
from contracts.rules.evidence import COPIES_TASK
from contracts.rules.proof import Evidence, counts
from contracts.rules.text import tidy_line
from core import audit
from core.canonical import RefusedCharacter
from core.hints import hint
from outbox.actions import Draft, enqueue, enqueue_many, supersede_about
from pairings.actions import activate_pair, bump_revision
from programs.rules import Role


@dataclass(frozen=True, slots=True)
class Signing:
    """What a signer did: read the bytes with this hash, ticked, typed a name, proved who they are.

    `evidence` is what the sign-in proves; without any, `code` is the one that was mailed.
    """

    shown_sha256: str
    has_consented: bool
    typed_name: str
    evidence: Evidence | None = None
    code: str = ""


def sign(*, version: Version, by: User, signing: Signing, now: datetime) -> Signature:
    """Sign exactly what was shown, for oneself; the second signature brings it into force.

    Signing twice gives the same signature. Raises `ReadAgain` when another text stands there now,
    `ProofNeeded` without a proof, and refuses people outside, ended pairs and wrong codes.
    """
    name = checked_name(signing)
    evidence = _evidence(version, by, signing, now)
    with transaction.atomic():
        locked = lock_version(version, by=by)
        signed = _standing_signature(locked.version, by, signing)
        if signed is not None:
            return signed
        check_signable(locked.version, signing.shown_sha256, now)
        signature = _record(locked, by, name, evidence, now)
        replaced = _take_effect(locked, by, now)
        inscribe_signature(signature, now)
        for old in replaced:
            inscribe_close(old, None, now)
        if locked.version.state == VersionState.IN_FORCE:
            inscribe_force(locked.version, now)
            hint(COPIES_TASK)
        return signature


def checked_name(signing: Signing) -> str:
    """Return the typed name, tidied; refuses a missing consent, and names that show nothing."""
    if not signing.has_consented:
        raise consent_missing()
    try:
        name = tidy_line(signing.typed_name)
    except RefusedCharacter as error:
        raise character_refused(error) from error
    if not name or len(name) > NAME_LENGTH:
        raise name_missing()
    return name


def _evidence(version: Version, by: User, signing: Signing, now: datetime) -> Evidence:
    if signing.evidence is not None and counts(signing.evidence, now):
        return signing.evidence
    if _standing_signature(version, by, signing) is not None:
        return Evidence(Proof.UNKNOWN, now)
    if not signing.code:
        raise ProofNeeded
    return check_signing_code(
        version=version, by=by, shown_sha256=signing.shown_sha256, code=signing.code, now=now
    )


def _standing_signature(version: Version, by: User, signing: Signing) -> Signature | None:
    return Signature.objects.filter(
        version=version, signer=by, document_sha256=signing.shown_sha256
    ).first()


def _record(locked: Locked, by: User, name: str, evidence: Evidence, now: datetime) -> Signature:
    version = locked.version
    consent = consent_sentence(version)
    signature = Signature.objects.create(
        version=version,
        signer=by,
        role=locked.role,
        typed_name=name,
        consent=consent,
        consent_sha256=sha256_of(consent.encode()),
        proof=evidence.proof,
        proved_at=evidence.at,
        document_sha256=version.document_sha256,
        signed_at=now,
    )
    audit.record(
        "sign agreement",
        locked.contract.subject,
        by=by,
        now=now,
        facts={"version": version.number, "proof": str(evidence.proof)},
    )
    return signature


def _take_effect(locked: Locked, by: User, now: datetime) -> list[Version]:
    """Bring the version into force once both have signed; returns what it replaced."""
    version = locked.version
    supersede_about(subject_uid=version.uid, kinds=emails.ASKING, reason="signed", now=now)
    if version.signatures.count() < len(Role):
        enqueue(_told_partner(version, by), now=now)
        return []
    replaced = _put_in_force(locked, now)
    enqueue_many(emails.agreement_in_force(version), now=now)
    return replaced


def _told_partner(version: Version, by: User) -> Draft:
    """Who suggests a rhythm and signs it at once does not need two mails to say so."""
    if version.is_rhythm and version.offered_by_id == by.pk:
        return amending_emails.rhythm_suggested(version, by)
    return emails.agreement_signed(version, by)


def _put_in_force(locked: Locked, now: datetime) -> list[Version]:
    version = locked.version
    replaced = list(locked.contract.versions.filter(state=VersionState.IN_FORCE))
    # First the old one: at no moment may two be in force.
    for old in replaced:
        old.state, old.closed_at = VersionState.SUPERSEDED, now
        old.save(update_fields=["state", "closed_at"])
    version.state, version.in_force_at = VersionState.IN_FORCE, now
    version.save(update_fields=["state", "in_force_at"])
    facts = {"version": version.number}
    audit.record("agreement in force", locked.contract.subject, by=None, now=now, facts=facts)
    activate_pair(pairing=locked.pairing, now=now)
    bump_revision(locked.pairing)
    return replaced
