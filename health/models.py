"""Stored facts of a pair, recomputable at any time from its records."""

from datetime import datetime

from django.db import models

from meetings.rules.status import status_at
from pairings.models import Pairing
from pairings.rules import PairState


class PairHealth(models.Model):
    """Thresholds as instants (a status is a comparison with now), counts, band and reasons."""

    pairing = models.OneToOneField(
        Pairing, on_delete=models.CASCADE, primary_key=True, related_name="health"
    )
    opened_on = models.DateField(null=True)
    interval_days = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField(null=True)
    due_soon_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    behind_at = models.DateTimeField(null=True)
    stalled_at = models.DateTimeField(null=True)
    dormant_at = models.DateTimeField(null=True)
    secured_from = models.DateTimeField(null=True)
    secured_until = models.DateTimeField(null=True)
    two_fell_through = models.BooleanField(default=False)
    last_held_on = models.DateField(null=True)
    last_contact_on = models.DateField(null=True)
    next_meeting_at = models.DateTimeField(null=True)
    held = models.PositiveIntegerField(default=0)
    expected = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=12, blank=True)
    band = models.CharField(max_length=12, blank=True)
    reasons = models.JSONField(default=list)
    has_agreement = models.BooleanField(default=False)
    goals_done = models.PositiveSmallIntegerField(default=0)
    goals = models.PositiveSmallIntegerField(default=0)
    risk_at = models.DateTimeField(null=True)
    next_change_at = models.DateTimeField(null=True)
    source_revision = models.PositiveIntegerField(default=0)
    computed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["next_change_at"], name="health_next_change"),
            models.Index(fields=["risk_at", "pairing"], name="health_risk"),
            models.Index(fields=["band", "risk_at"], name="health_band"),
        ]

    def __str__(self) -> str:
        return f"{self.pairing_id}: {self.band}"

    @property
    def is_paused(self) -> bool:
        """Whether the pair takes a break now."""
        return self.pairing.state == PairState.PAUSED

    def status_at(self, now: datetime) -> str:
        """Return the status at `now`: instants are compared, so that time needs no refresh.

        Empty before the first refresh.
        """
        return status_at(self, now) if self.status else ""
