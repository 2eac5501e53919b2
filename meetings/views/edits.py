"""Saving over what the partner changed meanwhile: both are shown (409), and one is chosen."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.requests import PersonRequest
from core.errors import Refusal
from core.flash import say_done
from meetings.actions import StaleWords
from meetings.forms.fields import EditForm
from meetings.models import AgendaItem, Note


@dataclass(frozen=True, slots=True)
class Edited:
    """What became of a change; `stored` is what the partner made of it meanwhile."""

    is_saved: bool = False
    stored: AgendaItem | Note | None = None
    status: int = 200


def save_edit(request: PersonRequest, form: EditForm, save: Callable[[int], object]) -> Edited:
    """Save what was sent by `save`, which takes the revision that the page showed."""
    if request.method != "POST" or not form.is_valid():
        return Edited()
    try:
        save(form.cleaned_data["revision"])
    except StaleWords as stale:
        form.take_over(stale.stored.revision)
        return Edited(stored=stale.stored, status=stale.status)
    except Refusal as refusal:
        form.show(refusal)
        return Edited()
    say_done(request, _("Saved."))
    return Edited(is_saved=True)
