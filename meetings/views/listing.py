"""The page of a pair's conversations: what is ahead, what waits for an answer, what was."""

from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest
from core import clock
from core.days import day_of
from meetings.models import CONTACT_KINDS
from meetings.queries import agenda_of, meetings_page
from meetings.queries.dates import dates_page
from meetings.views.access import is_delegated, pair_context, pair_to_plan, show_dates


@require_safe
def list_meetings(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show every conversation of the pair with what this person can do about it."""
    pairing = pair_to_plan(request, uid)
    now = clock.now()
    if is_delegated(request, pairing):
        page = dates_page(pairing, request.user, now=now)
        return show_dates(request, pairing, "delegate/list", {"page": page})
    context = {
        **pair_context(request, pairing),
        "page": meetings_page(pairing, request.user, now=now),
        "agenda": agenda_of(
            pairing, request.user, today=day_of(now, pairing.mentee.zone), done_since=now
        ),
        "point_uid": uuid4(),
        "contact_kinds": CONTACT_KINDS,
    }
    return render(request, "meetings/list.html", context)
