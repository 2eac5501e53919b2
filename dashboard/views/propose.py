"""Pairing two people by hand; every rule that stands in the way is said."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import clock
from core.errors import Refusal
from core.flash import say_done
from dashboard.views.door import HrRequest, hr_page, posted
from dashboard.views.programs import ASKED_AND_DONE, run_program
from pairings.actions import InvalidPair, propose_pair
from pairings.forms import ProposeForm
from pairings.models import Pairing
from pairings.queries import is_quiet_now
from programs.rules import Role


@require_http_methods(ASKED_AND_DONE)
@hr_page
def propose(request: HrRequest, uid: UUID) -> HttpResponse:
    """Choose a mentor and a mentee; both are asked at once, or fixed until the announcement."""
    program = run_program(request, uid)
    chosen = {str(role): request.GET.get(str(role), "") for role in Role}
    form = ProposeForm(posted(request), program=program, by=request.user, initial=chosen)
    needs_reason = bool(request.POST.get("override_reason"))
    if request.method == "POST" and form.is_valid():
        try:
            pairing = _propose(request, form)
        except InvalidPair as invalid:
            needs_reason = invalid.needs_reason
            for broken in invalid.broken:
                form.add_error(None, broken.sentence)
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            asked = _("Both are asked. You see here when they have answered.")
            quiet = _("They are fixed. Nobody is told before the announcement.")
            say_done(request, quiet if pairing.is_quiet else asked)
            return redirect("dashboard:show-pair", pairing.uid)
    context = {
        "program": program,
        "form": form,
        "needs_reason": needs_reason,
        "is_quiet": is_quiet_now(program),
    }
    return render(request, "dashboard/propose.html", context)


def _propose(request: HrRequest, form: ProposeForm) -> Pairing:
    return propose_pair(
        mentor=form.cleaned_data["mentor"],
        mentee=form.cleaned_data["mentee"],
        by=request.user,
        now=clock.now(),
        override_reason=form.cleaned_data["override_reason"],
    )
