"""Sending a draft to the partner, taking it back, and sending it back."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import PersonRequest
from contracts.actions import hindrance, offer, send_back, withdraw
from contracts.forms import CommentForm
from contracts.permissions import can_send_back, can_withdraw
from contracts.queries.house_rules import html_of
from contracts.queries.reading import preview, text_of
from contracts.rules import VersionState
from contracts.views.agreement import read_page
from contracts.views.around import around
from contracts.views.fetching import Standing, find_agreement
from core import clock
from core.errors import Forbidden, Refusal
from core.flash import say_done


@require_http_methods(["GET", "HEAD", "POST"])
def offer_agreement(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show the exact text once more, then freeze it and ask the partner to read it."""
    standing = find_agreement(request, uid)
    if standing.version.state != VersionState.DRAFT or not standing.contract.pairing.is_live:
        return redirect("contracts:show-agreement", uid)
    if request.method != "POST":
        refusal = hindrance(standing.version, standing.role, clock.now())
        return _offer_page(request, standing, refusal)
    try:
        shown = request.POST.get("shown", "")
        offer(version=standing.version, by=request.user, shown=shown, now=clock.now())
    except Refusal as refused:
        fresh = find_agreement(request, uid)
        if fresh.version.state != VersionState.DRAFT:
            return read_page(request, fresh, refused)
        return _offer_page(request, fresh, refused, status=refused.status)
    say_done(request, _("Sent to %(name)s. Now sign it yourself.") % _name(standing))
    return redirect("contracts:sign-agreement", uid)


def _offer_page(
    request: PersonRequest, standing: Standing, refusal: Refusal | None, *, status: int = 200
) -> HttpResponse:
    shown = preview(standing.version, standing.role, clock.now())
    context = {
        **standing.context(),
        **around(standing, clock.now()),
        "refusal": refusal,
        "preview": shown,
        "text": shown.text,
        "house_rules": shown.house_rules,
        "house_rules_html": html_of(shown.house_rules),
    }
    return render(request, "contracts/offer.html", context, status=status)


@require_POST
def withdraw_offer(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Take back what one sent."""
    standing = find_agreement(request, uid)
    if standing.version.state != VersionState.OFFERED:
        return redirect("contracts:show-agreement", uid)
    if not can_withdraw(request.user, standing.version):
        raise Forbidden("not_yours", _("Only who sent it can take it back."))
    withdraw(version=standing.version, by=request.user, now=clock.now())
    if standing.version.is_rhythm:
        say_done(request, _("You have taken it back. Your rhythm stays as it is."))
    else:
        say_done(request, _("You have taken it back. Here is a new draft with the same text."))
    return redirect("contracts:show-agreement", uid)


@require_http_methods(["GET", "HEAD", "POST"])
def send_back_offer(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Send a text back with a comment."""
    standing = find_agreement(request, uid)
    is_answered_with_a_tap = standing.version.is_rhythm
    if is_answered_with_a_tap or _is_gone(request, standing):
        return redirect("contracts:show-agreement", uid)
    if not can_send_back(request.user, standing.version):
        raise Forbidden("not_yours", _("You sent it yourself. You can take it back."))
    form = CommentForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            _send_back(request, standing, form)
        except Refusal as refusal:
            status = form.say(refusal)
        else:
            say_done(request, _("Sent back to %(name)s. Here is a new draft.") % _name(standing))
            return redirect("contracts:show-agreement", uid)
    context = {**standing.context(), "form": form, "text": text_of(standing.version)}
    return render(request, "contracts/send_back.html", context, status=status)


def _is_gone(request: PersonRequest, standing: Standing) -> bool:
    return request.method != "POST" and standing.version.state != VersionState.OFFERED


def _send_back(request: PersonRequest, standing: Standing, form: CommentForm) -> None:
    comment = form.cleaned_data["comment"]
    send_back(version=standing.version, by=request.user, comment=comment, now=clock.now())


def _name(standing: Standing) -> dict[str, str]:
    return {"name": standing.partner.first_name}
