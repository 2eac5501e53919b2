"""The look at an agreement after half the way: keep it, change it, or end the pair."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.requests import PersonRequest
from contracts.actions import keep_agreement
from contracts.queries.beside import in_force_of
from contracts.queries.reading import text_of
from contracts.queries.review import is_review_due, review_of
from contracts.views.fetching import Standing, find_agreement, find_readable
from core import clock
from core.errors import Refusal
from core.flash import say_done


@require_http_methods(["GET", "HEAD", "POST"])
def look(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show what counts now with three ways to go on; a POST keeps it."""
    standing = find_agreement(request, uid)
    if request.method != "POST":
        return _show(request, standing)
    try:
        keep_agreement(contract=standing.contract, by=request.user, now=clock.now())
    except Refusal as refusal:
        return _show(request, find_readable(request, uid), refusal)
    say_done(request, _("Kept. Your agreement goes on as it is."))
    return redirect("contracts:review-agreement", standing.contract.uid)


def _show(
    request: PersonRequest, standing: Standing, refusal: Refusal | None = None
) -> HttpResponse:
    version = in_force_of(standing.contract)
    if version is None:
        return redirect("contracts:show-agreement", standing.contract.uid)
    context = {
        **standing.context(),
        "version": version,
        "text": text_of(version),
        "refusal": refusal,
        "review": review_of(version),
        "is_review_due": is_review_due(version, clock.now()),
        "has_text_beside": standing.version.pk != version.pk,
    }
    status = refusal.status if refusal else 200
    return render(request, "contracts/review.html", context, status=status)
