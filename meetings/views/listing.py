"""The page of a pair's conversations: what is ahead, what waits for an answer, what was."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest
from core import clock
from meetings.models import CONTACT_KINDS
from meetings.queries import meetings_page
from meetings.views.access import own_pair, pair_context


@require_safe
def list_meetings(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show every conversation of the pair with what this person can do about it."""
    pairing = own_pair(request, uid)
    context = {
        **pair_context(request, pairing),
        "page": meetings_page(pairing, request.user, now=clock.now()),
        "contact_kinds": CONTACT_KINDS,
    }
    return render(request, "meetings/list.html", context)
