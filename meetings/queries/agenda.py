"""What the two want to talk about next time, and what they promised each other: one query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from accounts.models import User
from meetings.models import AgendaItem
from pairings.models import Pairing


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item in words: whose it is, who ticked it off."""

    item: AgendaItem
    owner: str
    ticked_by: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Agenda:
    """The open points and follow-ups, the oldest first, and what is done, the latest first."""

    points: Sequence[ItemRow]
    actions: Sequence[ItemRow]
    done: Sequence[ItemRow]

    @property
    def done_actions(self) -> Sequence[ItemRow]:
        """The follow-ups that are done."""
        return [row for row in self.done if row.item.is_action]


def agenda_of(
    pairing: Pairing, user: User, *, today: date, done_since: datetime | None = None
) -> Agenda:
    """Return the agenda of an own pair; `done_since` leaves out what was done earlier."""
    found = AgendaItem.objects.visible_to(user).filter(pairing=pairing)
    if done_since is not None:
        found = found.filter(Q(done_at=None) | Q(done_at__gte=done_since))
    rows = [_row(item, pairing, today) for item in found.order_by("created_at", "id")]
    still_open = [row for row in rows if not row.item.is_done]
    return Agenda(
        points=[row for row in still_open if not row.item.is_action],
        actions=_by_day(row for row in still_open if row.item.is_action),
        done=_latest_first(row for row in rows if row.item.is_done),
    )


def _latest_first(rows: Iterable[ItemRow]) -> list[ItemRow]:
    return sorted(rows, key=lambda row: row.item.done_at or row.item.created_at, reverse=True)


def _by_day(rows: Iterable[ItemRow]) -> list[ItemRow]:
    return sorted(rows, key=lambda row: row.item.due_on or date.max)


def _row(item: AgendaItem, pairing: Pairing, today: date) -> ItemRow:
    names = {person.pk: person.first_name for person in (pairing.mentor, pairing.mentee)}
    return ItemRow(
        item=item,
        owner=names.get(item.owner_id or 0, ""),
        ticked_by=names.get(item.done_by_id or 0, ""),
        is_late=item.due_on is not None and item.due_on < today,
    )
