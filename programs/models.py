"""A program of reverse mentoring, its texts and rules, and the places people have in it."""

import datetime
from typing import Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User, check_time_zone
from core.models import PublicModel
from programs.rules import (
    TAKING_PART,
    Cadence,
    EnrollmentState,
    ProgramKind,
    ProgramState,
    Role,
    StaffRole,
)

CADENCE_LABELS = {
    Cadence.WEEKLY: _("Every week"),
    Cadence.FORTNIGHTLY: _("Every two weeks"),
    Cadence.EVERY_THREE_WEEKS: _("Every three weeks"),
    Cadence.MONTHLY: _("Every month"),
    Cadence.EVERY_SIX_WEEKS: _("Every six weeks"),
    Cadence.QUARTERLY: _("Every three months"),
}
CADENCES = [(str(cadence), label) for cadence, label in CADENCE_LABELS.items()]
ROLES = [(str(Role.MENTOR), _("Mentor")), (str(Role.MENTEE), _("Mentee"))]
KINDS = [
    (str(ProgramKind.COHORT), _("Cohort: everyone is matched at once")),
    (str(ProgramKind.ALWAYS_ON), _("Always on: people are matched as they join")),
]
PROGRAM_STATES = [
    (str(ProgramState.DRAFT), _("Draft")),
    (str(ProgramState.ENROLLING), _("Enrolling")),
    (str(ProgramState.MATCHING), _("Matching")),
    (str(ProgramState.RUNNING), _("Running")),
    (str(ProgramState.CLOSING), _("Closing")),
    (str(ProgramState.CLOSED), _("Closed")),
]
ENROLLMENT_STATES = [
    (str(EnrollmentState.INVITED), _("Invited")),
    (str(EnrollmentState.APPLIED), _("Applied")),
    (str(EnrollmentState.WAIT_LISTED), _("On the wait list")),
    (str(EnrollmentState.APPROVED), _("Enrolled")),
    (str(EnrollmentState.DECLINED), _("Declined")),
    (str(EnrollmentState.WITHDRAWN), _("Withdrawn")),
    (str(EnrollmentState.LEFT), _("Left the company")),
]
STAFF_ROLES = [
    (str(StaffRole.COORDINATOR), _("Coordinator")),
    (str(StaffRole.DEPUTY), _("Deputy")),
    (str(StaffRole.SPONSOR), _("Sponsor")),
]


class ProgramQuerySet(models.QuerySet["Program"]):
    """Filters over programs."""

    def coordinated_by(self, user: User) -> Self:
        """Programs this person runs; HR admins run every program."""
        if user.is_hr_admin:
            return self.all()
        roles = (StaffRole.COORDINATOR, StaffRole.DEPUTY)
        own = ProgramStaff.objects.filter(user=user, role__in=roles)
        return self.filter(pk__in=own.values("program_id"))

    def open_to_join(self) -> Self:
        """Programs that employees can apply to."""
        enrolling = models.Q(state=ProgramState.ENROLLING)
        always_on = models.Q(state=ProgramState.RUNNING, enrollment_open=True)
        return self.filter(enrolling | always_on)

    def visible_to(self, user: User) -> Self:
        """Programs one runs, takes part in, or could join."""
        own = Enrollment.objects.filter(user=user).values("program_id")
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
