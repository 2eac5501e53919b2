"""After a restore or a copy: whose database this is, and what happens to the mail that was due."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from outbox.instance import write_instance_id
from outbox.models import Instance, OutboxMessage
from outbox.rules import State


def adopt_database(*, now: datetime) -> int:
    """Make this deployment the only owner; returns how many messages are held for a look.

    What was due before may have left from the original, so it waits for `release_held`. What was
    being handed over stays unknown.
    """
    instance_id = uuid4()
    with transaction.atomic():
        Instance.objects.update_or_create(pk=1, defaults={"instance_id": instance_id})
        OutboxMessage.objects.filter(state=State.HANDING).update(
            state=State.UNKNOWN,
            lease_until=None,
            sealed_facts=None,
            sent_at=now,
            reason="copied database",
        )
        held = OutboxMessage.objects.waiting().filter(not_before__lte=now).update(is_held=True)
    write_instance_id(instance_id)
    return held


def join_deployment() -> None:
    """Take over the database's id: this machine is a further worker of the same deployment."""
    write_instance_id(Instance.objects.get(pk=1).instance_id)


def release_held() -> int:
    """Let the held messages go on; each is admitted again before it leaves. Returns how many."""
    return OutboxMessage.objects.filter(is_held=True).update(is_held=False)
