"""A pair: one mentor and one mentee in one program, what they asked each other, their pauses."""

from datetime import datetime
from typing import Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation, User
from accounts.queries import line_of
from core.models import PublicModel
from pairings.rules import LIVE, OPEN, POWER_CLAUSE, QUIET, STARTED, EndReason, PairState
from programs.models import Enrollment, Program
from programs.rules import Role

STATE_LABELS = {
    PairState.PROPOSED: _("Proposed"),
    PairState.GETTING_STARTED: _("Getting started"),
    PairState.ACTIVE: _("Active"),
    PairState.PAUSED: _("Paused"),
    PairState.CONCLUDING: _("Concluding"),
    PairState.COMPLETED: _("Completed"),
    PairState.ENDED: _("Ended"),
    # The other side reads the same words for both, so that nobody learns who said no.
    PairState.DECLINED: _("Did not start"),
    PairState.EXPIRED: _("Did not start"),
    PairState.WITHDRAWN: _("Withdrawn"),
}
END_REASONS = [
    (str(EndReason.SCHEDULE), _("Our calendars do not fit")),
    (str(EndReason.ROLE_CHANGE), _("A role changed")),
    (str(EndReason.LEFT_COMPANY), _("Someone left the company")),
    (str(EndReason.NOT_A_GOOD_FIT), _("Not a good fit")),
    (str(EndReason.GOALS_REACHED), _("The goals are reached")),
    (str(EndReason.INACTIVITY), _("No contact")),
    (str(EndReason.OTHER), _("Something else")),
]


class PairingQuerySet(models.QuerySet["Pairing"]):
    """Filters over pairs."""

    def live(self) -> Self:
        """Pairs that have started and are not over."""
        return self.filter(state__in=LIVE)

    def open(self) -> Self:
        """Live pairs and open proposals: what counts against capacity."""
        return self.filter(state__in=OPEN)

    def meeting_now(self) -> Self:
        """Live pairs that are not paused: those whose clock can run."""
        return self.filter(state__in=STARTED)

    def of_person(self, user: User) -> Self:
        """Pairs in which this person is mentor or mentee."""
        return self.filter(models.Q(mentor=user) | models.Q(mentee=user))

    def known_to(self, user: User) -> Self:
        """Pairs of a person but those fixed quietly, of which they learn at the announcement."""
        return self.of_person(user).filter(is_quiet=False)

    def fixed_quietly(self) -> Self:
        """Pairs that wait for the announcement of their program."""
        return self.filter(state=PairState.PROPOSED, is_quiet=True)

    def asked(self) -> Self:
        """Proposals that wait for the answer of somebody who was told."""
        return self.filter(state=PairState.PROPOSED, is_quiet=False)

    def at_place(self, place: Enrollment) -> Self:
        """Pairs and proposals that stand on one place in a program."""
        return self.filter(models.Q(mentor_enrollment=place) | models.Q(mentee_enrollment=place))

    def under_rules(self, now: datetime) -> Self:
        """Open pairs, and those that were live and ended within the reach of the power clause."""
        over = models.Q(
            state__in=(PairState.COMPLETED, PairState.ENDED), ended_at__gt=now - POWER_CLAUSE
        )
        return self.filter(models.Q(state__in=OPEN) | over)

    def overseen_by(self, user: User) -> Self:
        """Pairs that this person may coordinate: never their own, never with someone of their line.

        Where every coordinator stands in a line, the pair names an HR admin who does it.
        """
        run = Program.objects.coordinated_by(user).values("pk")
        line = line_of(user)
        in_line = models.Q(mentor_id__in=line) | models.Q(mentee_id__in=line)
        return self.filter(~in_line | models.Q(overseer=user), program_id__in=run)

    def visible_to(self, user: User) -> Self:
        """One's own pairs, but those fixed quietly, and those one oversees."""
        own = (models.Q(mentor=user) | models.Q(mentee=user)) & models.Q(is_quiet=False)
        return self.filter(own | models.Q(pk__in=Pairing.objects.overseen_by(user).values("pk")))

    def planned_by(self, user: User) -> Self:
        """Live pairs for whose mentee this person plans, as their assistant.

        Never with a mentor who stands in their own line, and not in a program that they run.
        """
        if not user.plans_for:
            return self.none()
        people = Delegation.objects.standing().filter(delegate=user).values("person_id")
        run = Program.objects.coordinated_by(user).values("pk")
        found = self.live().filter(mentee_id__in=people)
        return found.exclude(mentor_id__in=line_of(user)).exclude(program_id__in=run)

    def with_people(self) -> Self:
        """Fetch program and partners in the same query."""
        return self.select_related("program", "mentor", "mentee")


