"""Signing: the exact text, a tick, a name; a mailed code only where the sign-in proves nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.requests import PersonRequest
from contracts.actions import mail_signing_code, sign
from contracts.forms import SignForm
from contracts.queries.consent import consent_sentence
from contracts.queries.house_rules import html_of
from contracts.queries.reading import has_signed, signatures_of, text_of
from contracts.rules import VersionState
from contracts.rules.proof import Evidence
from contracts.rules.text import safe_name
from contracts.views.around import around
from contracts.views.fetching import Standing, find_agreement
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


@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def sign_agreement(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show what is signed, and sign it."""
    standing = find_agreement(request, uid)
    if request.method != "POST":
        return _ask(request, standing)
    evidence = evidence_of(request)
    form = _form(standing, request.POST, asks_for_code="code" in request.POST)
    if not form.is_valid():
        return _show(request, standing, _Page(form, "code" in form.fields))
    wants_code = evidence is None and ("code" not in form.fields or "resend" in request.POST)
    try:
        if wants_code:
            return _mail_code(request, standing, form)
        return _sign(request, standing, form, evidence)
    except Refusal as refusal:
        return _refused(request, standing, form, refusal)


def _ask(request: PersonRequest, standing: Standing) -> HttpResponse:
    version = standing.version
    waits = version.state == VersionState.OFFERED and standing.contract.pairing.is_live
    if not waits or has_signed(request.user, version):
        return redirect("contracts:show-agreement", standing.contract.uid)
    return _show(request, standing, _Page(_form(standing, None, asks_for_code=False)))


def _form(
    standing: Standing, data: Mapping[str, object] | None, *, asks_for_code: bool
) -> SignForm:
    signer = standing.contract.pairing.person_in(standing.role)
    initial = {
        "typed_name": safe_name(signer.display_name),
        "shown_sha256": standing.version.document_sha256,
    }
    consent = consent_sentence(standing.version)
    return SignForm(data, initial=initial, consent=consent, asks_for_code=asks_for_code)


def _mail_code(request: PersonRequest, standing: Standing, form: SignForm) -> HttpResponse:
    mail_signing_code(
        version=standing.version,
        by=request.user,
        shown_sha256=form.cleaned_data["shown_sha256"],
        now=clock.now(),
    )
    last_step = _form(standing, None, asks_for_code=True)
    typed = {"typed_name": form.cleaned_data["typed_name"], "consent": True}
    last_step.initial = {**last_step.initial, **typed}
    return _show(request, standing, _Page(last_step, is_code_mailed=True))


def _sign(
    request: PersonRequest, standing: Standing, form: SignForm, evidence: Evidence | None
) -> HttpResponse:
    signing = form.signing(evidence)
    sign(version=standing.version, by=request.user, signing=signing, now=clock.now())
    say_done(request, _("You have signed."))
    return redirect("contracts:show-agreement", standing.contract.uid)


def _refused(
    request: PersonRequest, standing: Standing, form: SignForm, refusal: Refusal
) -> HttpResponse:
    """Say why beside the field; else above what stands there now, which is to be read again."""
    if form.can_say(refusal):
        form.say(refusal)
        return _show(request, standing, _Page(form, "code" in form.fields))
    fresh = find_agreement(request, standing.contract.uid)
    again = _form(fresh, None, asks_for_code=False)
    again.initial["typed_name"] = form.cleaned_data["typed_name"]
    return _show(request, fresh, _Page(again, refusal=refusal))


def _show(request: PersonRequest, standing: Standing, page: _Page) -> HttpResponse:
    version = standing.version
    context = {
        **standing.context(),
        **around(standing, clock.now()),
        "form": page.form,
        "is_code_mailed": page.is_code_mailed,
        "refusal": page.refusal,
        "can_sign": version.state == VersionState.OFFERED,
        "text": text_of(version),
        "signatures": signatures_of(version),
        "house_rules": version.house_rules,
        "house_rules_html": html_of(version.house_rules),
        "is_mine": version.offered_by_id == request.user.pk,
    }
    status = page.refusal.status if page.refusal else 200
    return render(request, "contracts/sign.html", context, status=status)
