"""The places that people have in a program."""

from typing import Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.models import PublicModel
from programs.models.labels import DAYPARTS, ENROLLMENT_STATES, ROLES, WAYS, WEEKDAY_LABELS
from programs.models.program import Program, Topic
from programs.rules import TAKING_PART, EnrollmentState, Role


class EnrollmentQuerySet(models.QuerySet["Enrollment"]):
    """Filters over enrollments."""

    def approved(self) -> Self:
        """People who are in."""
        return self.filter(state=EnrollmentState.APPROVED)

    def taking_part(self) -> Self:
        """People who are in, or have asked to be."""
        return self.filter(state__in=TAKING_PART)

    def visible_to(self, user: User) -> Self:
        """One's own, and those of programs one runs."""
        run = Program.objects.coordinated_by(user).values("pk")
        return self.filter(models.Q(user=user) | models.Q(program_id__in=run))


class Enrollment(PublicModel):
    """A person's place in a program, in one role."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="enrollments")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="enrollments")
    role = models.CharField(_("role"), max_length=6, choices=ROLES)
    state = models.CharField(max_length=12, choices=ENROLLMENT_STATES)
    is_available = models.BooleanField(_("available for a pair"), default=True)
    capacity = models.PositiveSmallIntegerField(_("pairs at once"), default=1)
    topics = models.ManyToManyField(Topic, blank=True, related_name="enrollments")
    hope = models.CharField(_("what I hope for"), max_length=280, blank=True)
    boundaries = models.TextField(_("boundaries, private"), max_length=1000, blank=True)
    # When and how the person likes to meet; empty means that anything suits them.
    days = models.CharField(_("days that suit"), max_length=7, blank=True, default="")
    dayparts = models.JSONField(_("times of day that suit"), default=list, blank=True)
    ways = models.JSONField(_("ways to meet"), default=list, blank=True)
    house_rules_read_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "user"], name="one_place_a_program"),
            models.CheckConstraint(
                condition=models.Q(capacity__gte=1, capacity__lte=2), name="capacity_one_or_two"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=list(EnrollmentState)), name="enrollment_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=list(Role)), name="enrollment_role_known"
            ),
        ]
        indexes = [models.Index(fields=["program", "role", "state"], name="enrollment_pool")]

    def __str__(self) -> str:
        return f"{self.user_id} as {self.role}"

    @property
    def subject(self) -> tuple[str, UUID]:
        """How the audit trail names this place."""
        return ("enrollment", self.uid)

    @property
    def times_in_words(self) -> str:
        """Which days and times suit the person; empty when any working day and time do."""
        is_any = set(self.days) == set(self.user.working_week)
        days = [WEEKDAY_LABELS[int(day)] for day in ("" if is_any else self.days)]
        parts = [label for part, label in DAYPARTS if part in self.dayparts]
        return ", ".join(str(word) for word in (*days, *parts))

    @property
    def ways_in_words(self) -> str:
        """How the person likes to meet; empty when any way will do."""
        return ", ".join(str(label) for way, label in WAYS if way in self.ways)
