"""What goes on around a text: what each side saw last, words beside it, the look half the way."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from contracts.models.version import Contract, Version
from contracts.rules import COMMENT_LENGTH
from core.models import PublicModel
from programs.models import ROLES


class LastSeen(models.Model):
    """The text as one side had it before their eyes when they last saved, sent or signed.

    `text` holds plain values: the parts of both sides and the shared terms, each as far as seen.
    """

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="last_seen")
    role = models.CharField(max_length=6, choices=ROLES)
    text = models.JSONField(default=dict)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "role"], name="one_last_look_a_side")
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.contract_id}"


class CommentQuerySet(models.QuerySet["Comment"]):
    """Filters over words beside a text."""

    def visible_to(self, user: User) -> Self:
        """The pair alone."""
        versions = Version.objects.visible_to(user).values("pk")
        return self.filter(version__in=versions).select_related("version__contract__pairing")


class Comment(PublicModel):
    """A short word of one partner to the other beside a draft or an offer; no part of the text."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=6, choices=ROLES)
    text = models.CharField(_("a word"), max_length=COMMENT_LENGTH)
    written_at = models.DateTimeField()

    objects = CommentQuerySet.as_manager()

    def __str__(self) -> str:
        return f"beside {self.version_id}"


class Review(PublicModel):
    """The two looked at a version in force after half the way and kept it."""

    version = models.OneToOneField(Version, on_delete=models.CASCADE, related_name="review")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    role = models.CharField(max_length=6, choices=ROLES)
    reviewed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"of {self.version_id}"
