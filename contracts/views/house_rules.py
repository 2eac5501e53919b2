"""The house rules: read by everyone who may see the program, signed by its sponsor."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import PersonRequest
from contracts.actions import mail_house_rules_code, sign_house_rules
from contracts.actions.rules_refusals import not_the_sponsor
from contracts.forms import SignForm
from contracts.models import HouseRules
from contracts.permissions import can_sign_house_rules
from contracts.queries.consent import consent_for_company
from contracts.queries.house_rules import (
    changes_since,
    company_signature,
    html_of,
    latest_house_rules,
    version_before,
)
from contracts.rules.text import safe_name
from contracts.views.proving import evidence_of
from core import clock
from core.errors import Refusal
from core.flash import say_done
from core.typed import asks_again


@dataclass(frozen=True, slots=True)
class _Page:
    """The page of signing: its form, whether a code was mailed, why it was refused."""

    form: SignForm
    is_code_mailed: bool = False
    refusal: Refusal | None = None


def _find(request: PersonRequest, uid: UUID) -> HouseRules:
    visible = HouseRules.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("program", "signature"), uid=uid)


@require_safe
def read_house_rules(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show one version of a program's rules."""
    return _read(request, _find(request, uid))


def _read(
    request: PersonRequest, rules: HouseRules, refusal: Refusal | None = None
) -> HttpResponse:
    newest = latest_house_rules(rules.program) or rules
    is_sponsor = can_sign_house_rules(request.user, rules.program)
    context = {
        **_shown(rules),
        "newest": newest,
        "can_sign": is_sponsor and company_signature(newest) is None,
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "contracts/house_rules.html", context, status=status)


def _shown(rules: HouseRules) -> dict[str, object]:
    """Return what every page of one version shows."""
    before = version_before(rules)
    return {
        "rules": rules,
        "program": rules.program,
        "house_rules_html": html_of(rules),
        "signature": company_signature(rules),
        "before": before,
        "segments": changes_since(before, rules.text),
    }


@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def sign_rules(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show the sponsor the whole text, and sign it for the company."""
    rules = _find(request, uid)
    if not can_sign_house_rules(request.user, rules.program):
        raise not_the_sponsor()
    if request.method != "POST":
        return _ask(request, rules)
    evidence = evidence_of(request)
    form = _form(request, rules, request.POST, asks_for_code="code" in request.POST)
    if not form.is_valid():
        return _show(request, rules, _Page(form, "code" in form.fields))
    wants_code = evidence is None and ("code" not in form.fields or "resend" in request.POST)
    try:
        return _mail_code(request, rules, form) if wants_code else _sign(request, rules, form)
    except Refusal as refusal:
        return _refused(request, rules, form, refusal)


def _ask(request: PersonRequest, rules: HouseRules) -> HttpResponse:
    """Lead to the version that waits now; to the text itself when none does."""
    newest = latest_house_rules(rules.program) or rules
    if company_signature(newest) is not None:
        return redirect("contracts:read-house-rules", newest.uid)
    if newest != rules:
        return redirect("contracts:sign-house-rules", newest.uid)
    return _show(request, rules, _Page(_form(request, rules, None, asks_for_code=False)))


def _form(
    request: PersonRequest,
    rules: HouseRules,
    data: Mapping[str, object] | None,
    *,
    asks_for_code: bool,
) -> SignForm:
    initial = {"typed_name": safe_name(request.user.display_name), "shown_sha256": rules.sha256}
    consent = consent_for_company(request.user)
    return SignForm(data, initial=initial, consent=consent, asks_for_code=asks_for_code)


def _mail_code(request: PersonRequest, rules: HouseRules, form: SignForm) -> HttpResponse:
    shown = form.cleaned_data["shown_sha256"]
    mail_house_rules_code(rules=rules, by=request.user, shown_sha256=shown, now=clock.now())
    last_step = _form(request, rules, None, asks_for_code=True)
    typed = {"typed_name": form.cleaned_data["typed_name"], "consent": True}
    last_step.initial = {**last_step.initial, **typed}
    return _show(request, rules, _Page(last_step, is_code_mailed=True))


def _sign(request: PersonRequest, rules: HouseRules, form: SignForm) -> HttpResponse:
    signing = form.signing(evidence_of(request))
    sign_house_rules(rules=rules, by=request.user, signing=signing, now=clock.now())
    say_done(request, _("You have signed for the company."))
    return redirect("contracts:read-house-rules", rules.uid)


def _refused(
    request: PersonRequest, rules: HouseRules, form: SignForm, refusal: Refusal
) -> HttpResponse:
    """Say why beside the field; else above the version that counts now, which is to be read."""
    if form.can_say(refusal):
        form.say(refusal)
        return _show(request, rules, _Page(form, "code" in form.fields))
    newest = latest_house_rules(rules.program) or rules
    if company_signature(newest) is not None:
        return _read(request, newest, refusal)
    again = _form(request, newest, None, asks_for_code=False)
    again.initial["typed_name"] = form.cleaned_data["typed_name"]
    return _show(request, newest, _Page(again, refusal=refusal))


def _show(request: PersonRequest, rules: HouseRules, page: _Page) -> HttpResponse:
    context = {
        **_shown(rules),
        "form": page.form,
        "is_code_mailed": page.is_code_mailed,
        "refusal": page.refusal,
    }
    status = page.refusal.status if page.refusal else 200
    return render(request, "contracts/sign_house_rules.html", context, status=status)
