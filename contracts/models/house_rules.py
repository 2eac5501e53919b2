"""House rules: what the company promises and expects, by version."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from contracts.rules.house_rules import LENGTH
from core.models import PublicModel
from programs.models import Program


class HouseRulesQuerySet(models.QuerySet["HouseRules"]):
    """Filters over house rules."""

    def visible_to(self, user: User) -> Self:
        """Everyone who may see a program may read its rules, and who signs them for the company."""
        seen = Program.objects.visible_to(user).values("pk")
        sponsored = Program.objects.sponsored_by(user).values("pk")
        return self.filter(models.Q(program__in=seen) | models.Q(program__in=sponsored))


class HouseRules(PublicModel):
    """What the company promises and expects, the same for all pairs of a program.

    A text never changes, in the database too (`contracts.triggers`); a new one is a new version.
    """

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="house_rules")
    number = models.PositiveIntegerField()
    text = models.TextField(_("house rules"), max_length=LENGTH)
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = HouseRulesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "number"], name="house_rules_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.program_id} v{self.number}"
