"""The agenda of a pair: what to talk about next time, and follow-ups; for the two alone."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import PersonRequest
from core import clock
from core.days import day_of
from core.errors import Refusal
from core.flash import say_done
from goals.queries import goals_in
from meetings.actions import add_item, edit_item, remove_item, reopen_item, tick_item
from meetings.forms import AddItemForm, EditItemForm
from meetings.models import AgendaItem
from meetings.permissions import can_remove_item
from meetings.queries import agenda_of
from meetings.views.access import back_to, pair_context, pair_with_notes
from meetings.views.edits import save_edit
from pairings.models import Pairing

PAGE = "meetings:list-agenda"


@require_safe
def list_agenda(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show what is open and what is done."""
    pairing = pair_with_notes(request, uid)
    return _show(request, pairing, AddItemForm(pairing=pairing))


@require_POST
def add(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Put something on the agenda; what is wrong with it is shown on the agenda's page."""
    pairing = pair_with_notes(request, uid)
    form = AddItemForm(request.POST, pairing=pairing)
    if form.is_valid():
        try:
            add_item(pairing, form.draft(), by=request.user, now=clock.now())
        except Refusal as refusal:
            form.show(refusal)
        else:
            say_done(request, _("Noted for you both."))
            return back_to(request, PAGE, uid)
    return _show(request, pairing, form)


def _show(request: PersonRequest, pairing: Pairing, form: AddItemForm) -> HttpResponse:
    context = {
        **pair_context(request, pairing),
        "agenda": agenda_of(pairing, request.user, today=day_of(clock.now(), pairing.mentee.zone)),
        "goals": [goal for goal in goals_in(pairing) if not goal.is_left],
        "reader": pairing.role_of(request.user),
        "form": form,
    }
    return render(request, "meetings/agenda.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, uid: UUID, item_uid: UUID) -> HttpResponse:
    """Change an item; if the partner did meanwhile, both are shown (409) and one is chosen."""
    item = _item(request, uid, item_uid)
    form = EditItemForm(request.POST or None, item=item)

    def save(revision: int) -> None:
        edit_item(item, form.draft(), revision=revision, by=request.user, now=clock.now())

    edited = save_edit(request, form, save)
    if edited.is_saved:
        return redirect(PAGE, uid)
    context = {
        **pair_context(request, item.pairing),
        "item": item,
        "form": form,
        "stored": edited.stored,
        "can_remove": can_remove_item(request.user, item),
    }
    return render(request, "meetings/agenda_item.html", context, status=edited.status)


@require_POST
def tick(request: PersonRequest, uid: UUID, item_uid: UUID) -> HttpResponse:
    """Tick an item off, with the way back."""
    undo = reverse("meetings:reopen-item", args=[uid, item_uid])
    return _act(request, _item(request, uid, item_uid), tick_item, _("Ticked off."), undo)


@require_POST
def reopen(request: PersonRequest, uid: UUID, item_uid: UUID) -> HttpResponse:
    """Take a tick away."""
    return _act(request, _item(request, uid, item_uid), reopen_item, _("Open again."))


@require_POST
def remove(request: PersonRequest, uid: UUID, item_uid: UUID) -> HttpResponse:
    """Remove what one wrote."""
    return _act(request, _item(request, uid, item_uid), remove_item, _("Removed."))


def _act(
    request: PersonRequest,
    item: AgendaItem,
    act: Callable[..., object],
    text: str | Promise,
    undo: str = "",
) -> HttpResponse:
    act(item, by=request.user, now=clock.now())
    say_done(request, text, undo=undo)
    return back_to(request, PAGE, item.pairing.uid)


def _item(request: PersonRequest, uid: UUID, item_uid: UUID) -> AgendaItem:
    """Return an item of an own pair; what was removed is gone."""
    pairing = pair_with_notes(request, uid)
    found = AgendaItem.objects.visible_to(request.user).filter(pairing=pairing)
    item: AgendaItem = get_object_or_404(found.select_related("owner"), uid=item_uid)
    item.pairing = pairing
    return item
