"""What the two of a pair said under seal, what came of it, and the words of thanks they left."""

from typing import Self

from django.db import models

from accounts.models import User
from core.models import PublicModel
from lifecycle.rules import OF_TWO, Answer, ConsentKind, Given
from pairings.models import END_REASONS, Pairing

THANKS_LENGTH = 280
CONSENT_KINDS = [(str(kind), str(kind)) for kind in ConsentKind]
ANSWERS = [(str(answer), str(answer)) for answer in Answer]


class EndAskQuerySet(models.QuerySet["EndAsk"]):
    """Filters over asks."""

    def open(self) -> Self:
        """Asks that were neither withdrawn nor fulfilled."""
        return self.filter(closed_at=None)

    def visible_to(self, user: User) -> Self:
        """One's own; nobody sees another's."""
        return self.filter(by=user)


class EndAsk(PublicModel):
    """Somebody asked for the end of a pair. It shows nowhere before, and who asked never does."""

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="end_asks")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=20, choices=END_REASONS)
    asked_at = models.DateTimeField()
    takes_effect_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = EndAskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "by"],
                condition=models.Q(closed_at=None),
                name="one_open_ask_a_person",
            )
        ]
        indexes = [
            models.Index(
                fields=["takes_effect_at"],
                condition=models.Q(closed_at=None),
                name="open_end_asks",
            )
        ]

    def __str__(self) -> str:
        return f"of pair {self.pairing_id}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Filters over answers."""

    def open(self) -> Self:
        """Answers that still count: not those of a time that was extended since."""
        return self.filter(closed_at=None)

    def visible_to(self, user: User) -> Self:
        """One's own; nobody sees another's."""
        return self.filter(person=user)

    def of_two(self) -> Self:
        """Answers to what both must want."""
        return self.filter(kind__in=OF_TWO)

    def yes(self) -> Self:
        """Those that say yes."""
        return self.filter(answer=Answer.YES)


class Consent(PublicModel):
    """What one of a pair answered under seal. `lifecycle.rules.seen_by` says who may know what.

    An answer leaves no trace in the audit trail, the outbox or the pair's revision: who may not
    know it must not see that it was given either.
    """

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="consents")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=CONSENT_KINDS)
    answer = models.CharField(max_length=8, choices=ANSWERS)
    months = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "person", "kind"],
                condition=models.Q(closed_at=None),
                name="one_open_answer_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"of pair {self.pairing_id}"

    def given(self) -> Given:
        """Return it as the rules read it."""
        return Given(self.person_id, ConsentKind(self.kind), Answer(self.answer), self.months)


class Extension(PublicModel):
    """Both said yes to going on, and until when; `before_on` was the last day until then."""

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="extensions")
    agreed_at = models.DateTimeField()
    before_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("before_on")), name="extension_goes_on"
            ),
            # Two yeses at once have one outcome.
            models.UniqueConstraint(fields=["pairing", "before_on"], name="extended_once_an_end"),
        ]

    def __str__(self) -> str:
        return f"{self.before_on} to {self.ends_on}"


class Thanks(PublicModel):
    """One sentence to the partner, read by these two and by nobody else."""

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="thanks")
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=THANKS_LENGTH)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pairing", "by"], name="one_word_of_thanks_a_person")
        ]

    def __str__(self) -> str:
        return f"in pair {self.pairing_id}"
