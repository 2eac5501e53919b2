"""Another rhythm by one tap each: a version like any other that differs in nothing else."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from contracts import amending_emails
from contracts.actions.copying import copy_to_draft
from contracts.actions.inscribing import inscribe_close, inscribe_offer
from contracts.actions.limits import check_meetings
from contracts.actions.locking import LockedContract, lock_contract, lock_version
from contracts.actions.offering import close_offer, freeze
from contracts.actions.refusals import (
    ReadAgain,
    in_the_making,
    minutes_out_of_range,
    not_offered,
    nothing_in_force,
    only_who_was_asked,
    same_rhythm,
)
from contracts.actions.signing import Signing, sign
from contracts.models import Contract, Version
from contracts.permissions import can_send_back, can_withdraw
from contracts.queries.beside import in_force_of
from contracts.queries.parts import agreement_of
from contracts.rules import MINUTES_AT_LEAST, MINUTES_AT_MOST, VersionKind, VersionState
from contracts.rules.document import Offer
from contracts.rules.proof import Evidence, counts
from contracts.rules.text import safe_name
from core import audit
from outbox.actions import enqueue
from programs.rules import Cadence


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often and how long; `shown_sha256` is the version in force that the person looked at."""

    cadence: Cadence
    minutes: int
    shown_sha256: str


def suggest_rhythm(
    *, contract: Contract, by: User, rhythm: Rhythm, evidence: Evidence | None, now: datetime
) -> Version:
    """Offer the text in force with another rhythm, signed by who suggests it, in one act.

    Without a proof that counts it is offered and not signed: the code comes on the page of signing.
    House rules, goals and review day stay those of the version in force; there are no first dates,
    for planned meetings stay. Suggesting the same again is harmless. Refuses the same rhythm, too
    few meetings, and any other text in the making; raises `ReadAgain` for a text that was replaced.
    """
    with transaction.atomic():
        locked = lock_contract(contract, by=by)
        making = contract.versions.in_the_making().with_pair().first()
        if making is not None:
            return _made_before(making, rhythm, by)
        base = _checked_base(locked, rhythm, now)
        version = _offer(locked, base, rhythm, by, now)
        if evidence is not None and counts(evidence, now):
            signing = signing_in_one_tap(by, evidence, version.document_sha256)
            sign(version=version, by=by, signing=signing, now=now)
        return version


def signing_in_one_tap(by: User, evidence: Evidence | None, shown_sha256: str) -> Signing:
    """Return what one tap says: this rhythm, under the person's own name, by a known proof."""
    return Signing(
        shown_sha256=shown_sha256,
        has_consented=True,
        typed_name=safe_name(by.display_name),
        evidence=evidence,
    )


def _made_before(making: Version, rhythm: Rhythm, by: User) -> Version:
    is_same = (making.cadence, making.minutes) == (rhythm.cadence, rhythm.minutes)
    if making.is_rhythm and is_same and can_withdraw(by, making):
        return making
    raise in_the_making(making)


def _checked_base(locked: LockedContract, rhythm: Rhythm, now: datetime) -> Version:
    base = in_force_of(locked.contract)
    if base is None:
        raise nothing_in_force()
    if rhythm.shown_sha256 != base.document_sha256:
        raise ReadAgain
    if not MINUTES_AT_LEAST <= rhythm.minutes <= MINUTES_AT_MOST:
        raise minutes_out_of_range(MINUTES_AT_LEAST, MINUTES_AT_MOST)
    if (base.cadence, base.minutes) == (rhythm.cadence, rhythm.minutes):
        raise same_rhythm()
    pairing = locked.pairing
    today = now.astimezone(pairing.mentee.zone).date()
    check_meetings(pairing, rhythm.cadence, today, pairing.ends_on or base.ends_on)
    return base


def _offer(
    locked: LockedContract, base: Version, rhythm: Rhythm, by: User, now: datetime
) -> Version:
    draft = copy_to_draft(
        base,
        now=now,
        kind=VersionKind.RHYTHM,
        house_rules=base.house_rules,
        cadence=rhythm.cadence,
        minutes=rhythm.minutes,
        first_dates=[],
    )
    version = Version.objects.with_pair().get(pk=draft.pk)
    agreement = agreement_of(version, version.house_rules, Offer(locked.role, now))
    freeze(version, agreement, by, now)
    enqueue(amending_emails.rhythm_suggested(version, by), now=now)
    facts = {"version": version.number}
    audit.record("suggest rhythm", locked.contract.subject, by=by, now=now, facts=facts)
    inscribe_offer(version, by, now)
    return version


def decline_rhythm(*, version: Version, by: User, now: datetime) -> Version:
    """Answer "we stay as we are": the suggestion closes as sent back, and no draft is left of it.

    Declining twice is harmless. Refuses who suggested it, who can take it back instead.
    """
    with transaction.atomic():
        locked = lock_version(version, by=by)
        if not can_send_back(by, locked.version):
            raise only_who_was_asked()
        if locked.version.state == VersionState.SENT_BACK:
            return locked.version
        if locked.version.state != VersionState.OFFERED or not locked.version.is_rhythm:
            raise not_offered()
        close_offer(locked.version, VersionState.SENT_BACK, now)
        enqueue(amending_emails.rhythm_declined(locked.version, by), now=now)
        facts = {"version": locked.version.number}
        audit.record("decline rhythm", locked.contract.subject, by=by, now=now, facts=facts)
        inscribe_close(locked.version, by, now)
        return locked.version
