"""Short ways to write down the facts of a pair; times are local to the mentee."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from core.days import NOTHING_CLOSED, Closed, WorkCalendar
from meetings.rules.facts import Log, MeetingRecord, Outcome, PairFacts
from programs.cadence import Terms
from programs.rules import Cadence, Role

BERLIN = ZoneInfo("Europe/Berlin")
EVERY_DAY = WorkCalendar(frozenset(range(1, 8)))


def day(text: str) -> date:
    return date.fromisoformat(text)


def at(text: str, zone: tzinfo = BERLIN) -> datetime:
    """Read "2026-03-01" or "2026-03-01 10:00" as that local time."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def closed(*spans: str) -> Closed:
    """Read "2026-03-01..2026-03-05", one day "2026-03-01", or open-ended "2026-03-01.."."""
    return Closed.of(_span(span) for span in spans)


def _span(text: str) -> tuple[date, date | None]:
    first, dots, last = text.partition("..")
    return day(first), day(last) if last else (None if dots else day(first))


def planned(uid: str, start: str, *moved: str) -> MeetingRecord:
    return _record(uid, Outcome.PLANNED, start, moved_at=tuple(at(each) for each in moved))


def fell(
    uid: str, start: str, *, called_off: str | None = None, act: str | None = None
) -> MeetingRecord:
    when = at(called_off) if called_off else None
    return _record(uid, Outcome.FELL_THROUGH, start, called_off_at=when, cancelled_act=act)


def cancelled(uid: str, start: str, called_off: str) -> MeetingRecord:
    return _record(uid, Outcome.CANCELLED, start, called_off_at=at(called_off))


def _record(
    uid: str,
    outcome: Outcome,
    start: str,
    *,
    called_off_at: datetime | None = None,
    cancelled_act: str | None = None,
    moved_at: tuple[datetime, ...] = (),
) -> MeetingRecord:
    return MeetingRecord(
        uid=uid,
        outcome=outcome,
        starts_at=at(start),
        ends_at=at(start) + timedelta(hours=1),
        called_off_at=called_off_at,
        cancelled_act=cancelled_act,
        moved_at=moved_at,
    )


def held(uid: str, on: str, *roles: Role, start: str | None = None) -> MeetingRecord:
    return MeetingRecord(
        uid=uid,
        outcome=Outcome.HELD,
        held_on=day(on),
        starts_at=at(start) if start else None,
        ends_at=at(start) + timedelta(hours=1) if start else None,
        logs=tuple(Log(role, day(on)) for role in roles),
    )


def pair(
    started: str = "2026-01-05 09:00",
    cadence: Cadence = Cadence.MONTHLY,
    *meetings: MeetingRecord,
    days_off: Closed = NOTHING_CLOSED,
    work: WorkCalendar = EVERY_DAY,
    terms: Sequence[Terms] = (),
    is_paused: bool = False,
    zone: tzinfo = BERLIN,
    informal: Sequence[str] = (),
    ends: str = "2027-01-05",
) -> PairFacts:
    """A pair of a mentee who works every day, so that a test about length is about nothing else."""
    started_at = at(started, zone)
    return PairFacts(
        zone=zone,
        started_at=started_at,
        ends_on=day(ends),
        terms=terms or (Terms(cadence, started_at.astimezone(zone).date()),),
        is_paused=is_paused,
        closed=days_off,
        work=work,
        meetings=meetings,
        informal_on=tuple(day(each) for each in informal),
    )
