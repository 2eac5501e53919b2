"""The page of an agreement: begin it, write it, read it."""

from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import PersonRequest
from contracts.actions import DraftEdit, TextChanged, open_contract, save_draft
from contracts.actions.refusals import EXAMPLES, OWN_PART, SHARED_TERMS
from contracts.forms import AgreementForm
from contracts.forms.agreement import what_stands
from contracts.models import Version
from contracts.queries.copies import copied
from contracts.queries.drafting import own_pairing
from contracts.queries.house_rules import company_signature, html_of, latest_house_rules
from contracts.queries.new_rules import NewerRules, newer_rules
from contracts.queries.parts import own_parts
from contracts.queries.reading import has_signed, signatures_of, text_of
from contracts.queries.starters import shelf_of
from contracts.rules import VersionState
from contracts.views.around import around
from contracts.views.fetching import Standing, agreement_if_begun
from contracts.views.starting import USE, started
from core import clock
from core.errors import Refusal
from core.flash import say_done
from programs.rules import Role


@require_http_methods(["GET", "HEAD", "POST"])
def show_agreement(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show the agreement as it stands, to be begun, written or read; save what was written."""
    standing = agreement_if_begun(request, uid)
    if standing is None:
        return _begin(request, uid)
    is_draft = standing.version.state == VersionState.DRAFT
    # What was typed while the text was sent or the pair ended is refused, and shown again.
    if request.method == "POST" or (is_draft and standing.contract.pairing.is_live):
        return _write(request, standing)
    return read_page(request, standing)


@require_POST
def open_agreement(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Begin the agreement of one's own pair."""
    pairing = own_pairing(request.user, uid)
    if pairing is None:
        raise Http404
    contract = open_contract(pairing=pairing, by=request.user, now=clock.now())
    return redirect("contracts:show-agreement", contract.uid)


def _begin(request: PersonRequest, uid: UUID) -> HttpResponse:
    pairing = own_pairing(request.user, uid)
    if pairing is None or request.method == "POST":
        raise Http404
    context = {"pair": pairing, "partner": pairing.partner_of(request.user)}
    return render(request, "contracts/begin.html", context)


def _write(request: PersonRequest, standing: Standing) -> HttpResponse:
    names = standing.first_names
    if USE in request.POST:
        return _draft_page(request, standing, started(request, standing))
    if request.method == "POST":
        return _write_on(
            request, standing, AgreementForm(request.POST, role=standing.role, names=names)
        )
    initial = what_stands(standing.version, standing.role, clock.now())
    form = AgreementForm(role=standing.role, names=names, initial=initial)
    return _draft_page(request, standing, form)


def _write_on(request: PersonRequest, standing: Standing, form: AgreementForm) -> HttpResponse:
    if not form.is_valid():
        return _draft_page(request, standing, form)
    form.suggest_dates_anew(standing.version, clock.now())
    try:
        _save(request, standing, form)
    except TextChanged as changed:
        fresh = Version.objects.with_pair().get(pk=standing.version.pk)
        again = form.beside(fresh, standing.role, changed.what)
        return _draft_page(request, standing, again, status=changed.status)
    except Refusal as refusal:
        return _draft_page(request, standing, form, status=form.say(refusal))
    if "offer" in request.POST:
        return redirect("contracts:offer-agreement", standing.contract.uid)
    say_done(request, _("Saved."))
    return redirect("contracts:show-agreement", standing.contract.uid)


def _save(request: PersonRequest, standing: Standing, form: AgreementForm) -> None:
    edit = _chosen(form.edit(), request.POST.get("take", ""))
    save_draft(version=standing.version, by=request.user, edit=edit, now=clock.now())


def _chosen(edit: DraftEdit, take: str) -> DraftEdit:
    """Leave out the part for which the person takes what is saved already."""
    if take == SHARED_TERMS:
        return replace(edit, terms=None)
    return replace(edit, part=None) if take == OWN_PART else edit


def _draft_page(
    request: PersonRequest, standing: Standing, form: AgreementForm, *, status: int = 200
) -> HttpResponse:
    other = Role.MENTEE if standing.role == Role.MENTOR else Role.MENTOR
    rules = latest_house_rules(standing.contract.pairing.program)
    context = {
        **standing.context(),
        "form": form,
        "goals": [(form[f"goal_{n}"], form[f"sign_{n}"]) for n in (1, 2, 3)],
        "dates": [form[f"date_{n}"] for n in (1, 2, 3)],
        "first_dates": [] if form.is_bound else form.first_dates(),
        "opens_more": bool(form.errors or form.conflict),
        "other_goals": own_parts(standing.version)[other],
        "example": EXAMPLES[standing.role],
        **around(standing, clock.now()),
        "shelf": shelf_of(standing.contract.pairing, standing.role),
        "house_rules": rules,
        "house_rules_html": html_of(rules) if rules else "",
    }
    return render(request, "contracts/draft.html", context, status=status)


@require_safe
def read_version(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show a text of one's own pair that was offered once, whatever became of it."""
    frozen = Version.objects.visible_to(request.user).exclude(document=None)
    version = get_object_or_404(frozen.with_pair().prefetch_related("signatures"), uid=uid)
    role = version.contract.pairing.role_of(request.user)
    if role is None:
        raise Http404
    return read_page(request, Standing(version.contract, version, role))


def read_page(
    request: PersonRequest, standing: Standing, refusal: Refusal | None = None
) -> HttpResponse:
    """Show a frozen text with its signatures, what can be done now, and why something cannot."""
    version, pair = standing.version, standing.contract.pairing
    context = {
        **standing.context(),
        "refusal": refusal,
        "text": text_of(version),
        "copied": copied(version),
        "signatures": signatures_of(version),
        "has_signed": has_signed(request.user, version),
        "is_offered": version.state == VersionState.OFFERED and pair.is_live,
        "is_in_force": version.state == VersionState.IN_FORCE and pair.is_live,
        **around(standing, clock.now()),
        "is_mine": version.offered_by_id == request.user.pk,
        "newer": _newer(request, standing),
        "company_signature": company_signature(version.house_rules),
    }
    status = refusal.status if refusal else 200
    return render(request, "contracts/agreement.html", context, status=status)


def _newer(request: PersonRequest, standing: Standing) -> NewerRules | None:
    """Return newer house rules beside the agreement that counts; it stays under its own."""
    counts = standing.version.state == VersionState.IN_FORCE and standing.contract.pairing.is_live
    return newer_rules(standing.contract, request.user) if counts else None
