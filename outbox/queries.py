"""What others may know of the outbox: states and instants, never the words of a message."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Now

from outbox.models import Attempt, Heartbeat, OutboxMessage, OutboxQuerySet, Suppression, Transport
from outbox.rules import State


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message as HR may see it. `last_attempt_at` and `last_result` tell of the newest try."""

    uid: UUID
    kind: str
    person_id: int | None
    subject_uid: UUID | None
    state: str
    reason: str
    created_at: datetime
    not_before: datetime
    sent_at: datetime | None
    attempts: int
    last_result: str
    last_attempt_at: datetime | None


@dataclass(frozen=True, slots=True)
class Beat:
    """When something that runs by the clock last came to its end."""

    at: datetime
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much is due of one kind, and since when."""

    kind: str
    count: int
    since: datetime


@dataclass(frozen=True, slots=True)
class TransportHealth:
    """How the way out is. `is_resting` says that nobody tries at present."""

    is_resting: bool
    failures: int
    last_error: str
    note: str
    noted_at: datetime | None
    suppressed_addresses: int


def history_about(subject_uid: UUID) -> list[Delivery]:
    """Return every message about a subject, newest first."""
    return _deliveries(OutboxMessage.objects.filter(subject_uid=subject_uid))


def history_of_person(person_id: int, kinds: Collection[str]) -> list[Delivery]:
    """Return a person's messages of these kinds, newest first."""
    return _deliveries(OutboxMessage.objects.filter(person_id=person_id, kind__in=kinds))


def last_sent(*, person_id: int, subject_uid: UUID, kinds: Collection[str]) -> datetime | None:
    """Return when a person last got one of these kinds about a subject; unknown counts as sent."""
    return last_sent_about([subject_uid], kinds=kinds).get((person_id, subject_uid))


def last_sent_about(
    subject_uids: Iterable[UUID], *, kinds: Collection[str]
) -> dict[tuple[int | None, UUID | None], datetime]:
    """Return the same for many subjects at once, by person and subject."""
    rows = (
        OutboxMessage.objects.filter(subject_uid__in=list(subject_uids), kind__in=kinds)
        .filter(sent_at__isnull=False)
        .values("person_id", "subject_uid")
        .annotate(last=Max("sent_at"))
        .order_by()
    )
    return {(row["person_id"], row["subject_uid"]): row["last"] for row in rows}


def states_of(keys: Collection[str]) -> dict[str, State]:
    """Return the state by key; a key that was never used is missing."""
    rows = OutboxMessage.objects.filter(key__in=keys).values_list("key", "state")
    return {key: State(state) for key, state in rows}


def has_left(key: str) -> bool:
    """Say whether a message was, or may have been, handed over: its CANCEL makes sense then."""
    return OutboxMessage.objects.filter(key=key, handed_at__isnull=False).exists()


def due_by_kind(now: datetime) -> list[Waiting]:
    """Return what a dispatch at `now` would look at, before the kinds are asked."""
    rows = (
        OutboxMessage.objects.waiting()
        .unleased()
        .filter(not_before__lte=now)
        .values("lane", "kind")
        .annotate(count=Count("pk"), since=Min("not_before"))
        .order_by("lane", "kind")
    )
    return [Waiting(row["kind"], row["count"], row["since"]) for row in rows]


def held_count() -> int:
    """Return how many messages wait for a coordinator's look after a restore."""
    return OutboxMessage.objects.filter(state=State.PENDING, is_held=True).count()


def heartbeat(name: str) -> Beat | None:
    """Return the newest sign of life, or None when there never was one."""
    row = Heartbeat.objects.filter(name=name).first()
    return Beat(row.at, row.facts) if row else None


def transport_health() -> TransportHealth:
    """Return whether mail gets out, and why not."""
    row = Transport.objects.filter(name="smtp").first() or Transport(name="smtp")
    resting = Transport.objects.filter(name="smtp", open_until__gt=Now()).exists()
    suppressed = Suppression.objects.filter(rests_since__isnull=False).count()
    return TransportHealth(
        is_resting=resting,
        failures=row.failures,
        last_error=row.last_error,
        note=row.note,
        noted_at=row.noted_at,
        suppressed_addresses=suppressed,
    )


def _deliveries(rows: OutboxQuerySet) -> list[Delivery]:
    newest = Attempt.objects.filter(message=OuterRef("pk")).order_by("-pk")
    annotated = rows.order_by("-pk").annotate(
        last_result=Coalesce(Subquery(newest.values("result")[:1]), Value("")),
        last_attempt_at=Subquery(newest.values("at")[:1]),
    )
    names = [field.name for field in fields(Delivery)]
    return [Delivery(**row) for row in annotated.values(*names)]


def sent_at_by_key(keys: Collection[str]) -> dict[str, datetime]:
    """Return when messages of these keys were sent, alone or folded; unknown counts as sent."""
    rows = OutboxMessage.objects.filter(key__in=keys, sent_at__isnull=False)
    return {key: at for key, at in rows.values_list("key", "sent_at") if at is not None}


def nudges_since(
    *, subject_uid: UUID, person_id: int | None, prefix: str, since: datetime
) -> list[tuple[str, datetime]]:
    """Return kind and time of what was sent about a subject, to one person or (None) to anyone."""
    rows = OutboxMessage.objects.filter(
        subject_uid=subject_uid, kind__startswith=prefix, sent_at__gte=since
    )
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    return [(kind, at) for kind, at in rows.values_list("kind", "sent_at") if at is not None]


@dataclass(frozen=True, slots=True)
class WaitingMessage:
    """A message that has not left."""

    uid: UUID
    key: str
    subject_uid: UUID | None
    facts: dict[str, Any]


def waiting_for(*, person_id: int, kinds: Collection[str]) -> list[WaitingMessage]:
    """Return what waits for a person, the oldest first."""
    rows = OutboxMessage.objects.waiting().unleased().filter(person_id=person_id, kind__in=kinds)
    return [
        WaitingMessage(row.uid, row.key, row.subject_uid, row.facts) for row in rows.order_by("pk")
    ]


def waiting_about(*, subject_uid: UUID, kinds: Collection[str]) -> int:
    """Return how many messages of these kinds wait about a subject."""
    return OutboxMessage.objects.waiting().filter(subject_uid=subject_uid, kind__in=kinds).count()


def states_about(subject_uid: UUID, *, kind: str) -> dict[str, int]:
    """Return how many messages of a kind about a subject are in each state, in one query."""
    rows = OutboxMessage.objects.filter(subject_uid=subject_uid, kind=kind)
    counted = rows.order_by().values_list("state").annotate(number=Count("pk"))
    return dict(counted)
