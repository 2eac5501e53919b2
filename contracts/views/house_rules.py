"""The house rules, for everyone who may see the program."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest
from contracts.models import HouseRules
from contracts.queries.house_rules import html_of


@require_safe
def read_house_rules(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show one version of a program's rules."""
    visible = HouseRules.objects.visible_to(request.user).select_related("program")
    rules = get_object_or_404(visible, uid=uid)
    context = {"rules": rules, "program": rules.program, "house_rules_html": html_of(rules)}
    return render(request, "contracts/house_rules.html", context)
