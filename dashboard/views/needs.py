"""The queue of what needs a person: look, put aside, or take off."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from attention.actions import dismiss_item, snooze_item
from attention.models import ActionItem
from core import clock
from core.flash import say_done
from dashboard.queries.needs import needs_of
from dashboard.views.door import HrRequest, hr_page


@require_safe
@hr_page
def list_needs(request: HrRequest) -> HttpResponse:
    """Show every open item that is not put aside, oldest first."""
    needs = needs_of(request.user, now=clock.now())
    return render(request, "dashboard/needs.html", {"needs": needs})


@require_POST
@hr_page
def dismiss(request: HrRequest, uid: UUID) -> HttpResponse:
    """Take an item off the queue until its cause is a new one."""
    dismiss_item(item=_item(request, uid), by=request.user, now=clock.now())
    say_done(request, _("Taken off the queue. It comes back only for a new reason."))
    return redirect("dashboard:list-needs")


@require_POST
@hr_page
def snooze(request: HrRequest, uid: UUID) -> HttpResponse:
    """Put an item aside for three days."""
    snooze_item(item=_item(request, uid), by=request.user, now=clock.now())
    say_done(request, _("Put aside for three days."))
    return redirect("dashboard:list-needs")


def _item(request: HrRequest, uid: UUID) -> ActionItem:
    return get_object_or_404(ActionItem.objects.visible_to(request.user), uid=uid)
