"""Turns stored meetings into the plain records that the rules read; tombstones are left out."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Prefetch

from meetings.models import CANCELLED, HELD, MET, MOVED, PLANNED, Meeting, MeetingLog
from meetings.rules.facts import Log, MeetingRecord, Outcome
from programs.rules import Role

STANDING_LOGS = Prefetch(
    "logs", MeetingLog.objects.filter(undone_at=None).order_by("at", "id"), to_attr="standing_logs"
)


def records_of(pairing_ids: Iterable[int]) -> dict[int, list[MeetingRecord]]:
    """Return the meetings of pairs by primary key of the pair, in three queries."""
    rows = Meeting.objects.standing().filter(pairing_id__in=pairing_ids)
    by_pair: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in rows.prefetch_related(STANDING_LOGS, "moves").order_by("starts_at", "id"):
        by_pair[meeting.pairing_id].append(meeting)
    return defaultdict(list, {pk: to_records(meetings) for pk, meetings in by_pair.items()})


def to_records(meetings: Iterable[Meeting]) -> list[MeetingRecord]:
    """Turn the meetings of one pair, fetched with `STANDING_LOGS` and moves, into records."""
    known = {meeting.pk: meeting for meeting in meetings}
    return [_record(meeting, _moves_of(meeting, known)) for meeting in known.values()]


def standing_logs(meeting: Meeting) -> list[MeetingLog]:
    """Return what was said and not taken back, the earliest first, of a prefetched meeting."""
    logs: list[MeetingLog] = meeting.standing_logs  # type: ignore[attr-defined]  # set by the prefetch
    return logs


def met_sides(meeting: Meeting) -> int:
    """Return how many of the two said that they met: with one it is only reported."""
    return sum(log.answer == MET for log in standing_logs(meeting))


def _record(meeting: Meeting, moved_at: list[datetime]) -> MeetingRecord:
    planned = meeting.was_planned
    return MeetingRecord(
        uid=str(meeting.uid),
        outcome=_outcome(meeting),
        starts_at=meeting.starts_at if planned else None,
        ends_at=meeting.ends_at if planned else None,
        held_on=meeting.held_on,
        called_off_at=_called_off_at(meeting),
        cancelled_act=str(meeting.act_uid) if meeting.fell_through and meeting.act_uid else None,
        moved_at=tuple(moved_at),
        logs=tuple(
            Log(Role(log.role), log.held_on)
            for log in standing_logs(meeting)
            if log.answer == MET and log.held_on is not None
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


def _moves_of(meeting: Meeting, known: dict[int, Meeting]) -> list[datetime]:
    """Collect the moves of a conversation: those of this record and of the ones it replaces."""
    found: list[datetime] = []
    seen: set[int] = set()
    each: Meeting | None = meeting
    while each is not None and each.pk not in seen:
        seen.add(each.pk)
        found += [move.at for move in each.moves.all()]
        each = known.get(each.replaces_id) if each.replaces_id else None
    return sorted(found)
