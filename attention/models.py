"""Action items: what reminders alone will not fix, and who should look."""

from datetime import datetime
from typing import Self
from uuid import UUID

from django.db import models

from accounts.models import User
from accounts.queries import line_of
from core.models import PublicModel
from programs.models import Program


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    """Filters over action items."""

    def open(self) -> Self:
        """Items nobody has settled."""
        return self.filter(settled_at=None)

    def awake(self, now: datetime) -> Self:
        """Open items that are not snoozed."""
        asleep = models.Q(snoozed_until__gt=now)
        return self.open().exclude(asleep)

    def about(self, subject_uid: UUID) -> Self:
        """Items about one subject."""
        return self.filter(subject_uid=subject_uid)

    def visible_to(self, user: User) -> Self:
        """Items of programs one runs, never about oneself or one's own line.

        Where every coordinator stands in a line, the item names an HR admin who sees it.
        """
        run = Program.objects.coordinated_by(user).values("pk")
        links = ActionItem.people.through.objects.filter(user_id__in=line_of(user))
        in_line = models.Q(pk__in=links.values("actionitem_id"))
        return self.filter(~in_line | models.Q(overseer=user), program_id__in=run)


class ActionItem(PublicModel):
    """Something that needs a coordinator, about a subject with an opaque id, open once a kind."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="action_items")
    kind = models.CharField(max_length=40)
    subject_uid = models.UUIDField()
    people = models.ManyToManyField(User, related_name="+", blank=True)
    facts = models.JSONField(default=dict)
    raised_at = models.DateTimeField()
    # Set where every coordinator stands in the line of the people.
    overseer = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    snoozed_until = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    settled_how = models.CharField(max_length=20, blank=True)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_uid"],
                condition=models.Q(settled_at=None),
                name="one_open_item_a_subject",
            )
        ]
        indexes = [
            models.Index(
                fields=["program", "raised_at"],
                condition=models.Q(settled_at=None),
                name="open_items",
            ),
            models.Index(fields=["subject_uid", "kind"], name="items_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_uid}"

    @property
    def subject(self) -> tuple[str, UUID]:
        """How the audit trail names this item."""
        return ("action_item", self.uid)
