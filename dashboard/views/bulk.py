"""Several applications are answered at once: what goes out is shown first."""

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core import clock
from core.flash import say_done
from dashboard.queries.places import ANSWERS, answerable, sample_mail
from dashboard.views.door import HrRequest, hr_page
from dashboard.views.programs import ASKED_AND_DONE, run_program
from programs.actions import decide_enrollments


@require_http_methods(ASKED_AND_DONE)
@hr_page
def decide_places(request: HrRequest, uid: UUID) -> HttpResponse:
    """Show who would get which mail, then answer them all in one go."""
    program = run_program(request, uid)
    given = request.POST if request.method == "POST" else request.GET
    act = given.get("act", "")
    if act not in ANSWERS:
        return redirect("dashboard:list-enrollments", uid)
    places = answerable(program, act, _chosen(given), everyone=given.get("everyone", ""))
    if request.method == "POST":
        uids = [place.uid for place in places]
        number = decide_enrollments(
            program=program, places=uids, act=act, by=request.user, now=clock.now()
        )
        text = ngettext(
            "%(number)d person is told by mail.", "%(number)d people are told by mail.", number
        )
        say_done(request, text % {"number": number})
        return redirect("dashboard:list-enrollments", uid)
    mail = sample_mail(act, places[0], clock.now()) if places else None
    context = {
        "program": program,
        "act": act,
        "places": places,
        "mail": mail,
        "words": ANSWERS[act],
    }
    return render(request, "dashboard/decide.html", context)


def _chosen(given: QueryDict) -> list[UUID]:
    """Return the places that were ticked; what is no id is left out."""
    found = []
    for text in given.getlist("place"):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
