"""One function records an act in the audit trail, inside the transaction of the act."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from core.models import AuditEvent

Facts = Mapping[str, str | int | bool | None]


class ActorKind(StrEnum):
    """As whom an act appears: a person, the program (ends and re-mixes), or time."""

    PERSON = "person"
    PROGRAM = "program"
    TIME = "time"


class Actor(Protocol):
    """Anyone with a primary key."""

    pk: int


def record(
    verb: str,
    subject: tuple[str, UUID],
    *,
    by: Actor | None,
    now: datetime,
    facts: Facts | None = None,
    as_program: bool = False,
) -> AuditEvent:
    """Append one event; `by=None` means that time did it. Never pass words written by a pair.

    `as_program`: the act appears as the program's, whoever asked for it.
    """
    kind, uid = subject
    person = None if as_program else by
    alone = ActorKind.PROGRAM if as_program else ActorKind.TIME
    return AuditEvent.objects.create(
        actor_id=person.pk if person else None,
        actor_kind=ActorKind.PERSON if person else alone,
        verb=verb,
        subject_kind=kind,
        subject_uid=uid,
        facts=dict(facts or {}),
        at=now,
    )


def record_many(
    verb: str,
    subjects: Iterable[tuple[tuple[str, UUID], Facts]],
    *,
    by: Actor | None,
    now: datetime,
) -> None:
    """Append one event for each subject and its facts, in few statements."""
    events = [
        AuditEvent(
            actor_id=by.pk if by else None,
            actor_kind=ActorKind.PERSON if by else ActorKind.TIME,
            verb=verb,
            subject_kind=kind,
            subject_uid=uid,
            facts=dict(facts),
            at=now,
        )
        for (kind, uid), facts in subjects
    ]
    AuditEvent.objects.bulk_create(events, batch_size=500)
