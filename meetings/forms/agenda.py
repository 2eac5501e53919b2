"""What is asked for the agenda: a line, and for a follow-up whose it is and until when."""

from typing import ClassVar
from uuid import UUID, uuid4, uuid5

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.actions import ItemDraft
from meetings.actions.agenda import ITEM_LENGTH
from meetings.forms.fields import EditForm, RefusableForm, day_input
from meetings.models import ACTION, AGENDA_KINDS, POINT, AgendaItem
from pairings.models import Pairing
from programs.rules import Role

BOTH = "both"
Owners = list[tuple[str, str | Promise]]


def owners_of(pairing: Pairing) -> Owners:
    """Return whose a follow-up can be: both, or one of the two by name."""
    people = [(str(role), pairing.person_in(role).first_name) for role in Role]
    return [(BOTH, _("Both of us")), *people]


class ItemForm(RefusableForm):
    """One point to talk about, or one follow-up."""

    text = forms.CharField(label=_("In a few words"), max_length=ITEM_LENGTH)
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=AGENDA_KINDS, initial=POINT, widget=forms.RadioSelect
    )
    owner = forms.ChoiceField(
        label=_("Who does it"), required=False, help_text=_("For a follow-up.")
    )
    due_on = forms.DateField(
        label=_("Until when"), required=False, widget=day_input(), help_text=_("Optional.")
    )

    refused_at: ClassVar[dict[str, str]] = {
        "empty": "text",
        "too_long": "text",
        "unreadable": "text",
        "too_many": "text",
        "not_yours": "text",
        "kind": "kind",
        "due_on": "due_on",
    }

    def __init__(
        self, data: QueryDict | None, *, pairing: Pairing, initial: dict[str, object]
    ) -> None:
        super().__init__(data, initial={"owner": BOTH} | initial)
        owner = self.fields["owner"]
        if isinstance(owner, forms.ChoiceField):
            owner.choices = owners_of(pairing)

    def draft(self) -> ItemDraft:
        """Return the item that a valid form holds."""
        said = self.cleaned_data
        return ItemDraft(
            text=said["text"],
            kind=said["kind"],
            owner=_role(said["owner"]),
            due_on=said["due_on"],
            uid=said.get("uid") or uuid4(),
        )


class AddItemForm(ItemForm):
    """Something new; its id comes with the form, so that a double click writes once."""

    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None = None, *, pairing: Pairing) -> None:
        super().__init__(data, pairing=pairing, initial={"uid": uuid4()})


class EditItemForm(EditForm, ItemForm):
    """A change of an item; a point may become a follow-up."""

    def __init__(self, data: QueryDict | None, *, item: AgendaItem) -> None:
        role = item.pairing.role_of(item.owner) if item.owner else None
        start = {name: getattr(item, name) for name in ("text", "kind", "due_on", "revision")}
        super().__init__(data, pairing=item.pairing, initial=start | {"owner": role or BOTH})


def follow_up(form_uid: UUID, number: int, text: str, owner: str) -> ItemDraft:
    """Return a follow-up of a log; sent twice with its form, it is written once."""
    uid = uuid5(form_uid, f"follow-up {number}")
    return ItemDraft(text, kind=ACTION, owner=_role(owner), uid=uid)


def _role(owner: str) -> Role | None:
    return Role(owner) if owner in list(Role) else None
