"""Action items are raised once, put aside, dismissed, and settled when their cause has gone."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from attention.models import ActionItem
from attention.permissions import can_handle
from attention.rules import SNOOZE, Settled
from core import audit
from core.errors import Forbidden
from programs.models import Program
from programs.queries import (
    coordinators_of,
    lines_above,
    overseer_among,
    overseer_where_nobody_is_free,
)


def raise_item(
    *,
    program: Program,
    kind: str,
    subject_uid: UUID,
    people: Iterable[User],
    facts: dict[str, Any],
    now: datetime,
) -> ActionItem:
    """Say that something needs a coordinator, once per kind and subject.

    An open item keeps its place in the queue and takes on the new facts. The same facts that a
    coordinator dismissed stay dismissed until `settle_items` says that their cause has gone:
    facts must name the cause. No words of a pair.
    """
    with transaction.atomic():
        known = _standing(kind, subject_uid, facts)
        if known is not None:
            return known
        item, is_new = ActionItem.objects.get_or_create(
            kind=kind,
            subject_uid=subject_uid,
            settled_at=None,
            defaults={"program": program, "facts": facts, "raised_at": now},
        )
        if is_new:
            _address(item, list(people), now)
        elif item.facts != facts:
            item.facts = facts
            item.save(update_fields=["facts"])
    return item


def _standing(kind: str, subject_uid: UUID, facts: dict[str, Any]) -> ActionItem | None:
    """Return the item when it says the same already, open or dismissed."""
    said = ActionItem.objects.about(subject_uid).filter(kind=kind)
    known = said.open().first() or said.filter(settled_how=Settled.DISMISSED).order_by("pk").last()
    return known if known is not None and known.facts == facts else None


def _address(item: ActionItem, people: list[User], now: datetime) -> None:
    item.people.set(people)
    item.overseer = overseer_where_nobody_is_free(item.program, [user.pk for user in people])
    if item.overseer is not None:
        item.save(update_fields=["overseer"])
        facts = {"overseer": item.overseer.pk}
        audit.record("assign overseer", item.subject, by=None, now=now, facts=facts)


def assign_overseers(*, now: datetime) -> int:
    """Name or release who looks after open items where nobody is free; returns how many changed.

    Lines and staff change after an item was raised. The queries do not grow with the items.
    """
    items = list(ActionItem.objects.open().select_related("program").prefetch_related("people"))
    people = {item.pk: [user.pk for user in item.people.all()] for item in items}
    staff = {item.program_id: coordinators_of(item.program) for item in _one_a_program(items)}
    everybody = {pk for each in people.values() for pk in each}
    lines = lines_above(everybody | {who.pk for each in staff.values() for who in each})
    changed = 0
    for item in items:
        overseer = overseer_among(staff[item.program_id], people[item.pk], lines)
        if item.overseer_id != (overseer.pk if overseer else None):
            _hand_over(item, overseer, now)
            changed += 1
    return changed


def _one_a_program(items: Iterable[ActionItem]) -> Iterable[ActionItem]:
    return {item.program_id: item for item in items}.values()


def _hand_over(item: ActionItem, overseer: User | None, now: datetime) -> None:
    with transaction.atomic():
        ActionItem.objects.filter(pk=item.pk).update(overseer=overseer)
        facts = {"overseer": overseer.pk if overseer else None}
        audit.record("assign overseer", item.subject, by=None, now=now, facts=facts)


def settle_items(
    *, subject_uid: UUID, kinds: Collection[str], how: str, by: User | None, now: datetime
) -> int:
    """Settle open items whose cause has gone; returns how many. Dismissed ones may come again."""
    items = ActionItem.objects.about(subject_uid).filter(kind__in=kinds)
    with transaction.atomic():
        dismissed = items.filter(settled_how=Settled.DISMISSED)
        dismissed.update(settled_how=Settled.DISMISSED_AND_OVER)
        return items.open().update(settled_at=now, settled_by=by, settled_how=how)


def settle_items_in(program: Program, *, kind: str, how: str, now: datetime) -> int:
    """Settle every open item of a kind in a program; returns how many."""
    items = ActionItem.objects.open().filter(program=program, kind=kind)
    return items.update(settled_at=now, settled_by=None, settled_how=how)


def dismiss_item(*, item: ActionItem, by: User, now: datetime) -> ActionItem:
    """Take an item off the queue; one that is settled stays as it is."""
    _refuse_others(item, by)
    with transaction.atomic():
        locked = ActionItem.objects.select_for_update(no_key=True).get(pk=item.pk)
        if locked.settled_at is None:
            locked.settled_at = now
            locked.settled_by = by
            locked.settled_how = Settled.DISMISSED
            locked.save(update_fields=["settled_at", "settled_by", "settled_how"])
            audit.record("dismiss", locked.subject, by=by, now=now)
    return locked


def snooze_item(*, item: ActionItem, by: User, now: datetime) -> ActionItem:
    """Put an item aside for three days; one that is put aside or settled stays as it is."""
    _refuse_others(item, by)
    with transaction.atomic():
        locked = ActionItem.objects.select_for_update(no_key=True).get(pk=item.pk)
        is_asleep = locked.snoozed_until is not None and locked.snoozed_until > now
        if locked.settled_at is None and not is_asleep:
            locked.snoozed_until = now + SNOOZE
            locked.save(update_fields=["snoozed_until"])
            audit.record("snooze", locked.subject, by=by, now=now)
    return locked


def _refuse_others(item: ActionItem, by: User) -> None:
    if not can_handle(by, item):
        raise Forbidden("not_coordinator", _("Only who coordinates these people can do this."))
