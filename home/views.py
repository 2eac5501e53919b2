"""A participant's home: the pair with the question of the moment, or what happens next."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest
from core import clock
from home.queries import overview_of, pair_page, pairs_of
from meetings.forms import LogForm
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import Program
from reminders.starters import STARTERS, starter

UNANSWERED = (PairState.DECLINED, PairState.EXPIRED, PairState.WITHDRAWN)


@require_safe
def show_home(request: PersonRequest) -> HttpResponse:
    """Show the one pair of a person, else what happens next; who only runs programs goes there."""
    pairs = pairs_of(request.user)
    live = [pair for pair in pairs if pair.is_live]
    if len(live) == 1 and not any(pair.state == PairState.PROPOSED for pair in pairs):
        return _show(request, live[0])
    overview = overview_of(request.user)
    is_bystander = not (overview.places or pairs)
    if is_bystander and Program.objects.coordinated_by(request.user).exists():
        return redirect("dashboard:show-health")
    return render(request, "home/overview.html", {"overview": overview})


@require_safe
def show_pair(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show one pair to one of the two, also after its end; a proposal has a page of its own."""
    known = {pair.uid: pair for pair in pairs_of(request.user)}
    pairing = known.get(uid) or get_object_or_404(
        Pairing.objects.of_person(request.user).with_people(), uid=uid
    )
    if pairing.started_at is None:
        return redirect("pairings:show-proposal", uid)
    return _show(request, pairing)


def _show(request: PersonRequest, pairing: Pairing) -> HttpResponse:
    now = clock.now()
    page = pair_page(pairing, request.user, now)
    seed = _topic_number(request.GET.get("topic", ""))
    context = {
        "page": page,
        "pairing": pairing,
        "partner": page.partner,
        "topic": "" if seed is None else starter(seed),
        "next_topic": pairing.pk % len(STARTERS) if seed is None else (seed + 1) % len(STARTERS),
        "log_form": LogForm(
            None, person=request.user, open_dates=[], usual=page.agreed.usual, now=now
        ),
    }
    return render(request, "home/pair.html", context)


def _topic_number(text: str) -> int | None:
    """Read which topic was asked for; anything that is no number of the collection is none."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None  # noqa: PLR2004 -- no int() of a thousand digits
    return number if number is not None and number < len(STARTERS) else None
