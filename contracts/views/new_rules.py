"""What newer house rules change, and whether the two take them up in an amendment."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.requests import PersonRequest
from contracts.actions.amending import amend_agreement
from contracts.actions.new_rules import leave_rules_as_they_are
from contracts.forms.house_rules import ShownRulesForm
from contracts.models import Contract, HouseRules
from contracts.queries.house_rules import company_signature
from contracts.queries.new_rules import newer_rules
from contracts.rules import VersionState
from contracts.views.fetching import find_agreement
from core import clock
from core.flash import say_done

TAKE_UP = "take up"


@require_http_methods(["GET", "HEAD", "POST"])
def see_new_rules(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show the difference; take the rules up in a new draft, or leave the agreement as it is."""
    standing = find_agreement(request, uid)
    if request.method == "POST":
        return _decide(request, standing.contract)
    newer = newer_rules(standing.contract, request.user)
    if newer is None or not standing.contract.pairing.is_live:
        return redirect("contracts:show-agreement", uid)
    context = {**standing.context(), "newer": newer, "signature": company_signature(newer.newest)}
    return render(request, "contracts/new_rules.html", context)


def _decide(request: PersonRequest, contract: Contract) -> HttpResponse:
    if request.POST.get("act") == TAKE_UP:
        return _take_up(request, contract)
    rules = _shown(request, contract)
    if rules is None:
        return redirect("contracts:see-new-rules", contract.uid)
    leave_rules_as_they_are(contract=contract, rules=rules, by=request.user, now=clock.now())
    say_done(request, _("Your agreement stays as it is."))
    return redirect("contracts:show-agreement", contract.uid)


def _take_up(request: PersonRequest, contract: Contract) -> HttpResponse:
    text = amend_agreement(contract=contract, by=request.user, now=clock.now())
    if text.state == VersionState.DRAFT:
        done = _("This draft comes under the newest house rules. Yours counts meanwhile.")
        say_done(request, done)
    return redirect("contracts:show-agreement", contract.uid)


def _shown(request: PersonRequest, contract: Contract) -> HouseRules | None:
    """Return the version that the page showed; None when what came back names none."""
    form = ShownRulesForm(request.POST)
    if not form.is_valid():
        return None
    own = HouseRules.objects.filter(program=contract.pairing.program_id)
    return own.filter(number=form.cleaned_data["number"]).first()
