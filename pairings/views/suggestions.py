"""Whom a participant could ask to be their partner, and the asking."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import PersonRequest
from core import clock
from core.errors import Refusal
from core.flash import say_done
from pairings.actions import ask_for_partner
from pairings.forms import AskForm
from pairings.models import Pairing
from pairings.queries import Suggestion, open_pairs_at, suggestions_for, takes_requests_now
from programs.models import Enrollment
from programs.rules import EnrollmentState


def _own_place(request: PersonRequest, uid: UUID) -> Enrollment:
    places = Enrollment.objects.visible_to(request.user).filter(user=request.user)
    return get_object_or_404(places.select_related("program", "user"), program__uid=uid)


@require_safe
def list_suggestions(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show up to five people who fit, or why nobody is asked now."""
    place = _own_place(request, uid)
    takes_requests = takes_requests_now(place.program)
    standing = open_pairs_at(place) if takes_requests else []
    may_ask = takes_requests and not standing and _is_free(place)
    context = {
        "place": place,
        "program": place.program,
        "takes_requests": takes_requests,
        "standing": standing,
        "may_ask": may_ask,
        "suggestions": suggestions_for(place, now=clock.now()) if may_ask else [],
    }
    return render(request, "pairings/suggestions.html", context)


def _is_free(place: Enrollment) -> bool:
    return place.state == EnrollmentState.APPROVED and place.is_available


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: PersonRequest, uid: UUID, place: UUID) -> HttpResponse:
    """Ask one of those who are suggested, with a line if one likes."""
    own = _own_place(request, uid)
    asked = next((pair for pair in open_pairs_at(own) if _is_with(pair, place)), None)
    if asked is not None:
        return redirect("pairings:show-proposal", asked.uid)
    suggestion = _suggested(own, place)
    if suggestion is None:
        return _somebody_else(request, uid)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            pairing = ask_for_partner(
                place=own,
                other=suggestion.place,
                by=request.user,
                now=clock.now(),
                line=form.cleaned_data["line"],
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            name = suggestion.place.user.first_name
            say_done(request, _("%(name)s is asked. You get a mail.") % {"name": name})
            return redirect("pairings:show-proposal", pairing.uid)
    context = {"place": own, "program": own.program, "suggestion": suggestion, "form": form}
    return render(request, "pairings/ask.html", context)


def _is_with(pair: Pairing, place: UUID) -> bool:
    return place in (pair.mentor_enrollment.uid, pair.mentee_enrollment.uid)


def _suggested(own: Enrollment, wanted: UUID) -> Suggestion | None:
    if not takes_requests_now(own.program) or not _is_free(own):
        return None
    found = suggestions_for(own, now=clock.now())
    return next((each for each in found if each.place.uid == wanted), None)


def _somebody_else(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Whoever it is about and why: somebody else fits as well."""
    messages.info(request, _("This person cannot be asked right now. See who else fits."))
    return redirect("pairings:list-suggestions", uid)
