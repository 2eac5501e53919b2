"""Writes people in short transactions, so that nobody waits for a long import.

Each batch looks again under lock before it writes: what somebody changed since the plan was made
is not lost, and a batch that is written a second time changes nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from secrets import token_urlsafe
from typing import TypeVar

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import IntegrityError, transaction

from accounts.actions import keep_pending_email, reactivate_person
from accounts.models import User
from accounts.queries import claimed_among, company
from accounts.rules.places import zone_of_country
from core import audit
from directory.queries import Creation, Plan, Update
from directory.queries.people import COMPARED, known_person
from directory.rules.compare import Change, compare
from directory.rules.matching import Key
from directory.rules.rows import Value
from lifecycle.actions import leave_company

BATCH = 100
_WRITTEN = [*COMPARED, "employee_id", "email", "pending_email", "imported_values", "revision"]
_T = TypeVar("_T")

# Called inside each transaction with how many people it creates and changes; may stop it all.
Tick = Callable[[int, int], None]


@dataclass(slots=True)
class Writer:
    """Who writes, when, the keys that new people were given, and how many were written so far."""

    by: User | None
    now: datetime
    today: date
    tick: Tick
    made: dict[Key, int] = field(default_factory=dict)
    created: int = 0
    updated: int = 0

    def pk_of(self, key: Key | None) -> int | None:
        """Return the primary key of a manager; None for nobody and for who is not there yet."""
        return key if key is None or key > 0 else self.made.get(key)


def write_plan(plan: Plan, writer: Writer) -> bool:
    """Write what a plan says; False when somebody was quicker with an address or id somewhere."""
    zone = company().default_time_zone
    is_complete = True
    for batch in _newcomers(plan.creations):
        created = _attempt(partial(_create, batch, zone, writer))
        writer.created += created or 0
        is_complete &= created is not None
    for changes in _batches(plan.updates):
        updated = _attempt(partial(_update, changes, writer))
        writer.updated += updated or 0
        is_complete &= updated is not None
    for update in plan.updates:
        if update.change.has_left:
            _let_go(update, writer)
    return is_complete


def _newcomers(creations: Sequence[Creation]) -> Iterator[list[Creation]]:
    """Cut where somebody's manager would be in the same batch: they need a key first."""
    batch: list[Creation] = []
    keys: set[Key | None] = set()
    for one in creations:
        if len(batch) == BATCH or one.manager in keys:
            yield batch
            batch, keys = [], set()
        batch.append(one)
        keys.add(one.key)
    if batch:
        yield batch


def _batches(entries: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for start in range(0, len(entries), BATCH):
        yield entries[start : start + BATCH]


def _attempt(write: Callable[[], int]) -> int | None:
    """Return how many people were written; None when the batch has to be planned anew."""
    try:
        with transaction.atomic():
            return write()
    except IntegrityError:
        return None


def _create(batch: Sequence[Creation], zone: str, writer: Writer) -> int:
    writer.tick(len(batch), 0)
    users = User.objects.bulk_create([_new_user(one, zone, writer) for one in batch])
    writer.made.update({one.key: user.pk for one, user in zip(batch, users, strict=True)})
    audit.record_many(
        "import person", ((user.subject, {}) for user in users), by=writer.by, now=writer.now
    )
    return len(batch)


def _new_user(creation: Creation, zone: str, writer: Writer) -> User:
    row = creation.row
    said = _stored(row.kept) | _stored(row.own)
    said.setdefault("time_zone", zone_of_country(str(said.get("country", ""))) or zone)
    return User(
        email=row.email,
        employee_id=row.employee_id or None,
        password=UNUSABLE_PASSWORD_PREFIX + token_urlsafe(30),
        manager_id=writer.pk_of(creation.manager),
        imported_values=_stored(row.own),
        **said,
    )


def _stored(values: Mapping[str, Value]) -> dict[str, object]:
    """JSON and the model keep lists where the rules compare tuples."""
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in values.items()
    }


def _update(batch: Sequence[Update], writer: Writer) -> int:
    keys = [update.key for update in batch]
    users = User.objects.select_for_update().filter(pk__in=keys).order_by("pk").in_bulk()
    claimed = claimed_among(keys)
    written: list[tuple[User, Change, list[str]]] = []
    for update in batch:
        user = users[update.key]
        change = compare(
            update.row, known_person(user, is_claimed=user.pk in claimed), writer.today
        )
        fields = [*change.fields(), *_set_manager(user, update, writer)]
        if fields or change.imported:
            _set(user, change)
            written.append((user, change, fields))
    changed = sum(1 for _user, change, fields in written if fields and not change.has_left)
    writer.tick(0, changed)
    _save(written, writer)
    return changed


def _set_manager(user: User, update: Update, writer: Writer) -> list[str]:
    manager = writer.pk_of(update.manager)
    is_missing = update.manager is not None and manager is None
    if not update.has_manager or is_missing or manager == user.manager_id:
        return []
    user.manager_id = manager
    return ["manager"]


def _set(user: User, change: Change) -> None:
    for name, value in _stored(change.values).items():
        setattr(user, name, value)
    user.imported_values = user.imported_values | _stored(change.imported)
    user.email = change.new_email or user.email
    user.pending_email = "" if change.pending_email == "" else user.pending_email
    user.revision += 1


def _save(written: Sequence[tuple[User, Change, list[str]]], writer: Writer) -> None:
    """One statement for the plain fields; what has consequences is an act of its own."""
    if not written:
        return
    User.objects.bulk_create(
        [user for user, _change, _fields in written],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=_WRITTEN,
    )
    moved = [user.pk for user, change, _fields in written if change.new_email]
    EmailAddress.objects.filter(user_id__in=moved).delete()
    subjects = [
        (user.subject, {"fields": ", ".join(fields)}) for user, _change, fields in written if fields
    ]
    audit.record_many("update person", subjects, by=writer.by, now=writer.now)
    for user, change, _fields in written:
        if change.pending_email:
            keep_pending_email(user=user, email=change.pending_email, by=writer.by, now=writer.now)
        if change.returns:
            reactivate_person(user=user, by=writer.by, now=writer.now)


def _let_go(update: Update, writer: Writer) -> None:
    """Somebody leaves: pairs, proposals and places go with them, in a transaction of their own."""
    with transaction.atomic():
        writer.tick(0, 1)
        user = User.objects.get(pk=update.key)
        leave_company(
            user, by=writer.by, now=writer.now, left_on=update.change.leaves_on or writer.today
        )
    writer.updated += 1
