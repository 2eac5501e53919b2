"""What was said about how far a goal is: appended, never changed."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from contracts.models import Goal
from core.models import PublicModel
from goals.rules import LINE_LENGTH, GoalState
from programs.models import ROLES
from programs.rules import Role

GOAL_STATES = [
    (str(GoalState.NOT_STARTED), _("Not started")),
    (str(GoalState.UNDER_WAY), _("Under way")),
    (str(GoalState.SAID_DONE), _("Done, says its owner")),
    (str(GoalState.NOT_YET), _("Almost there")),
    (str(GoalState.DONE), _("Done")),
]


class ProgressQuerySet(models.QuerySet["Progress"]):
    """Filters over what was said."""

    def visible_to(self, user: User) -> Self:
        """The pair alone."""
        pair = "goal__version__contract__pairing__"
        mentor, mentee = (models.Q((f"{pair}{role}", user)) for role in Role)
        return self.filter(mentor | mentee)


class Progress(PublicModel):
    """One word about a goal, under the wording that was in force: where it stands since, and why.

    The last word about a goal says how far it is. `role` is the side that spoke. The line is the
    pair's own: nobody else reads it.
    """

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="progress")
    role = models.CharField(max_length=6, choices=ROLES)
    state = models.CharField(max_length=12, choices=GOAL_STATES)
    line = models.CharField(max_length=LINE_LENGTH, blank=True)
    at = models.DateTimeField()

    objects = ProgressQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=list(GoalState)), name="goal_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=list(Role)), name="goal_word_of_a_side"
            ),
        ]
        indexes = [models.Index(fields=["goal", "-id"], name="last_word_on_a_goal")]

    def __str__(self) -> str:
        return f"{self.state} by {self.role}"
