"""A draft is offered as exact bytes; it comes back by being sent back, taken back, or by time."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from contracts import emails
from contracts.actions.copying import copy_to_draft
from contracts.actions.house_rules import house_rules_for
from contracts.actions.inscribing import inscribe_close, inscribe_offer
from contracts.actions.limits import check_changed, check_offer
from contracts.actions.locking import Locked, lock, lock_version
from contracts.actions.refusals import (
    ReadAgain,
    character_refused,
    comment_blank,
    comment_too_long,
    not_offered,
    only_who_offered,
    only_who_was_asked,
)
from contracts.actions.seeing import remember
from contracts.models import Version
from contracts.permissions import can_send_back, can_withdraw
from contracts.queries.beside import in_force_of
from contracts.queries.parts import agreement_of, draft_fingerprint
from contracts.rules import COMMENT_LENGTH, OFFER_LASTS, VERSION_LIFE, VersionState
from contracts.rules.document import Agreement, Offer, document_of, sha256_of
from contracts.rules.text import is_blank, tidy_lines
from core import audit
from core.canonical import RefusedCharacter
from outbox.actions import enqueue, supersede_about


def offer(*, version: Version, by: User, now: datetime, shown: str | None = None) -> Version:
    """Freeze a draft as the bytes to be signed and ask the other to read them; this signs nothing.

    `shown` is the `draft_fingerprint` of what the person looked at; when the draft is another by
    now, `ReadAgain`. Refuses a side without a goal (with an example), too many words, a rhythm with
    too few meetings, dates that have passed. Offering again what one offered is harmless.
    """
    with transaction.atomic():
        locked = lock_version(version, by=by)
        if locked.version.state == VersionState.OFFERED and can_withdraw(by, locked.version):
            return locked.version
        if not VERSION_LIFE.allows("offer", locked.version.state):
            raise ReadAgain
        agreement = _agreement(locked, shown, now)
        check_offer(locked.version, locked.role, now)
        check_changed(locked.version, agreement)
        freeze(locked.version, agreement, by, now)
        remember(locked.version, locked.role, now=now)
        enqueue(emails.agreement_offered(locked.version, by), now=now)
        _record("offer agreement", locked.version, by, now)
        inscribe_offer(locked.version, by, now)
        return locked.version


def _agreement(locked: Locked, shown: str | None, now: datetime) -> Agreement:
    rules = house_rules_for(locked.pairing.program, now=now)
    locked.version.house_rules = rules
    agreement = agreement_of(locked.version, rules, Offer(locked.role, now))
    if shown is not None and shown != draft_fingerprint(agreement):
        raise ReadAgain
    return agreement


def freeze(version: Version, agreement: Agreement, by: User, now: datetime) -> None:
    """Store the bytes of an agreement with its version, which waits for signatures from now on."""
    version.document = document_of(agreement)
    version.document_sha256 = sha256_of(version.document)
    version.ends_on = agreement.ends_on
    version.state = VersionState.OFFERED
    version.offered_at, version.offered_by = now, by
    version.expires_at = now + OFFER_LASTS
    version.save()


def send_back(*, version: Version, by: User, comment: str, now: datetime) -> Version:
    """Close an offered version with a comment; its text goes on in the new draft that is returned.

    The comment is the pair's words: it stands on their page and in no mail.
    """
    kept = _kept_comment(comment)
    with transaction.atomic():
        locked = _lock_offered(version, by)
        if not can_send_back(by, locked.version):
            raise only_who_was_asked()
        locked.version.comment = kept
        draft = close_offer(locked.version, VersionState.SENT_BACK, now)
        remember(locked.version, locked.role, now=now)
        enqueue(emails.agreement_sent_back(locked.version, by), now=now)
        _record("send back agreement", locked.version, by, now)
        inscribe_close(locked.version, by, now)
        return draft


def _kept_comment(comment: str) -> str:
    try:
        kept = tidy_lines(comment)
    except RefusedCharacter as error:
        raise character_refused(error) from error
    if is_blank(kept):
        raise comment_blank()
    if len(kept) > COMMENT_LENGTH:
        raise comment_too_long(COMMENT_LENGTH)
    return kept


def withdraw(*, version: Version, by: User, now: datetime) -> Version:
    """Take back what one offered; its text goes on in the new draft that is returned.

    A suggested rhythm leaves no draft: the version in force is returned.
    """
    with transaction.atomic():
        locked = _lock_offered(version, by)
        if not can_withdraw(by, locked.version):
            raise only_who_offered()
        draft = close_offer(locked.version, VersionState.WITHDRAWN, now)
        _record("withdraw agreement", locked.version, by, now)
        inscribe_close(locked.version, by, now)
        return draft


def expire_offers(*, now: datetime) -> int:
    """Close what was offered 30 days ago and never signed by both; returns how many."""
    due = Version.objects.filter(state=VersionState.OFFERED, expires_at__lte=now)
    return sum(_expire(version, now) for version in due.with_pair().order_by("id"))


def _expire(version: Version, now: datetime) -> bool:
    with transaction.atomic():
        fresh = lock(version)
        if fresh.state != VersionState.OFFERED or not fresh.contract.pairing.is_live:
            return False
        close_offer(fresh, VersionState.EXPIRED, now)
        _record("expire agreement", fresh, None, now)
        inscribe_close(fresh, None, now)
        return True


def _lock_offered(version: Version, by: User) -> Locked:
    locked = lock_version(version, by=by)
    if locked.version.state != VersionState.OFFERED:
        raise not_offered()
    return locked


def close_offer(version: Version, state: VersionState, now: datetime) -> Version:
    """Close an offered version; its text goes on in the draft that is returned.

    Of a rhythm that was only suggested nothing goes on: the version in force is returned.
    """
    version.state = state
    version.closed_at = now
    version.save(update_fields=["state", "closed_at", "comment"])
    supersede_about(
        subject_uid=version.uid, kinds=emails.ASKING, reason=f"agreement {state}", now=now
    )
    in_force = in_force_of(version.contract) if version.is_rhythm else None
    return in_force or copy_to_draft(version, now=now)


def _record(verb: str, version: Version, by: User | None, now: datetime) -> None:
    facts = {"version": version.number}
    audit.record(verb, version.contract.subject, by=by, now=now, facts=facts)
