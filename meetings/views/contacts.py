"""Note a message, a call or a corridor chat."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.requests import PersonRequest
from core import clock
from core.flash import say_done
from meetings.actions import log_contact, undo_contact
from meetings.models import InformalContact
from meetings.views.access import back_to, own_pair
from pairings.models import Pairing


@require_POST
def log(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Note today's contact of a kind in one tap."""
    pairing = own_pair(request, uid)
    contact = log_contact(pairing, request.POST.get("kind", ""), by=request.user, now=clock.now())
    say_contact(request, pairing, contact)
    return back_to(request, "meetings:list-meetings", uid)


@require_POST
def undo(request: PersonRequest, uid: UUID, contact_uid: UUID) -> HttpResponse:
    """Take back what one noted oneself."""
    pairing = own_pair(request, uid)
    own = InformalContact.objects.filter(pairing=pairing, by=request.user)
    contact = get_object_or_404(own, uid=contact_uid)
    undo_contact(contact, by=request.user, now=clock.now())
    say_done(request, _("Taken back."))
    return back_to(request, "meetings:list-meetings", uid)


def say_contact(request: PersonRequest, pairing: Pairing, contact: InformalContact) -> None:
    """Say that it counts and what it does not do."""
    undo_at = reverse("meetings:undo-contact", args=[pairing.uid, contact.uid])
    text = _("Noted. It counts as contact; your next date stays as it is.")
    say_done(request, text, undo=undo_at)
