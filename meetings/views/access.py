"""How pages about conversations find what a person may see, and where they go back to."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import User
from accounts.requests import PersonRequest
from meetings.models import Meeting, Note
from meetings.permissions import can_keep_meetings, can_read_notes
from meetings.queries import clocks_of
from pairings.models import Pairing


def own_pair(request: PersonRequest, uid: UUID) -> Pairing:
    """Return a pair of this person; 404 for who may not see it, 403 for who only oversees it."""
    pairing = _visible_pair(request, uid)
    if not can_keep_meetings(request.user, pairing):
        raise PermissionDenied
    return pairing


def pair_to_plan(request: PersonRequest, uid: UUID) -> Pairing:
    """Return a pair whose dates this person keeps: their own, or as the mentee's assistant."""
    served = Pairing.objects.planned_by(request.user).with_people().filter(uid=uid).first()
    return served or own_pair(request, uid)


def planner_of(request: PersonRequest, pairing: Pairing) -> User:
    """Return by whose clock dates are read: one's own; an assistant reads the mentee's."""
    return pairing.mentee if is_delegated(request, pairing) else request.user


def is_delegated(request: PersonRequest, pairing: Pairing) -> bool:
    """Say whether somebody keeps the dates of a pair that is not their own."""
    return pairing.role_of(request.user) is None


def show_dates(
    request: PersonRequest, pairing: Pairing, page: str, context: dict[str, object]
) -> HttpResponse:
    """Render a page about dates; an assistant reads it by the mentee's clock."""
    known = pair_context(request, pairing) | {"is_delegated": is_delegated(request, pairing)}
    with timezone.override(planner_of(request, pairing).zone):
        return render(request, f"meetings/{page}.html", known | context)


def pair_with_notes(request: PersonRequest, uid: UUID) -> Pairing:
    """Return a pair whose notes this person may open; for anyone else there are none (404)."""
    pairing = _visible_pair(request, uid)
    if not can_read_notes(request.user, pairing):
        raise Http404
    return pairing


def meeting_of(request: PersonRequest, pairing: Pairing, uid: UUID) -> Meeting:
    """Return a meeting of this pair, tombstones too: an undo may be sent twice."""
    found = Meeting.objects.visible_to(request.user).filter(pairing=pairing)
    meeting: Meeting = get_object_or_404(found, uid=uid)
    meeting.pairing = pairing
    return meeting


def note_of(request: PersonRequest, pairing: Pairing, uid: UUID) -> Note:
    """Return a note that this person may read."""
    found = Note.objects.visible_to(request.user).filter(pairing=pairing)
    note: Note = get_object_or_404(found.select_related("author", "changed_by"), uid=uid)
    note.pairing = pairing
    return note


def pair_context(request: PersonRequest, pairing: Pairing) -> dict[str, object]:
    """Return what every page of a pair shows: the other person, and where both clocks stand."""
    partner = pairing.partner_of(request.user)
    return {
        "pairing": pairing,
        "partner": partner,
        "clocks": clocks_of(planner_of(request, pairing), partner),
    }


def back_to(request: PersonRequest, page: str, *args: object) -> HttpResponseRedirect:
    """Go back to where the button stood (`next`, on this site only), else to a page."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(wanted) if is_ours else redirect(page, *args)


def _visible_pair(request: PersonRequest, uid: UUID) -> Pairing:
    found = Pairing.objects.visible_to(request.user).with_people()
    pairing: Pairing = get_object_or_404(found, uid=uid)
    return pairing
