"""What people answer privately, and the lists of names that the program team talks to."""

from datetime import datetime
from typing import Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.queries import line_of
from core.models import PublicModel
from pairings.models import Pairing
from pairings.rules import LIVE
from programs.models import Program
from pulse.rules import CHANGEABLE_FOR, LISTS_SHOWN_FOR, Fit

FITS = [(str(Fit.GOOD), _("A good fit")), (str(Fit.DECIDING), _("Still deciding"))]


class FitAskQuerySet(models.QuerySet["FitAsk"]):
    """Filters over questions of fit."""

    def visible_to(self, user: User) -> Self:
        """One's own. Nobody else's, for nobody."""
        return self.filter(person=user)

    def waiting(self, now: datetime) -> Self:
        """Questions that can be answered and were not."""
        return self.filter(answered_at=None, closes_at__gt=now, pairing__state__in=LIVE)

    def shown(self, now: datetime) -> Self:
        """Questions that wait, and answers that can still be changed."""
        open_still = models.Q(answered_at=None, closes_at__gt=now)
        changeable = models.Q(answered_at__gt=now - CHANGEABLE_FOR)
        return self.filter(open_still | changeable, pairing__state__in=LIVE)

    def wishing_contact(self, program: Program) -> Self:
        """Answers that ask the program team to call, and that no list has taken up."""
        return self.filter(pairing__program=program, may_contact=True, listed_at=None)


class FitAsk(PublicModel):
    """One person is asked how a pair fits, after its first or second meeting.

    `may_contact` is None until answered. `listed_at`: a list of names has taken the wish up.
    """

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="fit_asks")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=FITS, blank=True)
    may_contact = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    listed_at = models.DateTimeField(null=True, blank=True)

    objects = FitAskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "person", "number"], name="fit_asked_once_a_meeting"
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answer="", may_contact=None)
                | models.Q(answered_at__isnull=False, may_contact__isnull=False)
                & ~models.Q(answer=""),
                name="fit_answered_in_full",
            ),
        ]
        indexes = [
            models.Index(
                fields=["pairing"],
                condition=models.Q(may_contact=True, listed_at=None),
                name="fit_wishes",
            ),
        ]

    def __str__(self) -> str:
        return f"fit {self.number} of {self.pairing_id}"

    @property
    def changeable_until(self) -> datetime | None:
        """Until when an answer can be changed; None before there is one."""
        return self.answered_at + CHANGEABLE_FOR if self.answered_at else None

    def is_open(self, now: datetime) -> bool:
        """Say whether it can be answered or changed at `now`, in a live pair."""
        until = self.changeable_until or self.closes_at
        return self.pairing.is_live and now < until


class TalkPlace(models.Model):
    """In which group of a program a person is listed; made without looking at any answer."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    group = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "person"], name="one_group_a_program")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.group}"


class TalkListQuerySet(models.QuerySet["TalkList"]):
    """Filters over lists of names."""

    def visible_to(self, user: User) -> Self:
        """Lists of programs one runs; which names one reads there is asked of the names."""
        return self.filter(program__in=Program.objects.coordinated_by(user).values("pk"))


class TalkList(PublicModel):
    """The names of one week, drawn once; a week without names has its row too."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="talk_lists")
    period_at = models.DateTimeField()
    seed = models.CharField(max_length=64)
    drawn_at = models.DateTimeField()
    talk_by = models.DateField()

    objects = TalkListQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "period_at"], name="one_talk_list_a_week")
        ]

    def __str__(self) -> str:
        return f"{self.program_id} {self.period_at:%Y-%m-%d}"

    @property
    def subject(self) -> tuple[str, UUID]:
        """How the audit trail names this list; it never names the people on it."""
        return ("talk_list", self.uid)


class TalkNameQuerySet(models.QuerySet["TalkName"]):
    """Filters over names on lists."""

    def visible_to(self, user: User) -> Self:
        """Names in programs one runs, never one's own line.

        Where every coordinator stands in a line, the name says which HR admin reads it.
        """
        run = Program.objects.coordinated_by(user).values("pk")
        in_line = models.Q(person_id__in=line_of(user))
        return self.filter(~in_line | models.Q(overseer=user), talk_list__program_id__in=run)

    def shown(self, now: datetime) -> Self:
        """Names that still stand somewhere: a list that is old or talked through shows none."""
        return self.filter(talk_list__drawn_at__gt=now - LISTS_SHOWN_FOR)

    def to_talk_to(self) -> Self:
        """Names nobody has talked to."""
        return self.filter(talked_at=None)


class TalkName(PublicModel):
    """A person on a list. Nothing here, or linked to it, tells why."""

    talk_list = models.ForeignKey(TalkList, on_delete=models.CASCADE, related_name="names")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    overseer = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    talked_at = models.DateTimeField(null=True, blank=True)
    talked_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = TalkNameQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["talk_list", "person"], name="once_on_a_talk_list")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.talk_list_id}"
