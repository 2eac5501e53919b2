"""A program of reverse mentoring, its topics, staff and closed days."""

import datetime
import zoneinfo
from typing import Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User, check_time_zone
from core.models import PublicModel
from programs.models.labels import CADENCES, KINDS, PROGRAM_STATES, STAFF_ROLES
from programs.rules import Cadence, ProgramKind, ProgramState, StaffRole


class ProgramQuerySet(models.QuerySet["Program"]):
    """Filters over programs."""

    def coordinated_by(self, user: User) -> Self:
        """Programs this person runs; HR admins run every program."""
        if user.is_hr_admin:
            return self.all()
        roles = (StaffRole.COORDINATOR, StaffRole.DEPUTY)
        own = ProgramStaff.objects.filter(user=user, role__in=roles)
        return self.filter(pk__in=own.values("program_id"))

    def sponsored_by(self, user: User) -> Self:
        """Programs whose house rules this person stands behind; they see figures alone."""
        own = ProgramStaff.objects.filter(user=user, role=StaffRole.SPONSOR)
        return self.filter(pk__in=own.values("program_id"))

    def open_to_join(self) -> Self:
        """Programs that employees can apply to."""
        enrolling = models.Q(state=ProgramState.ENROLLING)
        always_on = models.Q(state=ProgramState.RUNNING, enrollment_open=True)
        return self.filter(enrolling | always_on)

    def visible_to(self, user: User) -> Self:
        """Programs one runs, takes part in, or could join."""
        own = Program.objects.filter(enrollments__user=user).values("pk")
        open_now = self.open_to_join().values("pk")
        run = self.coordinated_by(user).values("pk")
        return self.filter(models.Q(pk__in=own) | models.Q(pk__in=open_now) | models.Q(pk__in=run))


class Program(PublicModel):
    """One run of reverse mentoring."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=KINDS, default=ProgramKind.COHORT)
    state = models.CharField(max_length=12, choices=PROGRAM_STATES, default=ProgramState.DRAFT)
    enrollment_open = models.BooleanField(_("people can join while it runs"), default=False)
    purpose = models.TextField(_("purpose"), max_length=2000, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[check_time_zone]
    )
    cadence = models.CharField(
        _("default rhythm"), max_length=20, choices=CADENCES, default=Cadence.MONTHLY
    )
    minutes = models.PositiveSmallIntegerField(_("length of a meeting in minutes"), default=45)
    min_level_gap = models.PositiveSmallIntegerField(
        _("levels between mentor and mentee, at least"), default=2
    )
    change_weekday = models.PositiveSmallIntegerField(_("change day"), default=4)
    change_time = models.TimeField(_("time of changes"), default=datetime.time(10))
    # While a day of announcement is set and has not come, pairs are fixed quietly.
    announce_at = models.DateTimeField(_("pairs are announced"), null=True, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    allows_requests = models.BooleanField(_("people may ask for a partner"), default=False)
    archived_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gt=models.F("starts_on")),
                name="program_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=ProgramKind.ALWAYS_ON) | ~models.Q(ends_on=None),
                name="cohort_has_last_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=list(ProgramState)), name="program_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=15, minutes__lte=480), name="program_minutes_sane"
            ),
            models.CheckConstraint(
                condition=models.Q(change_weekday__gte=1, change_weekday__lte=7),
                name="change_weekday_iso",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open_to_join(self) -> bool:
        """Whether employees can apply now; `open_to_join` says the same in the database."""
        return self.state == ProgramState.ENROLLING or (
            self.state == ProgramState.RUNNING and self.enrollment_open
        )

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The time zone of its own dates and times."""
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def subject(self) -> tuple[str, UUID]:
        """How the audit trail names this program."""
        return ("program", self.uid)


class Topic(PublicModel):
    """Something that mentors share and mentees want to learn, offered in one program."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="topics")
    name = models.CharField(_("topic"), max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "name"], name="topic_once_a_program")
        ]

    def __str__(self) -> str:
        return self.name


class ProgramStaff(PublicModel):
    """Who runs or sponsors a program."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="staff")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="staff_roles")
    role = models.CharField(max_length=12, choices=STAFF_ROLES, default=StaffRole.COORDINATOR)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "user", "role"], name="staff_role_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Blackout(PublicModel):
    """Days on which nobody in the program is expected to meet; both days are included."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="blackouts")
    name = models.CharField(_("name"), max_length=80)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="blackout_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.name


class NeverMatch(PublicModel):
    """Two people whom a coordinator keeps apart; stored with the lower id first."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="never_matches")
    first = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "first", "second"], name="never_match_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="never_match_ordered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}"
