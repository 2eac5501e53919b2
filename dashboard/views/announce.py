"""The announcement of a cohort: what it would do, then the one button that does it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core import clock
from core.errors import Refusal
from core.flash import say_done
from dashboard.views.door import HrRequest, hr_page
from dashboard.views.programs import ASKED_AND_DONE, run_program
from pairings.actions import Announced, announce_pairs
from pairings.queries import is_quiet_now, preview_announcement


@require_http_methods(ASKED_AND_DONE)
@hr_page
def announce(request: HrRequest, uid: UUID) -> HttpResponse:
    """Show who is paired, who is left and which mail goes out; announce on POST."""
    program, refusal = run_program(request, uid), None
    if request.method == "POST":
        try:
            done = announce_pairs(program=program, by=request.user, now=clock.now())
        except Refusal as refused:
            refusal = refused
        else:
            say_done(request, _said(done))
            return redirect("dashboard:show-program", uid)
    context = {
        "program": program,
        "preview": preview_announcement(program, request.user),
        "is_quiet": is_quiet_now(program),
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "dashboard/announce.html", context, status=status)


def _said(done: Announced) -> str:
    if not done.started:
        return _("The pairs are announced.")
    started = ngettext(
        "%(pairs)d pair is announced. Both have a mail.",
        "%(pairs)d pairs are announced. Everybody in them has a mail.",
        done.started,
    ) % {"pairs": done.started}
    if not done.left_out:
        return started
    left_out = ngettext(
        "%(pairs)d pair was left out: a rule stands in the way. See what needs a person.",
        "%(pairs)d pairs were left out: a rule stands in the way. See what needs a person.",
        done.left_out,
    ) % {"pairs": done.left_out}
    return f"{started} {left_out}"
