"""Another rhythm by one tap each; a mailed code only where the sign-in proves nothing."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import PersonRequest
from contracts.actions import decline_rhythm, sign, signing_in_one_tap, suggest_rhythm
from contracts.actions.refusals import ReadAgain
from contracts.forms import RhythmForm
from contracts.forms.rhythm import ShownRhythmForm
from contracts.models import Contract, Version
from contracts.queries.beside import suggested_rhythm
from contracts.rules import VersionState
from contracts.views.agreement import read_page
from contracts.views.around import rhythm_of
from contracts.views.fetching import Standing, find_agreement, find_readable
from contracts.views.proving import evidence_of
from core import clock
from core.errors import Refusal, Stale
from core.flash import say_done


@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Suggest another rhythm: offered and, where the sign-in proves enough, signed at once."""
    standing = find_agreement(request, uid)
    if request.method != "POST":
        if standing.version.state != VersionState.IN_FORCE or not standing.contract.pairing.is_live:
            return redirect("contracts:show-agreement", uid)
        return _ask(request, standing, RhythmForm(initial=rhythm_of(standing)))
    form = RhythmForm(request.POST)
    return _try(request, standing, form) if form.is_valid() else _ask(request, standing, form)


def _try(request: PersonRequest, standing: Standing, form: RhythmForm) -> HttpResponse:
    try:
        return _suggest(request, standing, form)
    except Stale as stale:
        return read_page(request, find_readable(request, standing.contract.uid), stale)
    except Refusal as refusal:
        return _ask(request, standing, form, status=form.say(refusal))


def _suggest(request: PersonRequest, standing: Standing, form: RhythmForm) -> HttpResponse:
    evidence, uid = evidence_of(request), standing.contract.uid
    suggest_rhythm(
        contract=standing.contract,
        by=request.user,
        rhythm=form.rhythm(),
        evidence=evidence,
        now=clock.now(),
    )
    if evidence is None:
        say_done(request, _("Sent. As the last step, sign it with a code that we mail to you."))
        return redirect("contracts:sign-agreement", uid)
    say_done(request, _("Suggested to %(name)s.") % {"name": standing.partner.first_name})
    return redirect("contracts:show-agreement", uid)


def _ask(
    request: PersonRequest, standing: Standing, form: RhythmForm, *, status: int = 200
) -> HttpResponse:
    context = {**standing.context(), "form": form}
    return render(request, "contracts/rhythm.html", context, status=status)


@require_POST
def accept(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Sign the rhythm that was suggested, with one tap; without a known proof the code comes."""
    standing, evidence = find_agreement(request, uid), evidence_of(request)
    if evidence is None and standing.version.state == VersionState.OFFERED:
        return redirect("contracts:sign-agreement", uid)
    try:
        version = _suggested(request, standing.contract)
        signing = signing_in_one_tap(request.user, evidence, version.document_sha256)
        sign(version=version, by=request.user, signing=signing, now=clock.now())
    except Refusal as refusal:
        return read_page(request, find_readable(request, uid), refusal)
    say_done(request, _("This is your rhythm now."))
    return redirect("contracts:show-agreement", standing.contract.uid)


@require_POST
def decline(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Stay as we are: the suggestion closes, without a word and without a draft."""
    standing = find_agreement(request, uid)
    try:
        version = _suggested(request, standing.contract)
        decline_rhythm(version=version, by=request.user, now=clock.now())
    except Refusal as refusal:
        return read_page(request, find_readable(request, uid), refusal)
    say_done(request, _("Your rhythm stays as it is."))
    return redirect("contracts:show-agreement", standing.contract.uid)


def _suggested(request: PersonRequest, contract: Contract) -> Version:
    """Return the suggestion that the page showed: one tap signs a rhythm, and no other text."""
    form = ShownRhythmForm(request.POST)
    shown = form.cleaned_data["shown_sha256"] if form.is_valid() else ""
    version = suggested_rhythm(contract, shown)
    if version is None:
        raise ReadAgain
    return version
