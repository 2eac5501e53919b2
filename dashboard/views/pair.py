"""HR's page of one pair."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core import clock
from dashboard.queries.pair import can_be_nudged, can_pause, pair_page
from dashboard.queries.pairs import with_all
from dashboard.views.door import HrRequest, hr_page
from pairings.models import Pairing
from pairings.rules import PairState


def overseen_pair(request: HrRequest, uid: UUID) -> Pairing:
    """Return a pair that this person oversees; for anyone else it does not exist."""
    return get_object_or_404(with_all(Pairing.objects.overseen_by(request.user)), uid=uid)


@require_safe
@hr_page
def show_pair(request: HrRequest, uid: UUID) -> HttpResponse:
    """Show what happened in a pair and what can be done for it; never what the two wrote."""
    pairing = overseen_pair(request, uid)
    context = {
        "pair": pairing,
        "page": pair_page(pairing, request.user, now=clock.now()),
        "can_nudge": can_be_nudged(pairing),
        "can_pause": can_pause(pairing),
        "is_paused": pairing.state == PairState.PAUSED,
        "is_proposal": pairing.state == PairState.PROPOSED,
    }
    return render(request, "dashboard/pair.html", context)
