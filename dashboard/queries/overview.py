"""The numbers on top of program health: who keeps their rhythm, what was held, what is signed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Q

from health.queries import Counts, counts_of
from meetings.models import HELD, Meeting
from pairings.models import PairingQuerySet
from pairings.rules import LIVE, STARTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Numbers over the pairs one oversees.

    `held`: meetings of this month. `expected`: those, and one for each pair that is due by the end
    of the month and has not met. `median_days`: since the last meeting of live pairs that have
    met. `next_risk_at`: when the next pair falls behind unless it meets. `as_of`: the oldest facts.
    """

    counts: Counts
    held: int
    expected: int
    median_days: int | None
    next_risk_at: datetime | None
    as_of: datetime | None

    @property
    def late(self) -> int:
        """Pairs that are not keeping their rhythm."""
        return self.counts.started - self.counts.keeping

    @property
    def share(self) -> int | None:
        """Percent of the pairs under way that keep their rhythm, cut off; None without any."""
        started = self.counts.started
        return self.counts.keeping * 100 // started if started else None


def overview_of(pairs: PairingQuerySet, *, now: datetime, today: date) -> Overview:
    """Return the numbers in four queries; `today` is the reader's day."""
    first = today.replace(day=1)
    facts = pairs.live().aggregate(
        due=Count("pk", filter=Q(state__in=STARTED, health__due_on__lt=_next_month(first))),
        met=Count("health__last_held_on"),
        next_risk_at=Min("health__risk_at", filter=Q(health__risk_at__gt=now)),
        as_of=Min("health__computed_at"),
    )
    held = Meeting.objects.filter(
        state=HELD, held_on__gte=first, held_on__lte=today, pairing__in=pairs.values("pk")
    ).count()
    return Overview(
        counts=counts_of(pairs),
        held=held,
        expected=held + facts["due"],
        median_days=_median_days(pairs, facts["met"], today),
        next_risk_at=facts["next_risk_at"],
        as_of=facts["as_of"],
    )


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _median_days(pairs: PairingQuerySet, number: int, today: date) -> int | None:
    """Return the (lower) median of the days since the last meeting, None where nobody has met."""
    met = pairs.filter(state__in=LIVE, health__last_held_on__isnull=False)
    days = met.order_by("-health__last_held_on").values_list("health__last_held_on", flat=True)
    middle = (number - 1) // 2
    found = next(iter(days[middle : middle + 1]), None) if number else None
    return max((today - found).days, 0) if found else None
