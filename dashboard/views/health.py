"""Program health: the one sentence, four facts, who is at risk, what needs a person."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import get_current_timezone
from django.views.decorators.http import require_safe

from core import clock
from core.days import day_of
from dashboard.forms.filters import PairFilter
from dashboard.labels import short_day
from dashboard.queries.departments import departments_of
from dashboard.queries.flow import flow_of
from dashboard.queries.front import Reader, front_of, needs_in_front
from dashboard.queries.heat import legend
from dashboard.queries.overview import Overview, overview_of
from dashboard.queries.setup import setup_of
from dashboard.rules import week_of_program
from dashboard.views.door import HrRequest, hr_page
from pairings.models import Pairing


@require_safe
@hr_page
def show_health(request: HrRequest) -> HttpResponse:
    """Show how the programs are; the address can narrow it to a program or a department."""
    now = clock.now()
    today = day_of(now, get_current_timezone())
    overseen = Pairing.objects.overseen_by(request.user)
    filters = PairFilter(request.GET, overseen, programs=request.programs, now=now)
    program = filters.program_shown
    reader = Reader(request.user, now, today, program)
    overview = overview_of(filters.qs, now=now, today=today)
    context: dict[str, object] = {
        "filters": filters,
        "program": program,
        "week": week_of_program(program.starts_on, program.ends_on, today) if program else None,
    }
    if overview.counts.live == 0 and not filters.chosen:
        setup = setup_of(request.programs, overseen)
        context |= {"setup": setup, "needs": needs_in_front(reader)}
        return render(request, "dashboard/start.html", context)
    front = front_of(filters.qs, reader)
    context |= {
        "departments": departments_of(overseen) if filters.chosen else overview.departments,
        "overview": overview,
        "next_risk": _next_risk(overview, today),
        "flow": flow_of(overview.flows),
        "heat": front.heat,
        "needs": front.needs,
        "legend": legend(),
        "address": request.build_absolute_uri(),
    }
    return render(request, "dashboard/health.html", context)


def _next_risk(overview: Overview, today: date) -> str:
    at = overview.next_risk_at
    return short_day(day_of(at, get_current_timezone()), today) if at else ""
