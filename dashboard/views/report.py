"""A program in figures: for its sponsor, and for who runs it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest
from contracts.queries.house_rules import rules_waiting_for
from core import clock
from dashboard.queries.report import programs_reported_to, report_of


@require_safe
def list_reports(request: PersonRequest) -> HttpResponse:
    """Show the programs whose figures one may read."""
    programs = programs_reported_to(request.user).order_by("-starts_on", "name")
    context = {"programs": programs, "waiting": rules_waiting_for(request.user)}
    return render(request, "dashboard/reports.html", context)


@require_safe
def show_report(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show one page of figures; for others it does not exist."""
    program = get_object_or_404(programs_reported_to(request.user), uid=uid)
    now = clock.now()
    report = report_of(program, now=now)
    waiting = [each for each in rules_waiting_for(request.user) if each.program_id == program.pk]
    context = {"program": program, "report": report, "now": now, "waiting": waiting}
    return render(request, "dashboard/report.html", context)
