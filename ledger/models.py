"""The ledger's rows. Events and heads never change; a payload can only be emptied, lawfully."""

from datetime import datetime

from django.db import models

from ledger.rules import Kind
from ledger.rules.chain import moment

HASH_BYTES = 32


class LedgerEvent(models.Model):
    """One link of the chain; `seq` has no gaps. `ledger.rules.chain` says what the hash is of.

    Times are whole microseconds, exactly as hashed: no column type rounds or converts them.
    """

    seq = models.IntegerField(primary_key=True)
    stream = models.UUIDField()
    kind = models.CharField(max_length=20)
    actor = models.UUIDField(null=True)
    at_us = models.BigIntegerField()
    commitment = models.BinaryField(max_length=HASH_BYTES)
    previous = models.BinaryField(max_length=HASH_BYTES)
    hash = models.BinaryField(max_length=HASH_BYTES)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="ledger_seq_from_one"),
            models.CheckConstraint(
                condition=models.Q(kind__in=list(Kind)), name="ledger_kind_known"
            ),
        ]
        indexes = [models.Index(fields=["stream", "seq"], name="ledger_by_stream")]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"

    @property
    def at(self) -> datetime:
        """When it happened."""
        return moment(self.at_us)


class LedgerPayload(models.Model):
    """What happened, as canonical JSON, and the salt of its commitment; both go when erased."""

    event = models.OneToOneField(
        LedgerEvent, on_delete=models.PROTECT, primary_key=True, related_name="payload"
    )
    content = models.BinaryField(null=True)
    salt = models.BinaryField(max_length=HASH_BYTES, null=True)

    def __str__(self) -> str:
        return f"of {self.event_id}"


class LedgerTip(models.Model):
    """The newest event, in one row: the last lock that an act takes. Never trusted by `verify`."""

    seq = models.IntegerField(default=0)
    hash = models.BinaryField(max_length=HASH_BYTES)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="ledger_tip_is_one_row")
        ]

    def __str__(self) -> str:
        return str(self.seq)


class Pseudonym(models.Model):
    """Who acts under a name in one stream. Person and salt go when the stream is erased."""

    stream = models.UUIDField()
    person_id = models.BigIntegerField(null=True)
    salt = models.BinaryField(max_length=HASH_BYTES, null=True)
    actor = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "person_id"], name="one_pseudonym_a_stream")
        ]

    def __str__(self) -> str:
        return str(self.actor)


class LedgerKey(models.Model):
    """A public key and the events from which and up to which it signs; folded from the chain."""

    public_key = models.BinaryField(max_length=32)
    fingerprint = models.CharField(max_length=64, unique=True)
    from_seq = models.IntegerField(unique=True)
    until_seq = models.IntegerField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_why = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.fingerprint


class LedgerHead(models.Model):
    """The newest event at some time, signed."""

    seq = models.IntegerField(primary_key=True)
    hash = models.BinaryField(max_length=HASH_BYTES)
    signed_at_us = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64)
    signature = models.BinaryField(max_length=64)

    def __str__(self) -> str:
        return f"{self.seq} by {self.fingerprint[:8]}"

    @property
    def signed_at(self) -> datetime:
        """When it was signed."""
        return moment(self.signed_at_us)


class Checkpoint(models.Model):
    """How far a verification without findings came: the next one may go on from there."""

    seq = models.IntegerField()
    hash = models.BinaryField(max_length=HASH_BYTES)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-at"], name="ledger_checkpoint_newest")]

    def __str__(self) -> str:
        return f"{self.seq} at {self.at:%F %T}"
