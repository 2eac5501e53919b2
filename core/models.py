"""What every room stands on: public ids, the audit trail, the demo's clock."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models.functions import Now


class PublicModel(models.Model):
    """A row with a bigint key for joins and a UUID for everything that leaves the server."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class AuditEvent(PublicModel):
    """Who did what when. Names people and subjects by opaque ids, without keys into upper apps."""

    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_kind = models.CharField(max_length=20, default="person")
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_uid = models.UUIDField()
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["subject_uid", "at"], name="audit_subject_at")]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind} {self.subject_uid}"


class DemoClock(models.Model):
    """How far the demo's clock is ahead of the real one (one row)."""

    shift = models.DurationField(default=timedelta)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="demo_clock_is_one_row")
        ]

    def __str__(self) -> str:
        return f"+{self.shift}"
