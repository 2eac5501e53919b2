"""A person's own place in a program: where it stands, the switch, and the way out."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import PersonRequest
from core import clock
from core.flash import say_done
from pairings.actions import change_availability, leave_program
from pairings.queries import live_pairs_of, open_proposals_of
from pairings.queries.journey import journey_of
from programs.forms import AvailabilityForm
from programs.models import Enrollment, Program
from programs.queries import guest_ahead, place_on_the_list
from programs.rules import EnrollmentState


def _own_place(request: PersonRequest, uid: UUID) -> Enrollment:
    places = Enrollment.objects.visible_to(request.user).filter(user=request.user)
    return get_object_or_404(places.select_related("program", "user"), program__uid=uid)


@require_safe
def show_place(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show where one's place stands; somebody without a place is led to the form."""
    places = Enrollment.objects.visible_to(request.user).filter(user=request.user)
    known = places.select_related("program").prefetch_related("topics")
    place = known.filter(program__uid=uid).first()
    if place is None:
        program = get_object_or_404(Program.objects.open_to_join(), uid=uid)
        return redirect("programs:join-program", program.uid)
    place.user = request.user
    proposals, pairs = list(open_proposals_of(place)), list(live_pairs_of(place))
    journey = journey_of(place, pairs=pairs, has_question=bool(proposals))
    context = {
        "place": place,
        "program": place.program,
        "topics": sorted(place.topics.all(), key=lambda topic: topic.name),
        "proposals": proposals,
        "pairs": pairs,
        "journey": journey,
        "house_rules": journey.house_rules,
        "rank": place_on_the_list(place) if place.state == EnrollmentState.WAIT_LISTED else None,
        "guest": guest_ahead(place, now=clock.now()),
        "can_nominate": place.state == EnrollmentState.APPROVED,
    }
    return render(request, "pairings/place.html", context)


@require_POST
def set_availability(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Take new partners, or rest from them."""
    place = _own_place(request, uid)
    form = AvailabilityForm(request.POST)
    if form.is_valid():
        is_available = form.cleaned_data["is_available"]
        change_availability(
            enrollment=place, is_available=is_available, by=request.user, now=clock.now()
        )
        say_done(request, _("You take a new partner.") if is_available else _("You rest for now."))
    return redirect("pairings:show-place", uid)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Ask once, then give the place up."""
    place = _own_place(request, uid)
    if request.method != "POST":
        context = {"place": place, "program": place.program, "pairs": live_pairs_of(place)}
        return render(request, "pairings/leave.html", context)
    leave_program(enrollment=place, by=request.user, now=clock.now())
    say_done(request, _("You have left the program. You can apply again while it is open."))
    return redirect("programs:list-programs")
