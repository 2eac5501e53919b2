"""Rows of what leaves, the journal of tries, and what dispatchers must agree on."""

import uuid
from typing import Any

from django.db import models
from django.db.models.functions import Now

from core.models import PublicModel
from core.registry import Envelope
from outbox.rules import State
from outbox.sealing import seal, unseal


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    """Filters whose names define the words."""

    def waiting(self) -> "OutboxQuerySet":
        """Everything that has not left and is not held back for a coordinator's look."""
        return self.filter(state=State.PENDING, is_held=False, folded_into=None)

    def unleased(self) -> "OutboxQuerySet":
        """Not in a living dispatcher's hands, by the database's clock."""
        return self.filter(models.Q(lease_until=None) | models.Q(lease_until__lte=Now()))


class OutboxMessage(PublicModel):
    """One message to one address. Names its person and subject by opaque ids.

    Business instants (`not_before`, `expires_at`, `sent_at`, `created_at`) are the caller's `now`;
    `lease_until` and `handed_at` are the database's clock. `sent_at` of an unknown message is when
    it was given up, so that it counts as if it had arrived.
    """

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60)
    lane = models.PositiveSmallIntegerField()
    person_id = models.BigIntegerField(null=True, blank=True)
    address = models.CharField(max_length=320)
    subject_uid = models.UUIDField(null=True, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    sealed_facts = models.BinaryField(null=True, blank=True)
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        max_length=12,
        default=State.PENDING,
        choices=[(state.value, state.value) for state in State],
    )
    reason = models.CharField(max_length=200, blank=True)
    is_held = models.BooleanField(default=False)
    attempts = models.PositiveIntegerField(default=0)
    strikes = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    fence = models.PositiveBigIntegerField(default=0)
    handed_at = models.DateTimeField(null=True, blank=True)
    was_unknown = models.BooleanField(default=False)
    message_id = models.CharField(max_length=200, blank=True)
    last_error = models.CharField(max_length=300, blank=True)
    folded_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="folded"
    )
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in State]),
                name="outbox_state_is_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.SENT) | models.Q(sent_at__isnull=False),
                name="outbox_sent_has_instant",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.HANDING)
                | models.Q(lease_until__isnull=False, handed_at__isnull=False),
                name="outbox_handing_has_lease",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[State.PENDING, State.HANDING])
                | models.Q(sealed_facts=None, lease_until=None),
                name="outbox_left_keeps_no_secret",
            ),
            models.CheckConstraint(
                condition=models.Q(folded_into=None) | ~models.Q(folded_into=models.F("id")),
                name="outbox_not_folded_into_itself",
            ),
        ]
        indexes = [
            models.Index(
                fields=["lane", "not_before", "id"],
                condition=models.Q(state=State.PENDING, is_held=False, folded_into=None),
                name="outbox_waiting",
            ),
            models.Index(
                fields=["lease_until"],
                condition=models.Q(state=State.HANDING),
                name="outbox_handing",
            ),
            models.Index(fields=["subject_uid", "person_id", "id"], name="outbox_subject"),
            models.Index(fields=["person_id", "sent_at"], name="outbox_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state} {self.uid}"

    def put_facts(self, facts: dict[str, Any], *, is_secret: bool) -> None:
        """Set what the mail will be rendered from, encrypted when it is secret."""
        self.facts = {} if is_secret else facts
        self.sealed_facts = seal(facts) if is_secret else None

    def envelope(self) -> Envelope:
        """Return what the kind may see; raises `InvalidToken` when facts cannot be decrypted."""
        sealed = self.sealed_facts
        return Envelope(
            uid=self.uid,
            key=self.key,
            kind=self.kind,
            person_id=self.person_id,
            address=self.address,
            subject_uid=self.subject_uid,
            facts=self.facts if sealed is None else unseal(bytes(sealed)),
            created_at=self.created_at,
        )


class Attempt(models.Model):
    """The journal of tries: rows are added and never changed. Holds no word of the message."""

    message = models.ForeignKey(OutboxMessage, on_delete=models.CASCADE, related_name="journal")
    number = models.PositiveIntegerField()
    result = models.CharField(max_length=20)
    phase = models.CharField(max_length=10, blank=True)
    code = models.PositiveSmallIntegerField(default=0)
    reply = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["message", "id"], name="outbox_attempt_message"),
            models.Index(fields=["at"], name="outbox_attempt_at"),
        ]

    def __str__(self) -> str:
        return f"{self.result} {self.code}"


class Heartbeat(models.Model):
    """When a sweep or a dispatch last came to its end, and what it did."""

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name


class Transport(models.Model):
    """The breaker of one way out. `open_until` is the database's clock; until then nobody tries.

    `note` tells people about many refusals at once, which count against no address.
    """

    name = models.CharField(max_length=60, primary_key=True)
    open_until = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=300, blank=True)
    noted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Suppression(models.Model):
    """Refusals of an address; `rests_since` is set by the second one at least 24 hours later."""

    address = models.CharField(max_length=320, primary_key=True)
    bounces = models.PositiveSmallIntegerField(default=0)
    last_counted_at = models.DateTimeField()
    rests_since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.address


class Instance(models.Model):
    """Which deployment this database belongs to (one row); a copy carries its original's id."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    instance_id = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="outbox_instance_is_one_row")
        ]

    def __str__(self) -> str:
        return str(self.instance_id)
