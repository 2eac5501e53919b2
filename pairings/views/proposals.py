"""A proposal: who it is, why it was made, and one question with two answers."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.requests import PersonRequest
from core import clock
from core.errors import Forbidden
from core.flash import say_done
from pairings.actions import accept_pair, decline_pair, withdraw_pair
from pairings.models import Pairing, RequestLine
from pairings.permissions import can_answer
from pairings.queries import deadline_of, topics_in_common
from pairings.rules import PairState
from programs.models import Enrollment

_OF_A_PROPOSAL = ("overseer", "mentor_enrollment", "mentee_enrollment")


def _proposal(request: PersonRequest, uid: UUID) -> Pairing:
    """Return the proposal for one of its two; whoever only oversees it may not answer."""
    pairings = Pairing.objects.visible_to(request.user).with_people()
    pairing = get_object_or_404(pairings.select_related(*_OF_A_PROPOSAL), uid=uid)
    if not can_answer(request.user, pairing):
        raise Forbidden("not_a_partner", _("Only the two people of this proposal can see this."))
    return pairing


@require_safe
def show_proposal(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show the partner, why they were chosen, and what one can answer now."""
    pairing = _proposal(request, uid)
    partner = pairing.partner_of(request.user)
    role = pairing.role_of(request.user)
    is_open = pairing.state == PairState.PROPOSED
    expires_at = deadline_of(pairing) if is_open else None
    context = {
        "pairing": pairing,
        "partner": partner,
        "role": role,
        "has_said_yes": role is not None and pairing.accepted_at_of(role) is not None,
        "waits": expires_at is not None and clock.now() < expires_at,
        "last_day": expires_at and _last_day(expires_at, request.user),
        "topics": topics_in_common(pairing),
        "habits": _habits_of(pairing, partner),
        "asked": is_open and pairing.is_request and pairing.proposed_by_id == request.user.pk,
        "line": _line_of(pairing) if is_open or pairing.is_live else "",
    }
    return render(request, "pairings/proposal.html", context)


def _habits_of(pairing: Pairing, partner: User) -> Enrollment:
    """Return when and how the partner likes to meet."""
    is_mentor = partner.pk == pairing.mentor_id
    place = pairing.mentor_enrollment if is_mentor else pairing.mentee_enrollment
    place.user = partner
    return place


def _line_of(pairing: Pairing) -> str:
    """Return what was written to go with a request."""
    if not pairing.is_request:
        return ""
    return RequestLine.objects.filter(pairing=pairing).values_list("text", flat=True).first() or ""


def _last_day(expires_at: datetime, user: User) -> date:
    """Return the last day on which one can answer: a proposal expires as a day begins."""
    return (expires_at.astimezone(user.zone) - timedelta(seconds=1)).date()


@require_POST
def accept(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Say yes."""
    pairing = accept_pair(pairing=_proposal(request, uid), by=request.user, now=clock.now())
    if pairing.is_live:
        say_done(request, _("You both said yes. You are a pair now."))
    return redirect("pairings:show-proposal", uid)


@require_POST
def decline(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Say no; nobody asks why."""
    decline_pair(pairing=_proposal(request, uid), by=request.user, now=clock.now())
    return redirect("pairings:show-proposal", uid)


@require_POST
def withdraw(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Take one's own request back."""
    pairing = withdraw_pair(pairing=_proposal(request, uid), by=request.user, now=clock.now())
    say_done(request, _("Your request is taken back. You can ask somebody else."))
    return redirect("pairings:list-suggestions", pairing.program.uid)
