"""What needs a person now."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from attention.models import ActionItem, ActionItemQuerySet
from attention.rules import Settled
from programs.queries import free_coordinators


def open_items_for(user: User, *, now: datetime) -> ActionItemQuerySet:
    """Return the items this person should look at now, oldest first, with program and people."""
    items: ActionItemQuerySet = ActionItem.objects.visible_to(user).awake(now)
    return items.select_related("program").prefetch_related("people").order_by("raised_at", "pk")


def count_items_for(user: User, *, now: datetime) -> int:
    """Return how many items wait for this person."""
    return ActionItem.objects.visible_to(user).awake(now).count()


def subjects_with_items(kind: str, subjects: Collection[UUID]) -> frozenset[UUID]:
    """Return which subjects have an open item of this kind, or a dismissed one that still holds."""
    said = ActionItem.objects.filter(kind=kind, subject_uid__in=subjects)
    standing = said.filter(Q(settled_at=None) | Q(settled_how=Settled.DISMISSED))
    return frozenset(standing.values_list("subject_uid", flat=True))


def who_handles(item: ActionItem) -> list[User]:
    """Return who may look after an item: coordinators, deputies, HR admins outside the line."""
    if item.overseer is not None:
        return [item.overseer]
    return free_coordinators(item.program, [user.pk for user in item.people.all()])
