"""A participant's way into a program: what is open, the one form, and saying it again."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import PersonRequest
from core import clock
from core.errors import Refusal, Stale
from core.flash import say_done
from programs.actions import apply_to_program, confirm_house_rules, edit_place
from programs.forms import JoinForm, PlaceForm
from programs.models import Enrollment, EnrollmentQuerySet, Program
from programs.queries import places_of, programs_to_join
from programs.registry import house_rules_of
from programs.rules import TAKING_PART


@require_safe
def list_programs(request: PersonRequest) -> HttpResponse:
    """Show the programs one takes part in and those one could join."""
    context = {"places": places_of(request.user), "programs": programs_to_join(request.user)}
    return render(request, "programs/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def join_program(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Ask for a place in one calm form."""
    program = get_object_or_404(Program.objects.visible_to(request.user), uid=uid)
    if _own_places(request).filter(program=program, state__in=TAKING_PART).exists():
        return redirect("pairings:show-place", uid)
    rules = house_rules_of(program)
    form = JoinForm(request.POST or None, program=program, asks_for_rules=bool(rules))
    if request.method == "POST" and form.is_valid() and _apply(request, program, form):
        say_done(request, _("Thank you. The program team answers by mail."))
        return redirect("pairings:show-place", uid)
    context = {"program": program, "form": form, "house_rules": rules}
    return render(request, "programs/join.html", context)


def _own_places(request: PersonRequest) -> EnrollmentQuerySet:
    places: EnrollmentQuerySet = Enrollment.objects.visible_to(request.user)
    return places.filter(user=request.user).select_related("program")


def _apply(request: PersonRequest, program: Program, form: JoinForm) -> bool:
    try:
        apply_to_program(program=program, by=request.user, wishes=form.wishes(), now=clock.now())
    except Refusal as refusal:
        form.add_error(None, str(refusal.message))
    return form.is_valid()


@require_http_methods(["GET", "HEAD", "POST"])
def edit_wishes(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Say topics, hope and boundaries again; a change made meanwhile is shown beside."""
    place = get_object_or_404(_own_places(request), program__uid=uid, state__in=TAKING_PART)
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
    place = get_object_or_404(_own_places(request), program__uid=uid)
    confirm_house_rules(enrollment=place, by=request.user, now=clock.now())
    return redirect("pairings:show-place", uid)
