"""Letters of a program, when each was sent, and who had one."""

from typing import Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.models import PublicModel
from kit.rules import INTRO_LENGTH, SUBJECT_LENGTH, TEXT_LENGTH, LetterKind
from programs.models import Enrollment, Program
from programs.rules import EnrollmentState, Role

LETTER_KINDS = [
    (str(LetterKind.SPONSOR_LETTER), _("The sponsor’s letter")),
    (str(LetterKind.MENTEE_BRIEF), _("One page for mentees")),
    (str(LetterKind.MENTOR_GUIDE), _("Guide for mentors")),
    (str(LetterKind.MANAGER_NOTE), _("Note to line managers")),
]
ROLE_OF_KIND = {LetterKind.MENTEE_BRIEF: Role.MENTEE, LetterKind.MENTOR_GUIDE: Role.MENTOR}


class LetterQuerySet(models.QuerySet["Letter"]):
    """Filters over letters."""

    def visible_to(self, user: User) -> Self:
        """Letters one has had, those of one's own role in a program, and of programs one runs."""
        had = models.Q(copies__person=user)
        run = models.Q(program__in=Program.objects.coordinated_by(user).values("pk"))
        return self.filter(had | run | _of_own_role(user)).distinct()


def _of_own_role(user: User) -> models.Q:
    found = models.Q()
    for kind, role in ROLE_OF_KIND.items():
        places = Enrollment.objects.filter(user=user, role=role, state=EnrollmentState.APPROVED)
        found |= models.Q(kind=kind, program__in=places.values("program_id"))
    return found


class Letter(PublicModel):
    """One letter of a program as it stands; a letter nobody has touched has no row."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=16, choices=LETTER_KINDS)
    title = models.CharField(_("subject"), max_length=SUBJECT_LENGTH)
    intro = models.TextField(_("what the mail says"), max_length=INTRO_LENGTH)
    text = models.TextField(_("the letter"), max_length=TEXT_LENGTH)
    for_joiners = models.BooleanField(_("also to those who join later"), default=False)
    changed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "kind"], name="letter_once_a_program"),
            models.CheckConstraint(
                condition=models.Q(kind__in=list(LetterKind)), name="letter_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.program_id}"

    @property
    def subject(self) -> tuple[str, UUID]:
        """How the audit trail names this letter."""
        return ("letter", self.uid)


class Sending(PublicModel):
    """A letter leaves at a time: it waits, was written to its readers, or was taken back."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="sendings")
    send_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    readers = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["letter"],
                condition=models.Q(written_at=None, taken_back_at=None),
                name="one_waiting_sending_a_letter",
            ),
            models.CheckConstraint(
                condition=models.Q(written_at=None) | models.Q(taken_back_at=None),
                name="sending_written_or_taken_back",
            ),
        ]
        indexes = [
            models.Index(
                fields=["send_at"],
                condition=models.Q(written_at=None, taken_back_at=None),
                name="waiting_sendings",
            )
        ]

    def __str__(self) -> str:
        return f"letter {self.letter_id} at {self.send_at:%Y-%m-%d %H:%M}"


class Copy(models.Model):
    """A person was written a letter; nobody is written the same letter twice."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="copies")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "person"], name="one_copy_a_person")
        ]

    def __str__(self) -> str:
        return f"letter {self.letter_id} to {self.person_id}"
