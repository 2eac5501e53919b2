"""The last weeks of a pair: what is next, each alone; and whether HR may read the goals."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import PersonRequest
from core import clock
from core.flash import say_done
from goals.queries import goals_in
from lifecycle.actions import answer_about_goals, say_wishes
from lifecycle.forms import GoalsForm, WishesForm
from lifecycle.queries import has_agreement, own_ask, seen_in
from lifecycle.rules import ConsentKind
from lifecycle.views.fetching import own_pair, pair_context
from pairings.models import Pairing
from pairings.rules import PairState

ASKED_AND_DONE = ["GET", "HEAD", "POST"]
HOME = "home:show-pair"


@require_http_methods(ASKED_AND_DONE)
def closing(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show how to close well, and ask each alone what is next."""
    pairing = own_pair(request, uid)
    seen = seen_in(pairing, request.user)
    form = WishesForm(request.POST if request.method == "POST" else None, seen=seen)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        changed = say_wishes(pairing, wishes=form.wishes(), by=request.user, now=now)
        say_done(request, _outcome(changed))
        return redirect(HOME, uid)
    context = {
        "form": form,
        "seen": seen,
        "stays_in_touch": ConsentKind.STAY_IN_TOUCH in seen.revealed,
        "is_concluding": pairing.state == PairState.CONCLUDING,
        "ask": own_ask(pairing, request.user),
        "goals": [goal for goal in goals_in(pairing) if goal.counts],
        "reader": pairing.role_of(request.user),
        **pair_context(request, pairing),
    }
    return render(request, "lifecycle/closing.html", context)


def _outcome(pairing: Pairing) -> str:
    if pairing.state == PairState.ACTIVE:
        day = date_format(pairing.ends_on) if pairing.ends_on else ""
        return _("You both said yes. You go on until %(day)s.") % {"day": day}
    return _("Saved. Only you see what you said, until you both said yes to the same.")


@require_http_methods(ASKED_AND_DONE)
def goals(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Ask one of the two alone whether HR may read what they agreed."""
    pairing = own_pair(request, uid)
    seen = seen_in(pairing, request.user)
    form = GoalsForm(request.POST if request.method == "POST" else None, seen=seen)
    if request.method == "POST" and form.is_valid():
        answer = form.answer_given()
        answer_about_goals(pairing, answer=answer, by=request.user, now=clock.now())
        say_done(request, _("Saved. You can change your answer here at any time."))
        return redirect("lifecycle:share-goals", uid)
    context = {
        "form": form,
        "own_answer": seen.answer_to(ConsentKind.SHARE_GOALS),
        "is_shared": ConsentKind.SHARE_GOALS in seen.revealed,
        "can_ask": pairing.is_live and has_agreement(pairing),
        **pair_context(request, pairing),
    }
    return render(request, "lifecycle/goals.html", context)
