"""A person says who they are, where and when they work."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions.locks import lock_person, save_changes
from accounts.models import User
from core import audit
from core.errors import Forbidden, Stale
from core.hints import hint


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """What a person may say about themselves; `job_title` only while no import keeps it."""

    display_name: str
    given_name: str
    time_zone: str
    working_week: str
    languages: tuple[str, ...]
    interface_language: str
    job_title: str | None = None


def update_profile(
    *, user: User, facts: ProfileFacts, seen_revision: int, by: User, now: datetime
) -> User:
    """Keep what a person says about themselves; saying the same again changes nothing.

    Refuses another's profile, and (`Stale`) a page that is older than the stored data.
    """
    if by.pk != user.pk:
        raise Forbidden("not_yours", _("A profile is changed by the person themselves."))
    with transaction.atomic():
        person = lock_person(user)
        wanted = _wanted(person, facts)
        changed = [name for name, value in wanted.items() if getattr(person, name) != value]
        if changed and person.revision != seen_revision:
            raise Stale("stale", _("These data were changed meanwhile. Look, and save again."))
        if changed:
            _write(person, {name: wanted[name] for name in changed}, by, now)
    return person


def _wanted(person: User, facts: ProfileFacts) -> dict[str, object]:
    wanted: dict[str, object] = asdict(facts) | {"languages": list(facts.languages)}
    if facts.job_title is None or person.is_imported:
        del wanted["job_title"]
    return wanted


def _write(person: User, changes: dict[str, object], by: User, now: datetime) -> None:
    for name, value in changes.items():
        setattr(person, name, value)
    save_changes(person, *changes)
    fields = ", ".join(sorted(changes))
    audit.record("update profile", person.subject, by=by, now=now, facts={"fields": fields})
    hint("health.tasks.refresh")
    hint("pairings.tasks.recheck")
