"""Turns stored meetings into the plain records that the rules read; tombstones are left out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import DateField, Prefetch, Value

from meetings.models import CANCELLED, HELD, MET, MOVED, PLANNED, Meeting, MeetingLog, Move
from meetings.rules.facts import Log, MeetingRecord, Outcome
from programs.rules import Role

STANDING_LOGS = Prefetch(
    "logs", MeetingLog.objects.filter(undone_at=None).order_by("at", "id"), to_attr="standing_logs"
)


@dataclass(frozen=True, slots=True)
class Book:
    """The meetings of one pair in the order of their start, and the same as plain records."""

    meetings: list[Meeting]
    records: list[MeetingRecord]


def books_of(pairing_ids: Iterable[int]) -> dict[int, Book]:
    """Return the meetings of pairs by primary key of the pair, in two queries."""
    ids = list(pairing_ids)
    by_pair: dict[int, list[Meeting]] = {pk: [] for pk in ids}
    rows = Meeting.objects.standing().filter(pairing_id__in=ids)
    for meeting in rows.order_by("starts_at", "id"):
        by_pair[meeting.pairing_id].append(meeting)
    told = _told_of(ids)
    return {pk: Book(found, _records(found, told)) for pk, found in by_pair.items()}


def records_of(pairing_ids: Iterable[int]) -> dict[int, list[MeetingRecord]]:
    """Return the records of pairs by primary key of the pair, in two queries."""
    return {pk: book.records for pk, book in books_of(pairing_ids).items()}


@dataclass(frozen=True, slots=True)
class _Told:
    """What one side said or did about a meeting: its answer, or that it moved it."""

    meeting: int
    what: str
    role: str
    held_on: date | None
    at: datetime
    pk: int


def _told_of(pairing_ids: list[int]) -> dict[int, list[_Told]]:
    """Return the standing answers and the moves by meeting, the earliest first, in one query."""
    logs = MeetingLog.objects.filter(undone_at=None, meeting__pairing_id__in=pairing_ids)
    moves = Move.objects.filter(meeting__pairing_id__in=pairing_ids)
    no_day = Value(None, output_field=DateField())
    rows = logs.values_list("meeting_id", "answer", "role", "held_on", "at", "pk").union(
        moves.values_list("meeting_id", Value(MOVED), "role", no_day, "at", "pk"), all=True
    )
    found: dict[int, list[_Told]] = defaultdict(list)
    for told in sorted((_Told(*row) for row in rows), key=lambda told: (told.at, told.pk)):
        found[told.meeting].append(told)
    return found


def _records(meetings: Iterable[Meeting], told: dict[int, list[_Told]]) -> list[MeetingRecord]:
    known = {meeting.pk: meeting for meeting in meetings}
    return [_record(meeting, known, told) for meeting in known.values()]


def standing_logs(meeting: Meeting) -> list[MeetingLog]:
    """Return what was said and not taken back, the earliest first, of a prefetched meeting."""
    logs: list[MeetingLog] = meeting.standing_logs  # type: ignore[attr-defined]  # set by the prefetch
    return logs


def met_sides(meeting: Meeting) -> int:
    """Return how many of the two said that they met: with one it is only reported."""
    return sum(log.answer == MET for log in standing_logs(meeting))


def _record(
    meeting: Meeting, known: dict[int, Meeting], told: dict[int, list[_Told]]
) -> MeetingRecord:
    planned = meeting.was_planned
    return MeetingRecord(
        uid=str(meeting.uid),
        outcome=_outcome(meeting),
        starts_at=meeting.starts_at if planned else None,
        ends_at=meeting.ends_at if planned else None,
        held_on=meeting.held_on,
        called_off_at=_called_off_at(meeting),
        cancelled_act=str(meeting.act_uid) if meeting.fell_through and meeting.act_uid else None,
        moved_at=tuple(sorted(_moves_of(meeting, known, told))),
        logs=tuple(
            Log(Role(said.role), said.held_on)
            for said in told.get(meeting.pk, ())
            if said.what == MET and said.held_on is not None
        ),
    )


def _outcome(meeting: Meeting) -> Outcome:
    if meeting.fell_through:
        return Outcome.FELL_THROUGH
    known = {PLANNED: Outcome.PLANNED, HELD: Outcome.HELD}
    return known.get(meeting.state, Outcome.CANCELLED)


def _called_off_at(meeting: Meeting) -> datetime | None:
    at = meeting.changed_at
    is_off = meeting.state in (CANCELLED, MOVED)
    return at if is_off and at is not None and at < meeting.ends_at else None


def _moves_of(
    meeting: Meeting, known: dict[int, Meeting], told: dict[int, list[_Told]]
) -> Iterator[datetime]:
    """Yield the moves of a conversation: those of this record and of the ones it replaces."""
    seen: set[int] = set()
    each: Meeting | None = meeting
    while each is not None and each.pk not in seen:
        seen.add(each.pk)
        yield from (move.at for move in told.get(each.pk, ()) if move.what == MOVED)
        each = known.get(each.replaces_id) if each.replaces_id else None
