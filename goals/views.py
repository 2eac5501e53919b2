"""The goals of a pair, for the two alone: how far each is, and what was said about it."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import PersonRequest
from contracts.models import Goal
from core import clock
from core.errors import Refusal
from core.flash import say_done
from goals.actions import answer_done, note_progress
from goals.forms import AnswerForm, ProgressForm
from goals.queries import GoalNow, goal_rows, goals_in
from goals.rules import GoalState
from pairings.models import Pairing

PAGE = "goals:list-goals"
_SAID: dict[GoalState, Promise] = {
    GoalState.NOT_STARTED: _("Noted: not started."),
    GoalState.UNDER_WAY: _("Noted: under way."),
    GoalState.DONE: _("Done. You both said so."),
    GoalState.NOT_YET: _("Noted. Tell each other what is still missing."),
}


@require_safe
def list_goals(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show every goal with what was said about it."""
    pairing = _own_pair(request, uid)
    return _show(request, pairing, {})


@require_POST
def note(request: PersonRequest, uid: UUID, goal_uid: UUID) -> HttpResponse:
    """Say how far an own goal is; what is wrong with the line is shown on the page of goals."""
    pairing = _own_pair(request, uid)
    goal = _goal(pairing, goal_uid)
    if goal.owner != pairing.role_of(request.user):
        raise PermissionDenied
    form = ProgressForm(request.POST, goal=goal)
    if form.is_valid():
        try:
            state = note_progress(
                goal=Goal.objects.get(uid=goal.uid),
                by=request.user,
                state=form.state_said(),
                line=form.cleaned_data["line"],
                now=clock.now(),
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            say_done(request, _said(state, pairing.partner_of(request.user).first_name))
            return _back(request, uid)
    return _show(request, pairing, {goal.uid: form})


@require_POST
def answer(request: PersonRequest, uid: UUID, goal_uid: UUID) -> HttpResponse:
    """Say whether one noticed what the partner calls done."""
    pairing = _own_pair(request, uid)
    goal = _goal(pairing, goal_uid)
    if goal.owner == pairing.role_of(request.user):
        raise PermissionDenied
    form = AnswerForm(request.POST)
    if form.is_valid():
        state = answer_done(
            goal=Goal.objects.get(uid=goal.uid),
            by=request.user,
            answer=form.answer_given(),
            now=clock.now(),
        )
        say_done(request, _SAID[state])
    return _back(request, uid)


def _said(state: GoalState, partner: str) -> str:
    if state == GoalState.SAID_DONE:
        words = _("Well done. It counts as done once %(name)s has noticed it too.")
        return words % {"name": partner}
    return str(_SAID[state])


def _own_pair(request: PersonRequest, uid: UUID) -> Pairing:
    """Return a pair of one's own that has begun; for anyone else it has no goals (404)."""
    pairing = get_object_or_404(Pairing.objects.known_to(request.user).with_people(), uid=uid)
    if pairing.started_at is None:
        raise Http404
    return pairing


def _goal(pairing: Pairing, uid: UUID) -> GoalNow:
    """Return a goal by the id of any of its wordings that came into force."""
    found = next((goal for goal in goals_in(pairing) if uid in goal.uids), None)
    if found is None:
        raise Http404
    return found


def _show(
    request: PersonRequest, pairing: Pairing, bound: dict[UUID, ProgressForm]
) -> HttpResponse:
    rows = goal_rows(pairing, request.user)
    context = {
        "pairing": pairing,
        "partner": pairing.partner_of(request.user),
        "reader": pairing.role_of(request.user),
        "goals": [(row, _form(row.goal, bound)) for row in rows if not row.goal.is_left],
        "left": [row for row in rows if row.goal.is_left],
        "form": next(iter(bound.values()), None),
    }
    return render(request, "goals/list.html", context)


def _form(goal: GoalNow, bound: dict[UUID, ProgressForm]) -> ProgressForm:
    return bound.get(goal.uid) or ProgressForm(goal=goal)


def _back(request: PersonRequest, uid: UUID) -> HttpResponseRedirect:
    """Go back to where the button stood (`next`, on this site only), else to the goals."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(wanted) if is_ours else redirect(PAGE, uid)
