"""What to talk about next time, and what follows: shared by the two, ticked off by either."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.days import day_of
from core.errors import Forbidden, Refusal
from meetings.actions.locking import Turn, begin_turn
from meetings.actions.stale import StaleWords
from meetings.models import AGENDA_KINDS, POINT, AgendaItem
from meetings.permissions import can_remove_item
from pairings.models import Pairing
from programs.rules import Role

ITEM_LENGTH: Final = 200
OPEN_AT_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """A point or a follow-up. `owner` (None: both) and `due_on` are for follow-ups alone.

    `uid` comes with the form: sent twice, it is written once.
    """

    text: str
    kind: str = POINT
    owner: Role | None = None
    due_on: date | None = None
    uid: UUID = field(default_factory=uuid4)


@transaction.atomic
def add_item(pairing: Pairing, draft: ItemDraft, *, by: User, now: datetime) -> AgendaItem:
    """Put something on the agenda, or note a follow-up.

    Refusals: `empty`, `too_long`, `unreadable`, `too_many`, `kind`, `due_on`, `not_yours`, those
    of `begin_turn`.
    """
    return save_new_item(begin_turn(pairing, by=by, now=now), draft)


@transaction.atomic
def edit_item(
    item: AgendaItem, draft: ItemDraft, *, revision: int, by: User, now: datetime
) -> AgendaItem:
    """Save a change of what was read at `revision`; a point may become a follow-up.

    Raises `StaleWords` when the partner changed it meanwhile, unless to the very same. Refusals:
    `empty`, `too_long`, `unreadable`, `kind`, `due_on`, `removed`, those of `begin_turn`.
    """
    turn = begin_turn(item.pairing, by=by, now=now)
    fresh = _fresh(turn, item)
    wanted = _checked(turn, draft)
    if wanted == {name: getattr(fresh, name) for name in wanted}:
        return fresh
    if fresh.revision != revision:
        raise StaleWords("item_changed", _("This has been changed since you opened it."), fresh)
    _write(fresh, wanted)
    _close(turn, "edit agenda", fresh)
    return fresh


@transaction.atomic
def tick_item(item: AgendaItem, *, by: User, now: datetime) -> AgendaItem:
    """Tick it off: talked about, or done. Ticking twice is ticking once."""
    turn = begin_turn(item.pairing, by=by, now=now)
    fresh = _fresh(turn, item)
    if fresh.done_at is None:
        _write(fresh, {"done_at": now, "done_by": by})
        _close(turn, "tick agenda", fresh)
    return fresh


@transaction.atomic
def reopen_item(item: AgendaItem, *, by: User, now: datetime) -> AgendaItem:
    """Take the tick away; what is open stays open."""
    turn = begin_turn(item.pairing, by=by, now=now)
    fresh = _fresh(turn, item)
    if fresh.done_at is not None:
        _write(fresh, {"done_at": None, "done_by": None})
        _close(turn, "reopen agenda", fresh)
    return fresh


@transaction.atomic
def remove_item(item: AgendaItem, *, by: User, now: datetime) -> AgendaItem:
    """Remove what one wrote oneself, with its words; twice is once. Refusals: `not_yours` (403)."""
    turn = begin_turn(item.pairing, by=by, now=now)
    found = AgendaItem.objects.get(pk=item.pk, pairing=turn.pairing)
    found.pairing = turn.pairing
    if not can_remove_item(by, found):
        raise Forbidden("not_yours", _("Only who wrote this can remove it. You can tick it off."))
    if found.removed_at is None:
        _write(found, {"removed_at": now, "text": ""})
        _close(turn, "remove from agenda", found)
    return found


def save_new_item(turn: Turn, draft: ItemDraft) -> AgendaItem:
    """Write an item in the turn of another act; the same draft again gives the item there is.

    Other words from the same form (the way back, then typed anew) are another item.
    """
    fields = _checked(turn, draft)
    known = _known(turn, draft.uid)
    if known is not None and known.text == fields["text"]:
        return known
    still_open = AgendaItem.objects.filter(pairing=turn.pairing, removed_at=None, done_at=None)
    if still_open.count() >= OPEN_AT_MOST:
        raise Refusal("too_many", _("That is a full agenda. Tick something off first."))
    item = AgendaItem.objects.create(
        uid=draft.uid if known is None else uuid4(),
        pairing=turn.pairing,
        author=turn.by,
        created_at=turn.now,
        **fields,
    )
    _close(turn, "add to agenda", item)
    return item


def _known(turn: Turn, uid: UUID) -> AgendaItem | None:
    found = AgendaItem.objects.filter(uid=uid).first()
    if found and (found.pairing_id, found.author_id) != (turn.pairing.pk, turn.by.pk):
        raise Refusal("not_yours", _("This was sent before. Open the form again."))
    return found


def _checked(turn: Turn, draft: ItemDraft) -> dict[str, object]:
    """Return the fields of an item; a point has neither owner nor day."""
    if draft.kind not in dict(AGENDA_KINDS):
        raise Refusal("kind", _("Choose a point to talk about or a follow-up."))
    kept: dict[str, object] = {"kind": draft.kind, "text": _checked_text(draft.text)}
    if draft.kind == POINT:
        return kept | {"owner_id": None, "due_on": None}
    owner = turn.pairing.person_in(draft.owner) if draft.owner else None
    return kept | {"owner_id": owner and owner.pk, "due_on": _checked_day(turn, draft.due_on)}


def _checked_day(turn: Turn, due_on: date | None) -> date | None:
    """Return a day of the pair's time, if one is named."""
    start, last = turn.pairing.started_at, turn.pairing.ends_on
    first = day_of(start, turn.pairing.mentee.zone) if start else turn.today
    if due_on is not None and not first <= due_on <= (last or turn.today):
        text = _("Choose a day until %(day)s, while you are a pair.")
        raise Refusal("due_on", text % {"day": date_format(last or turn.today)})
    return due_on


def _checked_text(text: str) -> str:
    clean = " ".join(text.split())
    if not clean:
        raise Refusal("empty", _("Write something first."))
    if len(clean) > ITEM_LENGTH:
        excess = len(clean) - ITEM_LENGTH
        raise Refusal("too_long", _("This is %(count)d characters too long.") % {"count": excess})
    if "\x00" in clean:
        raise Refusal("unreadable", _("This text holds a character that cannot be stored."))
    return clean


def _fresh(turn: Turn, item: AgendaItem) -> AgendaItem:
    found = AgendaItem.objects.get(pk=item.pk, pairing=turn.pairing)
    found.pairing = turn.pairing
    if found.removed_at is not None:
        raise Refusal("removed", _("This has been removed."))
    return found


def _write(item: AgendaItem, fields: dict[str, object]) -> None:
    for name, value in fields.items():
        setattr(item, name, value)
    item.revision += 1
    item.save()


def _close(turn: Turn, verb: str, item: AgendaItem) -> None:
    """Leave the trace without the words; the facts that HR's page is read from are not touched."""
    subject = ("agenda item", item.uid)
    audit.record(verb, subject, by=turn.by, now=turn.now, facts={"kind": item.kind})
