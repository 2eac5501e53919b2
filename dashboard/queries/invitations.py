"""Whom a program has asked, who has answered, and of whom somebody thought."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.actions import InviteAnswer
from programs.models import Invitation, Nomination, Program
from programs.rules import EnrollmentState, InviteOutcome

SHOWN: Final = 200
OUTCOMES: Final[dict[str, Promise]] = {
    InviteOutcome.INVITED: _("invited"),
    InviteOutcome.WAITS: _("was invited before and has not answered yet"),
    InviteOutcome.IS_IN: _("is in already, or has asked for a place"),
    InviteOutcome.HAS_ANSWERED: _("has said no or left; only they can change that"),
    InviteOutcome.LEFT: _("has left the company"),
    InviteOutcome.UNKNOWN: _("nobody here has this email"),
}


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """One invitation and how it stands."""

    invitation: Invitation

    @property
    def waits(self) -> bool:
        """Whether nobody has answered yet."""
        return self.invitation.enrollment.state == EnrollmentState.INVITED

    @property
    def tone(self) -> str:
        """The tone of its status."""
        if self.waits:
            return "due"
        is_in = self.invitation.enrollment.state == EnrollmentState.APPROVED
        return "ok" if is_in else "pause"


@dataclass(frozen=True, slots=True)
class InvitationsPage:
    """What stands on the page of invitations."""

    rows: list[InvitationRow]
    nominations: Sequence[Nomination]

    @property
    def waiting(self) -> int:
        """How many have not answered."""
        return sum(row.waits for row in self.rows)


def invitations_page(program: Program) -> InvitationsPage:
    """Return the newest invitations and the open nominations, in two queries."""
    invitations = Invitation.objects.filter(enrollment__program=program)
    rows = invitations.select_related("enrollment__user").order_by("-invited_at", "-pk")[:SHOWN]
    nominations = open_nominations(program).select_related("person", "by")
    return InvitationsPage(
        [InvitationRow(each) for each in rows], list(nominations.order_by("created_at", "pk"))
    )


def open_nominations(program: Program) -> QuerySet[Nomination]:
    """Return what waits for a decision."""
    return Nomination.objects.waiting().filter(program=program)


def lines_of(answers: Sequence[InviteAnswer]) -> list[tuple[str, str, bool]]:
    """Return per address its answer in words, and whether a mail goes out."""
    return [
        (each.address, str(OUTCOMES[each.outcome]), each.outcome == InviteOutcome.INVITED)
        for each in answers
    ]
