"""A participant's home: the pair with the question of the moment, or what happens next."""

from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import PersonRequest
from contracts.forms import RhythmForm
from core import clock
from home.queries import OwnPair, PairPage, overview_of, own_pairs, pair_page
from home.queries.delegate import people_planned_for
from meetings.forms import LogForm, time_for_both
from pairings.models import Pairing
from programs.rules import StaffRole
from reminders.starters import STARTERS, starter

TOPICS = {str(number): number for number in range(len(STARTERS))}


@require_safe
def show_home(request: PersonRequest) -> HttpResponse:
    """Show the one pair of a person, else what happens next; who only runs programs goes there.

    A proposal that waits for an answer comes before everything else.
    """
    pairs = own_pairs(request, clock.now())
    live = [own for own in pairs if own.is_live]
    if len(live) == 1 and not any(own.is_question for own in pairs):
        return _show(request, live[0])
    overview = overview_of(request.user, pairs, clock.now())
    elsewhere = _start_of(request.user) if overview.is_empty else None
    if elsewhere is not None:
        return redirect(elsewhere)
    return render(request, "home/overview.html", {"overview": overview})


def _start_of(user: User) -> str | None:
    """Return where somebody without a place starts: an assistant, a coordinator, a sponsor."""
    if user.plans_for:
        return "home:show-planning"
    roles = set(user.staff_roles.values_list("role", flat=True))
    if user.is_hr_admin or roles & {StaffRole.COORDINATOR, StaffRole.DEPUTY}:
        return "dashboard:show-health"
    return "dashboard:list-reports" if roles else None


@require_safe
def show_planning(request: PersonRequest) -> HttpResponse:
    """Show whose dates a person keeps as an assistant; for anyone else there is nothing (404)."""
    people = people_planned_for(request.user, clock.now())
    if not people:
        raise Http404
    return render(request, "home/delegate.html", {"people": people})


@require_safe
def show_pair(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show one pair to one of the two, also after its end; a proposal has a page of its own."""
    own = next((own for own in own_pairs(request, clock.now()) if own.pairing.uid == uid), None)
    if own is not None and own.pairing.started_at is not None:
        return _show(request, own)
    if not Pairing.objects.known_to(request.user).filter(uid=uid).exists():
        raise Http404
    return redirect("pairings:show-proposal", uid)


def _show(request: PersonRequest, own: OwnPair) -> HttpResponse:
    now = clock.now()
    page = pair_page(own, request.user, now)
    chosen = TOPICS.get(request.GET.get("topic", ""))
    following = own.pairing.pk if chosen is None else chosen + 1
    context = {
        "page": page,
        "pairing": own.pairing,
        "partner": page.partner,
        "clocks": page.clocks,
        "topic": "" if chosen is None else starter(chosen),
        "next_topic": following % len(STARTERS),
        "rhythm_form": _rhythm_form(page),
        "times": [(at, time_for_both(at, request.user, page.partner)) for at in page.suggested],
        "point_uid": uuid4(),
        "topic_uid": uuid4(),
        "log_form": LogForm(
            None,
            person=request.user,
            pairing=own.pairing,
            open_dates=page.dates.open,
            usual=page.usual,
            now=now,
        ),
    }
    return render(request, "home/pair.html", context)


def _rhythm_form(page: PairPage) -> RhythmForm | None:
    """Return the form of another rhythm, starting with the one in force."""
    version = page.agreed.moves.in_force
    if version is None or not page.can_suggest_rhythm:
        return None
    initial = {
        "cadence": version.cadence,
        "minutes": version.minutes,
        "shown_sha256": version.document_sha256,
    }
    return RhythmForm(initial=initial, auto_id="id_rhythm_%s")
