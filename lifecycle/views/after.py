"""A pair that is over: a word of thanks, what is next for each, and the certificate."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import PersonRequest
from core import clock
from core.errors import Refusal
from core.flash import say_done
from lifecycle.actions import choose_next, write_thanks
from lifecycle.certificates import certificate_of, file_name
from lifecycle.forms import NextForm, ThanksForm
from lifecycle.queries import certificate_facts, may_choose_next, thanks_of
from lifecycle.rules import ConsentKind
from lifecycle.views.fetching import own_pair, pair_context

ASKED_AND_DONE = ["GET", "HEAD", "POST"]
HOME = "home:show-pair"


@require_http_methods(ASKED_AND_DONE)
def thanks(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Leave one sentence for the partner."""
    pairing = own_pair(request, uid)
    initial = {"text": thanks_of(pairing, request.user)}
    form = ThanksForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            text = form.cleaned_data["text"]
            left = write_thanks(pairing, text=text, by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error("text", str(refusal.message))
        else:
            name = pairing.partner_of(request.user).first_name
            said = _("%(name)s reads it on their own page.") % {"name": name}
            say_done(request, said if left else _("Your words are gone."))
            return redirect(HOME, uid)
    context = {"form": form, **pair_context(request, pairing)}
    return render(request, "lifecycle/thanks.html", context)


@require_http_methods(ASKED_AND_DONE)
def next_step(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Say after the end whether one would like a new partner."""
    pairing = own_pair(request, uid)
    form = NextForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        choice = ConsentKind(form.cleaned_data["choice"])
        choose_next(pairing, choice=choice, by=request.user, now=clock.now())
        say_done(request, _("Thank you. The program team knows."))
        return redirect(HOME, uid)
    can_choose = not pairing.is_live and may_choose_next(pairing, request.user)
    context = {"form": form, "can_choose": can_choose, **pair_context(request, pairing)}
    return render(request, "lifecycle/next.html", context)


@require_safe
def certificate(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Give one of the two their own certificate of a completed pair."""
    pairing = own_pair(request, uid)
    facts = certificate_facts(pairing, request.user)
    response = HttpResponse(certificate_of(facts), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(facts)}"'
    return response
