"""The weeks of pairs, from their records, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import DateField, Value
from django.utils.formats import date_format

from contracts.models import Version
from contracts.queries import terms_from
from core.days import day_of
from dashboard.labels import WEEK_LABELS
from dashboard.queries.rows import StatusPill, pill_of
from dashboard.rules import (
    WEEKS_ON_A_PHONE,
    WEEKS_SHOWN,
    Track,
    Week,
    month_starts,
    read_weeks,
    weeks_until,
)
from meetings.models import MEETING_STATES, Meeting
from meetings.queries.closed import PairDays, days_of
from pairings.models import Pairing
from programs.cadence import grid_points
from programs.rules import Cadence

_STATES = frozenset(state for state, _label in MEETING_STATES)


@dataclass(frozen=True, slots=True)
class HeatColumn:
    """A week: the month's name where a month begins, its first day for screen readers."""

    month: str
    monday: date
    is_old: bool


@dataclass(frozen=True, slots=True)
class HeatCell:
    """What a week was, as a class of the theme and in a word."""

    kind: str
    word: str
    is_old: bool


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A pair and its weeks."""

    pairing: Pairing
    cells: list[HeatCell]
    pill: StatusPill


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Pairs by weeks, in the order in which the pairs were given."""

    columns: list[HeatColumn]
    rows: list[HeatRow]


@dataclass(slots=True)
class _Dates:
    """When meetings of one pair were held or fell through, by day of the mentee; what was agreed.

    `agreed`: cadences, each with when it came into force, the earliest first.
    """

    met: set[date] = field(default_factory=set)
    fell_through: set[date] = field(default_factory=set)
    agreed: list[tuple[Cadence, datetime]] = field(default_factory=list)


def heat_map(pairings: Sequence[Pairing], *, now: datetime, today: date) -> HeatMap:
    """Return the last weeks of live pairs fetched with program, people and health; two queries.

    `today` is the reader's day and decides which weeks are shown.
    """
    mondays = weeks_until(today)
    dates, days = _dates_of(pairings), days_of(pairings)
    tracks = ((pair, _track(pair, dates[pair.pk], days[pair.pk], now)) for pair in pairings)
    rows = [_row(pair, track, mondays, now) for pair, track in tracks]
    return HeatMap(_columns(mondays), rows)


def _columns(mondays: Sequence[date]) -> list[HeatColumn]:
    names = [date_format(day, "M") if day else "" for day in month_starts(mondays)]
    return [
        HeatColumn(name, monday, is_old=_is_old(at))
        for at, (name, monday) in enumerate(zip(names, mondays, strict=True))
    ]


def _is_old(at: int) -> bool:
    return at < WEEKS_SHOWN - WEEKS_ON_A_PHONE


def _row(pairing: Pairing, track: Track, mondays: Sequence[date], now: datetime) -> HeatRow:
    cells = [
        HeatCell(week, str(WEEK_LABELS[week]), is_old=_is_old(at))
        for at, week in enumerate(read_weeks(track, mondays))
    ]
    return HeatRow(pairing, cells, pill_of(pairing, now))


def _dates_of(pairings: Sequence[Pairing]) -> dict[int, _Dates]:
    zones = {pair.pk: pair.mentee.zone for pair in pairings}
    found: dict[int, _Dates] = defaultdict(_Dates)
    for pk, word, held_on, at, fell in _told_of(list(zones)):
        if word not in _STATES:
            found[pk].agreed.append((Cadence(word), at))
        elif held_on is not None:
            found[pk].met.add(held_on)
        elif fell:
            found[pk].fell_through.add(day_of(at, zones[pk]))
    return found


def _told_of(ids: Sequence[int]) -> Iterable[Any]:
    """Read meetings and agreed cadences with one UNION, by time; the first says each type."""
    meetings = Meeting.objects.standing().filter(pairing_id__in=ids)
    versions = Version.objects.ever_in_force().filter(contract__pairing_id__in=ids)
    no_day = Value(None, output_field=DateField())
    agreed = ("contract__pairing_id", "cadence", no_day, "in_force_at", Value(value=False))
    rows = meetings.values_list(
        "pairing_id", "state", "held_on", "starts_at", "fell_through"
    ).union(versions.values_list(*agreed), all=True)
    return sorted(rows, key=lambda row: row[3])


def _track(pairing: Pairing, dates: _Dates, days: PairDays, now: datetime) -> Track:
    zone = pairing.mentee.zone
    today = day_of(now, zone)
    started_on = day_of(pairing.started_at or now, zone)
    terms = terms_from(pairing, dates.agreed)
    return Track(
        started_on=started_on,
        last_on=pairing.ends_on or today,
        today=today,
        points=list(_until_next(grid_points(started_on, terms, days.closed), today)),
        met=dates.met,
        informal={contact.on for contact in days.contacts},
        fell_through=dates.fell_through,
        closed=days.closed,
    )


def _until_next(points: Iterator[date], today: date) -> Iterator[date]:
    """Yield the points passed and the first one to come."""
    for point in points:
        yield point
        if point >= today:
            return


def legend() -> list[tuple[Week, str]]:
    """Return the kinds of week with their words, as the key below the map names them."""
    shown = (Week.MET, Week.INFORMAL, Week.MISSED, Week.NONE, Week.PAUSED)
    return [(week, str(WEEK_LABELS[week])) for week in shown]
