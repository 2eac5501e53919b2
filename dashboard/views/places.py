"""The people in a program: decide, enroll by hand, capacity, rest, keep apart."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.errors import Refusal
from core.flash import say_done
from dashboard.forms.places import PlaceFilter
from dashboard.queries.places import kept_apart, place_page
from dashboard.views.door import HrRequest, hr_page, posted
from dashboard.views.programs import ASKED_AND_DONE, run_program
from pairings.actions import change_availability, keep_apart, leave_program
from programs.actions import (
    approve_enrollment,
    decline_enrollment,
    enroll_person,
    remove_never_match,
    set_capacity,
    wait_list_enrollment,
)
from programs.forms import AvailabilityForm, CapacityForm, EnrollForm, NeverMatchForm
from programs.models import Enrollment

ACTS: dict[str, Callable[..., Any]] = {
    "approve": approve_enrollment,
    "wait-list": wait_list_enrollment,
    "decline": decline_enrollment,
    "withdraw": leave_program,
}


@require_safe
@hr_page
def list_places(request: HrRequest, uid: UUID) -> HttpResponse:
    """Show who is in, who asks, and who was in."""
    program = run_program(request, uid)
    form = PlaceFilter(request.GET)
    form.is_valid()
    page = place_page(program, request.user, form.cleaned_data)
    context = {"program": program, "search": form, "page": page, "chosen": form.cleaned_data}
    return render(request, "dashboard/places.html", context)


def _place(request: HrRequest, uid: UUID, place: UUID) -> Enrollment:
    program = run_program(request, uid)
    places = program.enrollments.select_related("user", "program")
    return get_object_or_404(places, uid=place)


def _back_to_list(request: HrRequest, uid: UUID) -> HttpResponse:
    """Return to the list as it was narrowed; only filters that the list knows come back."""
    given = QueryDict(request.POST.get("list", "")[:300])
    known = QueryDict(mutable=True)
    known.update({name: given[name] for name in PlaceFilter.base_fields if given.get(name)})
    address = reverse("dashboard:list-enrollments", args=[uid])
    return redirect(f"{address}?{known.urlencode()}" if known else address)


@require_POST
@hr_page
def decide(request: HrRequest, uid: UUID, place: UUID) -> HttpResponse:
    """Approve, wait-list, decline, or end a place."""
    found = _place(request, uid, place)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Refusal("unknown_act", _("Choose what should happen with this place."))
    act(enrollment=found, by=request.user, now=clock.now())
    say_done(request, _("Saved for %(name)s.") % {"name": found.user.display_name})
    return _back_to_list(request, uid)


@require_POST
@hr_page
def change_capacity(request: HrRequest, uid: UUID, place: UUID) -> HttpResponse:
    """Let a person take one pair or two."""
    found, form = _place(request, uid, place), CapacityForm(request.POST)
    if not form.is_valid():
        raise Refusal("capacity", _("A person takes one pair or two."))
    capacity = form.cleaned_data["capacity"]
    set_capacity(enrollment=found, capacity=capacity, by=request.user, now=clock.now())
    say_done(request, _("Saved for %(name)s.") % {"name": found.user.display_name})
    return _back_to_list(request, uid)


@require_POST
@hr_page
def set_availability(request: HrRequest, uid: UUID, place: UUID) -> HttpResponse:
    """Let a person rest from new pairs, or take them again."""
    found, form = _place(request, uid, place), AvailabilityForm(request.POST)
    if not form.is_valid():
        raise Refusal("availability", _("Choose yes or no."))
    change_availability(
        enrollment=found,
        is_available=form.cleaned_data["is_available"],
        by=request.user,
        now=clock.now(),
    )
    say_done(request, _("Saved for %(name)s.") % {"name": found.user.display_name})
    return _back_to_list(request, uid)


@require_http_methods(ASKED_AND_DONE)
@hr_page
def enroll(request: HrRequest, uid: UUID) -> HttpResponse:
    """Give somebody a place by hand; the search narrows the list without scripts."""
    program = run_program(request, uid)
    words = request.GET.get("q", "").replace("\x00", "")[:100]
    form = EnrollForm(posted(request), program=program, words=words)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        try:
            enroll_person(
                program=program,
                person=person,
                role=form.cleaned_data["role"],
                by=request.user,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            say_done(request, _("%(name)s has a place.") % {"name": person.display_name})
            return redirect("dashboard:list-enrollments", uid)
    context = {"program": program, "form": form, "words": words}
    return render(request, "dashboard/enroll.html", context)


@require_http_methods(ASKED_AND_DONE)
@hr_page
def never_match(request: HrRequest, uid: UUID) -> HttpResponse:
    """Keep two people apart in this program."""
    program = run_program(request, uid)
    form = NeverMatchForm(posted(request), program=program)
    if request.method == "POST" and form.is_valid():
        one, other = form.cleaned_data["one"], form.cleaned_data["other"]
        keep_apart(program=program, one=one, other=other, by=request.user, now=clock.now())
        say_done(request, _("They will not be matched."))
        return redirect("dashboard:never-match", uid)
    context = {"program": program, "form": form, "apart": kept_apart(program)}
    return render(request, "dashboard/never_match.html", context)


@require_POST
@hr_page
def allow_match(request: HrRequest, uid: UUID, apart: UUID) -> HttpResponse:
    """Let two people be matched again."""
    program = run_program(request, uid)
    kept = get_object_or_404(program.never_matches.select_related("program"), uid=apart)
    remove_never_match(never_match=kept, by=request.user, now=clock.now())
    say_done(request, _("They can be matched again."))
    return redirect("dashboard:never-match", uid)
