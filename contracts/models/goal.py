"""Goals: what each side wants, in one version."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from contracts.models.version import Version
from contracts.rules import GOAL_LENGTH, GOALS_AT_MOST
from core.models import PublicModel
from programs.models import ROLES


class Goal(PublicModel):
    """A goal of the mentee or a gain of the mentor; edited by its owner alone."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="goals")
    owner = models.CharField(max_length=6, choices=ROLES)
    position = models.PositiveSmallIntegerField(default=1)
    text = models.CharField(max_length=GOAL_LENGTH, blank=True)
    sign_of_success = models.CharField(
        _("we will notice because"), max_length=GOAL_LENGTH, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "owner", "position"], name="goals_in_order"),
            models.CheckConstraint(
                condition=models.Q(position__gte=1, position__lte=GOALS_AT_MOST),
                name="three_goals_at_most",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.position}"
