"""The numbers on top of program health: who keeps their rhythm, what was held, what is signed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Func, IntegerField, Min, Q, Subquery

from health.queries import Counts, is_due_soon, is_late
from health.rules import Band
from meetings.models import HELD, Meeting
from pairings.models import PairingQuerySet
from pairings.rules import LIVE, STARTED

Row = Mapping[str, Any]
_SUMS = (
    "live",
    "started",
    "late",
    "at_risk",
    "check_in",
    "due_soon",
    "paused",
    "with_agreement",
    "due",
    "met",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Numbers over the pairs one oversees.

    `held`: meetings of this month. `expected`: those, and one for each pair that is due by the end
    of the month and has not met. `median_days`: since the last meeting of live pairs that have
    met. `next_risk_at`: when the next pair falls behind unless it meets. `as_of`: the oldest facts.
    `flows`: live pairs by the departments of mentor and mentee.
    """

    counts: Counts
    held: int
    expected: int
    median_days: int | None
    next_risk_at: datetime | None
    as_of: datetime | None
    flows: Mapping[tuple[str, str], int]

    @property
    def late(self) -> int:
        """Pairs that are not keeping their rhythm."""
        return self.counts.started - self.counts.keeping

    @property
    def share(self) -> int | None:
        """Percent of the pairs under way that keep their rhythm, cut off; None without any."""
        started = self.counts.started
        return self.counts.keeping * 100 // started if started else None

    @property
    def departments(self) -> list[str]:
        """The departments of both sides, by name."""
        return sorted({name for ends in self.flows for name in ends if name})


def overview_of(pairs: PairingQuerySet, *, now: datetime, today: date) -> Overview:
    """Return the numbers in two queries; `today` is the reader's day.

    Statuses are read by comparing stored instants with `now`, so they need no refresh to be true.
    """
    rows = list(_rows(pairs, now, today))
    sums = {name: sum(row[name] for row in rows) for name in _SUMS}
    held = rows[0]["held"] if rows else 0
    return Overview(
        counts=_counts(sums),
        held=held,
        expected=held + sums["due"],
        median_days=_median_days(pairs, sums["met"], today),
        next_risk_at=_least(rows, "next_risk_at"),
        as_of=_least(rows, "as_of"),
        flows={(row["teaches"], row["learns"]): row["live"] for row in rows},
    )


def _rows(pairs: PairingQuerySet, now: datetime, today: date) -> Iterable[Row]:
    """Count live pairs by the two departments; what was held stands in every row."""
    first = today.replace(day=1)
    due = Q(state__in=STARTED, health__due_on__lt=_next_month(first))
    groups = pairs.filter(state__in=LIVE).order_by()
    rows: Iterable[Row] = groups.values(
        teaches=F("mentor__department"), learns=F("mentee__department")
    ).annotate(
        live=Count("pk"),
        started=Count("pk", filter=Q(state__in=STARTED)),
        late=Count("pk", filter=is_late(now)),
        at_risk=Count("pk", filter=Q(health__band=Band.AT_RISK)),
        check_in=Count("pk", filter=Q(health__band=Band.NEEDS_CHECK_IN)),
        due_soon=Count("pk", filter=is_due_soon(now)),
        paused=Count("pk", filter=~Q(state__in=STARTED)),
        with_agreement=Count("pk", filter=Q(health__has_agreement=True)),
        due=Count("pk", filter=due),
        met=Count("health__last_held_on"),
        next_risk_at=Min("health__risk_at", filter=Q(health__risk_at__gt=now)),
        as_of=Min("health__computed_at"),
        held=_held(pairs, first, today),
    )
    return rows


def _held(pairs: PairingQuerySet, first: date, today: date) -> Subquery:
    """Count the meetings of this month, as a subquery that is the same for every row."""
    held = Meeting.objects.filter(
        state=HELD, held_on__gte=first, held_on__lte=today, pairing__in=pairs.values("pk")
    )
    number = Func(F("pk"), function="COUNT", output_field=IntegerField())
    return Subquery(held.order_by().annotate(number=number).values("number"))


def _counts(sums: Mapping[str, int]) -> Counts:
    return Counts(
        live=sums["live"],
        started=sums["started"],
        keeping=sums["started"] - sums["late"],
        at_risk=sums["at_risk"],
        check_in=sums["check_in"],
        due_soon=sums["due_soon"],
        paused=sums["paused"],
        with_agreement=sums["with_agreement"],
    )


def _least(rows: Iterable[Row], name: str) -> datetime | None:
    return min((row[name] for row in rows if row[name] is not None), default=None)


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _median_days(pairs: PairingQuerySet, number: int, today: date) -> int | None:
    """Return the (lower) median of the days since the last meeting, None where nobody has met."""
    if not number:
        return None
    met = pairs.filter(state__in=LIVE, health__last_held_on__isnull=False)
    days = met.order_by("-health__last_held_on").values_list("health__last_held_on", flat=True)
    middle = (number - 1) // 2
    found = next(iter(days[middle : middle + 1]), None)
    return max((today - found).days, 0) if found else None
