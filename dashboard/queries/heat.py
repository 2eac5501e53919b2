"""The weeks of pairs, from their records, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.formats import date_format

from contracts.queries import terms_of_many
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
from meetings.models import HELD, Meeting
from meetings.queries.closed import PairDays, days_of
from pairings.models import Pairing
from programs.cadence import Terms, grid_points


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
    """When meetings of one pair were held or fell through, by day of the mentee."""

    met: set[date] = field(default_factory=set)
    fell_through: set[date] = field(default_factory=set)


def heat_map(pairings: Sequence[Pairing], *, now: datetime, today: date) -> HeatMap:
    """Return the last weeks of live pairs fetched with people and health; three queries.

    `today` is the reader's day and decides which weeks are shown.
    """
    mondays = weeks_until(today)
    dates, days, terms = _dates_of(pairings), days_of(pairings), terms_of_many(pairings)
    tracks = (
        (pair, _track(pair, dates[pair.pk], days[pair.pk], terms[pair.pk], now))
        for pair in pairings
    )
    return HeatMap(_columns(mondays), [_row(pair, track, mondays) for pair, track in tracks])


def _columns(mondays: Sequence[date]) -> list[HeatColumn]:
    names = [date_format(day, "M") if day else "" for day in month_starts(mondays)]
    return [
        HeatColumn(name, monday, is_old=_is_old(at))
        for at, (name, monday) in enumerate(zip(names, mondays, strict=True))
    ]


def _is_old(at: int) -> bool:
    return at < WEEKS_SHOWN - WEEKS_ON_A_PHONE


def _row(pairing: Pairing, track: Track, mondays: Sequence[date]) -> HeatRow:
    cells = [
        HeatCell(week, str(WEEK_LABELS[week]), is_old=_is_old(at))
        for at, week in enumerate(read_weeks(track, mondays))
    ]
    return HeatRow(pairing, cells, pill_of(pairing, track.today))


def _dates_of(pairings: Sequence[Pairing]) -> dict[int, _Dates]:
    zones = {pair.pk: pair.mentee.zone for pair in pairings}
    found: dict[int, _Dates] = defaultdict(_Dates)
    told = Meeting.objects.standing().filter(pairing__in=zones)
    for pk, state, held_on, starts_at, fell in told.values_list(
        "pairing_id", "state", "held_on", "starts_at", "fell_through"
    ):
        if state == HELD and held_on is not None:
            found[pk].met.add(held_on)
        elif fell:
            found[pk].fell_through.add(day_of(starts_at, zones[pk]))
    return found


def _track(
    pairing: Pairing, dates: _Dates, days: PairDays, terms: Sequence[Terms], now: datetime
) -> Track:
    zone = pairing.mentee.zone
    today = day_of(now, zone)
    started_on = day_of(pairing.started_at or now, zone)
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
