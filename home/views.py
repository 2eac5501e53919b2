"""A participant's home: the pair with the question of the moment, or what happens next."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest
from core import clock
from home.queries import OwnPair, overview_of, own_pairs, pair_page
from meetings.forms import LogForm
from pairings.models import Pairing
from programs.models import Program
from reminders.starters import STARTERS, starter

TOPICS = {str(number): number for number in range(len(STARTERS))}


@require_safe
def show_home(request: PersonRequest) -> HttpResponse:
    """Show the one pair of a person, else what happens next; who only runs programs goes there.

    A proposal that waits for an answer comes before everything else.
    """
    pairs = own_pairs(request)
    live = [own for own in pairs if own.is_live]
    if len(live) == 1 and not any(own.is_question for own in pairs):
        return _show(request, live[0])
    overview = overview_of(request.user, pairs, clock.now())
    if overview.is_empty and Program.objects.coordinated_by(request.user).exists():
        return redirect("dashboard:show-health")
    return render(request, "home/overview.html", {"overview": overview})


@require_safe
def show_pair(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show one pair to one of the two, also after its end; a proposal has a page of its own."""
    own = next((own for own in own_pairs(request) if own.pairing.uid == uid), None)
    if own is not None and own.pairing.started_at is not None:
        return _show(request, own)
    if not Pairing.objects.of_person(request.user).filter(uid=uid).exists():
        raise Http404
    return redirect("pairings:show-proposal", uid)


def _show(request: PersonRequest, own: OwnPair) -> HttpResponse:
    now = clock.now()
    page = pair_page(own, request.user, now)
    chosen = TOPICS.get(request.GET.get("topic", ""))
    following = own.pairing.pk if chosen is None else chosen + 1
    context = {
        "page": page,
        "pairing": own.pairing,
        "partner": page.partner,
        "clocks": page.clocks,
        "topic": "" if chosen is None else starter(chosen),
        "next_topic": following % len(STARTERS),
        "log_form": LogForm(
            None, person=request.user, open_dates=page.dates.open, usual=page.usual, now=now
        ),
    }
    return render(request, "home/pair.html", context)
