"""The page of a private question. It exists for the one who is asked, and for nobody else."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import PersonRequest
from core import clock
from core.flash import say_done
from pulse.actions import answer_fit
from pulse.forms import FitForm
from pulse.permissions import can_answer
from pulse.queries import ask_of


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Ask how a pair fits; the answer can be changed here for a week."""
    ask, now = ask_of(request.user, uid), clock.now()
    if ask is None:
        raise Http404
    form = FitForm(request.POST if request.method == "POST" else None, ask=ask)
    if request.method == "POST" and form.is_valid():
        answer_fit(ask=ask, by=request.user, answer=form.answer(), now=now)
        say_done(request, _("Thank you. It stays with you."))
        return redirect("pulse:answer-fit", uid)
    context = {
        "ask": ask,
        "form": form,
        "pairing": ask.pairing,
        "partner": ask.pairing.partner_of(request.user),
        "is_open": can_answer(request.user, ask, now),
    }
    return render(request, "pulse/fit.html", context)
