"""What one takes part in and what one could join; saying again what one would like."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import PersonRequest
from core import clock
from core.errors import Stale
from core.flash import say_done
from programs.actions import confirm_house_rules, edit_place
from programs.forms import PlaceForm
from programs.models import Enrollment, EnrollmentQuerySet
from programs.queries import drafts_of, places_of, programs_to_join
from programs.rules import TAKING_PART


@require_safe
def list_programs(request: PersonRequest) -> HttpResponse:
    """Show the programs one takes part in and those one could join."""
    programs, places = programs_to_join(request.user), places_of(request.user)
    context = {
        "places": [place for place in places if place.program.archived_at is None],
        "archived": [place for place in places if place.program.archived_at is not None],
        "programs": programs,
        "begun": drafts_of(request.user) if programs else (),
    }
    return render(request, "programs/list.html", context)


def own_places(request: PersonRequest) -> EnrollmentQuerySet:
    """Return the places of the person who asks."""
    places: EnrollmentQuerySet = Enrollment.objects.visible_to(request.user)
    return places.filter(user=request.user).select_related("program")


@require_http_methods(["GET", "HEAD", "POST"])
def edit_wishes(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Say topics, hope, times and boundaries again; a change made meanwhile is shown beside."""
    place = get_object_or_404(own_places(request), program__uid=uid, state__in=TAKING_PART)
    form = PlaceForm(request.POST or None, place=place)
    if request.method == "POST" and form.is_valid() and _save(request, place, form):
        say_done(request, _("Saved."))
        return redirect("pairings:show-place", uid)
    context = {"place": place, "program": place.program, "form": form}
    return render(request, "programs/wishes.html", context)


def _save(request: PersonRequest, place: Enrollment, form: PlaceForm) -> bool:
    seen = form.cleaned_data["revision"]
    wishes = form.wishes()
    try:
        edit_place(enrollment=place, by=request.user, wishes=wishes, revision=seen, now=clock.now())
    except Stale as stale:
        form.show_other_change(str(stale.message))
    return form.is_valid()


@require_POST
def read_rules(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Remember that the person has read the house rules."""
    place = get_object_or_404(own_places(request), program__uid=uid)
    confirm_house_rules(enrollment=place, by=request.user, now=clock.now())
    return redirect("pairings:show-place", uid)
