"""Writing a draft together: each side its own part, both the shared terms."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from contracts.actions.commenting import add_comment
from contracts.actions.copying import write_part
from contracts.actions.limits import check_goal_limits, check_terms, check_words
from contracts.actions.locking import Locked, lock_version
from contracts.actions.refusals import (
    OWN_PART,
    SHARED_TERMS,
    TextChanged,
    character_refused,
    not_a_draft,
)
from contracts.actions.seeing import remember
from contracts.models import Version
from contracts.queries.parts import own_parts, shared_terms
from contracts.rules import VersionState
from contracts.rules.parts import OwnPart, SharedTerms, own_part, tidy_terms, utc_text
from core import audit
from core.canonical import RefusedCharacter
from programs.rules import Role


@dataclass(frozen=True, slots=True)
class DraftEdit:
    """What a person wrote, with the revisions they saw; a part that is None was left alone.

    `other_revision`: that of the partner's part; None where the page did not show it. `word`: what
    is to stand beside the text, if anything.
    """

    part: OwnPart | None = None
    part_revision: int = 0
    terms: SharedTerms | None = None
    terms_revision: int = 0
    other_revision: int | None = None
    word: str = ""


def save_draft(*, version: Version, by: User, edit: DraftEdit, now: datetime) -> Version:
    """Save both parts of a page, or neither; raises `TextChanged` when one is not as seen.

    What the page showed counts as seen from then on, what changed since does not.
    """
    with transaction.atomic():
        locked = lock_version(version, by=by)
        seen = _pieces_seen(locked, edit)
        if edit.part is not None:
            save_own_part(version=version, by=by, part=edit.part, seen=edit.part_revision, now=now)
        if edit.terms is not None:
            save_terms(version=version, by=by, terms=edit.terms, seen=edit.terms_revision, now=now)
        if locked.version.state == VersionState.DRAFT:
            remember(locked.version, locked.role, now=now, pieces=seen)
        if edit.word:
            add_comment(version=version, by=by, text=edit.word, now=now)
    return version


def _pieces_seen(locked: Locked, edit: DraftEdit) -> set[str]:
    role, version = locked.role, locked.version
    other = Role.MENTEE if role == Role.MENTOR else Role.MENTOR
    seen = {str(role)}
    if edit.terms is not None or edit.terms_revision == version.revision:
        seen.add(SHARED_TERMS)
    if edit.other_revision == version.own_revision(other):
        seen.add(str(other))
    return seen


def save_own_part(
    *, version: Version, by: User, part: OwnPart, seen: int, now: datetime
) -> Version:
    """Save up to three goals of the person's own side, over the revision they saw.

    The same text again changes nothing, however old the revision. Raises `TextChanged`.
    """
    with transaction.atomic():
        locked = _lock_draft(version, by)
        kept = _kept_part(part)
        parts = own_parts(locked.version)
        if kept == parts[locked.role]:
            return locked.version
        if seen != locked.version.own_revision(locked.role):
            raise TextChanged(OWN_PART)
        check_words({**parts, locked.role: kept}, shared_terms(locked.version))
        write_part(locked.version, locked.role, kept)
        _bump(locked, f"{locked.role}_revision", by, now)
        return locked.version


def save_terms(
    *, version: Version, by: User, terms: SharedTerms, seen: int, now: datetime
) -> Version:
    """Save the shared part over the revision that the person saw.

    The same terms again change nothing. Raises `TextChanged` when the other saved meanwhile, and
    refuses a rhythm with too few meetings, dates out of the term and more than 250 words.
    """
    with transaction.atomic():
        locked = _lock_draft(version, by)
        kept = _kept_terms(terms)
        if kept == shared_terms(locked.version):
            return locked.version
        if seen != locked.version.revision:
            raise TextChanged(SHARED_TERMS)
        check_terms(locked.version, kept, now)
        check_words(own_parts(locked.version), kept)
        _write_terms(locked.version, kept)
        _bump(locked, "revision", by, now)
        return locked.version


def _lock_draft(version: Version, by: User) -> Locked:
    locked = lock_version(version, by=by)
    if locked.version.state != VersionState.DRAFT:
        raise not_a_draft(locked.version.state)
    return locked


def _kept_part(part: OwnPart) -> OwnPart:
    try:
        kept = own_part(part)
    except RefusedCharacter as error:
        raise character_refused(error) from error
    check_goal_limits(kept)
    return kept


def _kept_terms(terms: SharedTerms) -> SharedTerms:
    try:
        return tidy_terms(terms)
    except RefusedCharacter as error:
        raise character_refused(error) from error


def _write_terms(version: Version, terms: SharedTerms) -> None:
    version.cadence = terms.cadence
    version.minutes = terms.minutes
    version.channel = terms.channel
    version.organizer = terms.organizer
    version.place = terms.place
    version.agenda_habit = terms.agenda_habit
    version.notice = terms.notice
    version.first_dates = [utc_text(instant) for instant in terms.first_dates]
    version.review_on = terms.review_on
    version.save()


def _bump(locked: Locked, counter: str, by: User, now: datetime) -> None:
    version = locked.version
    setattr(version, counter, getattr(version, counter) + 1)
    version.save(update_fields=[counter])
    audit.record(
        "edit agreement",
        locked.contract.subject,
        by=by,
        now=now,
        facts={"version": version.number, "part": counter.removesuffix("_revision")},
    )
