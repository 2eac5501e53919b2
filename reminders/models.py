"""What reminders remember: a person's weekly slot, nudges somebody stopped, links already used."""

from django.db import models

from accounts.models import User
from pairings.models import Pairing


class NudgeSlot(models.Model):
    """A person's weekly slot for nudges that ask for a meeting; see `reminders.actions.slots`."""

    person = models.OneToOneField(
        User, on_delete=models.CASCADE, primary_key=True, related_name="nudge_slot"
    )
    number = models.PositiveIntegerField(default=0)
    free_at = models.DateTimeField()
    taken_by = models.UUIDField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person_id} #{self.number}"


class Look(models.Model):
    """When a sweep should look at a pair again, and what it had seen of it."""

    pairing = models.OneToOneField(
        Pairing, on_delete=models.CASCADE, primary_key=True, related_name="look"
    )
    next_look_at = models.DateTimeField(db_index=True)
    source_revision = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.pairing_id} at {self.next_look_at:%Y-%m-%d %H:%M}"


class Mute(models.Model):
    """A person stopped the nudges of one pair (RFC 8058)."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="mutes")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "pairing"], name="one_mute_a_pair")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.pairing_id}"


class UsedLink(models.Model):
    """A link in a mail that was answered; undo makes it usable again."""

    nonce = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=16)
    meeting_uid = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.answer} by {self.person_id}"
