"""When somebody may no longer sign in, and when every session of theirs ends."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from accounts.actions.delegates import end_delegations_of, lock_with_assistants
from accounts.actions.locks import lock_person, save_changes
from accounts.models import User
from core import audit
from core.hints import hint


def end_sessions(*, user: User, by: User | None, now: datetime) -> None:
    """End every session of a person, on every device."""
    with transaction.atomic():
        person = lock_person(user)
        User.objects.filter(pk=person.pk).update(session_version=F("session_version") + 1)
        audit.record("end sessions", person.subject, by=by, now=now)


def deactivate_person(*, user: User, left_on: date | None, by: User | None, now: datetime) -> User:
    """Switch a person off, from `left_on` when they left; their sessions end. Twice is once.

    Nobody plans for them any more, nor they for anybody. Pairs, proposals and places of a leaver
    belong to `lifecycle`, which calls this.
    """
    with transaction.atomic():
        lock_with_assistants(user)
        person = lock_person(user)
        if person.is_active or person.left_on != left_on:
            person.is_active = False
            person.left_on = left_on
            person.session_version += 1
            save_changes(person, "is_active", "left_on", "session_version")
            audit.record("deactivate", person.subject, by=by, now=now)
            hint("pairings.tasks.recheck")
            end_delegations_of(person, by=by, now=now)
            person.refresh_from_db()
    return person


def reactivate_person(*, user: User, by: User | None, now: datetime) -> User:
    """Let a person in again who came back. What ended while they were away stays ended."""
    with transaction.atomic():
        person = lock_person(user)
        if not person.is_here:
            person.is_active = True
            person.left_on = None
            save_changes(person, "is_active", "left_on")
            audit.record("reactivate", person.subject, by=by, now=now)
            hint("pairings.tasks.recheck")
    return person
