"""Changing what both signed: a draft beside it, which can be dropped."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import PersonRequest
from contracts.actions import amend_agreement, drop_amendment
from contracts.queries.beside import base_of
from contracts.rules import VersionState
from contracts.views.agreement import read_page
from contracts.views.fetching import find_agreement, find_readable
from core import clock
from core.errors import Refusal
from core.flash import say_done


@require_POST
def amend(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Begin a new draft beside the agreement in force, or go to the text that is there already."""
    standing = find_agreement(request, uid)
    try:
        text = amend_agreement(contract=standing.contract, by=request.user, now=clock.now())
    except Refusal as refusal:
        return read_page(request, find_readable(request, uid), refusal)
    if text.state == VersionState.OFFERED:
        say_done(request, _("A text waits for an answer already. Here it is."))
    return redirect("contracts:show-agreement", standing.contract.uid)


@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Ask, then drop the draft beside the version in force."""
    standing = find_agreement(request, uid)
    version, base = standing.version, base_of(standing.version)
    if version.state != VersionState.DRAFT or base is None:
        return redirect("contracts:show-agreement", uid)
    if request.method != "POST":
        return render(request, "contracts/drop.html", {**standing.context(), "base": base})
    try:
        drop_amendment(version=version, by=request.user, now=clock.now())
    except Refusal as refusal:
        return read_page(request, find_readable(request, uid), refusal)
    done = _("The draft is dropped. Version %(number)s goes on as it is.")
    say_done(request, done % {"number": base.number})
    return redirect("contracts:show-agreement", standing.contract.uid)
