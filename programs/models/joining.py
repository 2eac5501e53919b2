"""On the way to a place: answers of a sign-up under way, invitations, nominations."""

from typing import Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.models import PublicModel
from programs.models.enrollment import Enrollment
from programs.models.labels import ROLES
from programs.models.program import Program
from programs.rules import EnrollmentState, Role


class JoinDraft(models.Model):
    """What a person has said so far on the sign-up pages of a program.

    `answers` by page, as plain values; `saved_as` by page: the revision that last changed it.
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    answers = models.JSONField(default=dict)
    saved_as = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "user"], name="one_draft_a_program")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.program_id}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Filters over invitations."""

    def waiting(self) -> Self:
        """Those that nobody has answered or taken back."""
        return self.filter(answered_at=None, enrollment__state=EnrollmentState.INVITED)


class Invitation(PublicModel):
    """HR asked a person to take part. `number` counts how often; `reminded` is the last day."""

    enrollment = models.OneToOneField(
        Enrollment, on_delete=models.CASCADE, related_name="invitation"
    )
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    number = models.PositiveSmallIntegerField(default=1)
    invited_at = models.DateTimeField()
    reminded = models.PositiveSmallIntegerField(default=0)
    is_muted = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=20, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["reminded", "invited_at"],
                condition=models.Q(answered_at=None),
                name="invitations_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id} asked {self.number} times"


class NominationQuerySet(models.QuerySet["Nomination"]):
    """Filters over nominations."""

    def waiting(self) -> Self:
        """Those that the program team has not decided."""
        return self.filter(decided_at=None)


class Nomination(PublicModel):
    """Somebody thought of a colleague; nothing is sent before the program team says so."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="nominations")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(_("role"), max_length=6, choices=ROLES)
    why = models.CharField(_("why"), max_length=280, blank=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    was_invited = models.BooleanField(default=False)

    objects = NominationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "person"],
                condition=models.Q(decided_at=None),
                name="one_open_nomination",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=list(Role)), name="nomination_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} as {self.role}"

    @property
    def subject(self) -> tuple[str, UUID]:
        """How the audit trail names this nomination."""
        return ("nomination", self.uid)
