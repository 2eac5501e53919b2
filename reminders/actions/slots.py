"""The weekly slot of a person: one nudge that asks for a meeting per 7 days over all their pairs.

It is taken by one conditional update while the mail is claimed; counting first gave most people
two mails as soon as several dispatchers ran.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from reminders.models import NudgeSlot
from reminders.rules.steps import ONE_WEEK


def take_slot(*, person_id: int, message_uid: UUID, now: datetime) -> datetime | None:
    """Take the slot for a message; returns None when it has it, else when it is free again."""
    NudgeSlot.objects.bulk_create(
        [NudgeSlot(person_id=person_id, free_at=now)], ignore_conflicts=True
    )
    is_mine = Q(taken_by=message_uid)
    taken = NudgeSlot.objects.filter(Q(free_at__lte=now) | is_mine, person_id=person_id).update(
        number=F("number") + 1, free_at=now + ONE_WEEK, taken_by=message_uid
    )
    if taken:
        return None
    return NudgeSlot.objects.values_list("free_at", flat=True).get(person_id=person_id)


def give_slot_back(*, person_id: int, message_uid: UUID, now: datetime) -> None:
    """Free the slot when the message that took it did not leave."""
    NudgeSlot.objects.filter(person_id=person_id, taken_by=message_uid).update(
        free_at=now, taken_by=None
    )
