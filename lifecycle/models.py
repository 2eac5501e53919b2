"""Who asked for the end of a pair: sealed, read by nothing but the change day and its author."""

from typing import Self

from django.db import models

from accounts.models import User
from core.models import PublicModel
from pairings.models import END_REASONS, Pairing


class EndAskQuerySet(models.QuerySet["EndAsk"]):
    """Filters over asks."""

    def open(self) -> Self:
        """Asks that were neither withdrawn nor fulfilled."""
        return self.filter(closed_at=None)

    def visible_to(self, user: User) -> Self:
        """One's own; nobody sees another's."""
        return self.filter(by=user)


class EndAsk(PublicModel):
    """Somebody asked for the end of a pair. It shows nowhere before, and who asked never does."""

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="end_asks")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=20, choices=END_REASONS)
    asked_at = models.DateTimeField()
    takes_effect_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = EndAskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "by"],
                condition=models.Q(closed_at=None),
                name="one_open_ask_a_person",
            )
        ]
        indexes = [
            models.Index(
                fields=["takes_effect_at"],
                condition=models.Q(closed_at=None),
                name="open_end_asks",
            )
        ]

    def __str__(self) -> str:
        return f"of pair {self.pairing_id}"