class Pairing(PublicModel):
    """One mentor and one mentee in one program."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="pairings")
    mentor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="pairs_as_mentor")
    mentee = models.ForeignKey(User, on_delete=models.PROTECT, related_name="pairs_as_mentee")
    mentor_enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="+")
    mentee_enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=16, choices=[(str(s), label) for s, label in STATE_LABELS.items()]
    )
    proposed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # Fixed before the announcement of a cohort: nobody is told, nothing expires.
    is_quiet = models.BooleanField(default=False)
    # One of the two asked the other; `proposed_by` is who.
    is_request = models.BooleanField(default=False)
    override_reason = models.CharField(max_length=500, blank=True)
    overridden_rules = models.JSONField(default=list, blank=True)
    # Set where every coordinator stands in the line of the pair, and named to the pair.
    overseer = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    mentor_accepted_at = models.DateTimeField(null=True, blank=True)
    mentee_accepted_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    paused_until = models.DateField(null=True, blank=True)
    state_before_pause = models.CharField(max_length=16, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=20, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = PairingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(mentor=models.F("mentee")), name="pair_of_two_people"
            ),
            models.UniqueConstraint(
                fields=["program", "mentor", "mentee"],
                condition=models.Q(state__in=OPEN),
                name="one_open_pair_of_these_two",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=list(PairState)), name="pair_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=LIVE)
                | models.Q(started_at__isnull=False, ends_on__isnull=False),
                name="live_pair_has_dates",
            ),
            models.CheckConstraint(
                condition=models.Q(state=PairState.PAUSED, paused_until__isnull=False)
                | (~models.Q(state=PairState.PAUSED) & models.Q(paused_until=None)),
                name="paused_until_a_date",
            ),
            models.CheckConstraint(
                condition=models.Q(is_quiet=False)
                | models.Q(
                    state__in=QUIET,
                    is_request=False,
                    mentor_accepted_at=None,
                    mentee_accepted_at=None,
                ),
                name="quiet_pair_waits_unasked",
            ),
        ]
        indexes = [
            models.Index(fields=["program", "state", "id"], name="pairs_of_program"),
            models.Index(
                fields=["expires_at"], condition=models.Q(state="proposed"), name="open_proposals"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} mentors {self.mentee_id}"

    @property
    def is_live(self) -> bool:
        """Started and not over."""
        return self.state in LIVE

    def role_of(self, user: User) -> Role | None:
        """The side this person takes in the pair, if any."""
        if user.pk == self.mentor_id:
            return Role.MENTOR
        return Role.MENTEE if user.pk == self.mentee_id else None

    def accepted_at_of(self, role: Role) -> datetime | None:
        """When the person on a side said yes, if they did."""
        return self.mentor_accepted_at if role == Role.MENTOR else self.mentee_accepted_at

    def partner_of(self, user: User) -> User:
        """The other person of the pair."""
        return self.mentee if user.pk == self.mentor_id else self.mentor

    def person_in(self, role: Role) -> User:
        """The person on a side."""
        return self.mentor if role == Role.MENTOR else self.mentee

    @property
    def subject(self) -> tuple[str, UUID]:
        """How the audit trail names this pair."""
        return ("pairing", self.uid)


class RequestLine(PublicModel):
    """What somebody wrote when they asked for a partner: read by the two of them alone."""

    pairing = models.OneToOneField(Pairing, on_delete=models.CASCADE, related_name="request_line")
    text = models.CharField(_("a line to go with it"), max_length=280)

    def __str__(self) -> str:
        return f"{self.pairing_id}"


class Pause(PublicModel):
    """Days on which a pair does not meet, by wish.

    `ends_on` is the last planned day, `resumed_on` the real first day back.
    """

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="pauses")
    starts_on = models.DateField()
    ends_on = models.DateField()
    resumed_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    by_program = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="pause_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} to {self.ends_on}"
