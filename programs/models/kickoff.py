"""The kick-off of a program: when and where, who is asked, and who comes."""

from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.models import PublicModel
from programs.models.enrollment import Enrollment
from programs.models.program import Program
from programs.rules import EnrollmentState


class KickOffQuerySet(models.QuerySet["KickOff"]):
    """Filters over kick-offs."""

    def ahead(self, now: datetime) -> Self:
        """Those that will take place."""
        return self.filter(cancelled_at=None, starts_at__gt=now)

    def visible_to(self, user: User) -> Self:
        """Those of programs in which one has a place, or that one runs."""
        places = Enrollment.objects.approved().filter(user=user)
        run = Program.objects.coordinated_by(user)
        return self.filter(
            models.Q(program__in=places.values("program")) | models.Q(program__in=run.values("pk"))
        )


class KickOff(PublicModel):
    """One event of a program. `number` tells one date from the next: mails are sent for each."""

    program = models.OneToOneField(Program, on_delete=models.CASCADE, related_name="kickoff")
    starts_at = models.DateTimeField(_("when"))
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), default=60)
    place = models.CharField(_("where"), max_length=160)
    agenda = models.TextField(_("what happens"), max_length=2000, blank=True)
    number = models.PositiveSmallIntegerField(default=1)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = KickOffQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minutes__gte=15, minutes__lte=480), name="kickoff_minutes_sane"
            )
        ]

    def __str__(self) -> str:
        return f"{self.program_id} {self.starts_at}"

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def subject(self) -> tuple[str, UUID]:
        """How the audit trail names this kick-off."""
        return ("kickoff", self.uid)


class GuestQuerySet(models.QuerySet["KickOffGuest"]):
    """Filters over who is asked to a kick-off."""

    def taking_part(self) -> Self:
        """Those who are still here and have their place."""
        places = Enrollment.objects.filter(
            program=models.OuterRef("kickoff__program"),
            user=models.OuterRef("user"),
            state=EnrollmentState.APPROVED,
        )
        return self.filter(
            models.Exists(places), user__is_active=True, user__left_on=None
        ).select_related("user", "kickoff__program")


class KickOffGuest(PublicModel):
    """A person who is asked to a kick-off, and their answer; None is no answer."""

    kickoff = models.ForeignKey(KickOff, on_delete=models.CASCADE, related_name="guests")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField()
    comes = models.BooleanField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    # The link that was used to answer, so that it says so when it is opened again.
    used_link = models.CharField(max_length=32, blank=True)
    # For which date a reminder was decided on.
    reminded = models.PositiveSmallIntegerField(default=0)

    objects = GuestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kickoff", "user"], name="one_answer_a_kickoff")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.kickoff_id}"
