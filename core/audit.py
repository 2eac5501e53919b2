"""One function records an act in the audit trail, inside the transaction of the act."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from core.models import AuditEvent


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
    facts: dict[str, str | int | bool | None] | None = None,
) -> AuditEvent:
    """Append one event; `by=None` means that time did it. Never pass words written by a pair."""
    kind, uid = subject
    return AuditEvent.objects.create(
        actor_id=by.pk if by else None,
        actor_kind=ActorKind.PERSON if by else ActorKind.TIME,
        verb=verb,
        subject_kind=kind,
        subject_uid=uid,
        facts=facts or {},
        at=now,
    )
