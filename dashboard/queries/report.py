"""A program in figures, for its sponsor: no name, no pair, no group of fewer than five."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth

from accounts.models import User
from core.small_groups import SMALLEST, Group, merge_small
from health.queries import Counts, counts_of
from meetings.models import HELD, InformalContact, Meeting
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import Program
from programs.rules import EnrollmentState, Role

FIRST_MEETING_WITHIN = timedelta(days=14)
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Month:
    """Meetings held in a month, and how long a bar they make, from 0 to 100."""

    first: date
    held: int
    share: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What pairs did; none of it is shown for fewer than five pairs.

    `hours` are cut off. `sharing` and `learning` count pairs by the department of their mentor and
    of their mentee. `signed_after` is the median of days from the start of a pair to its
    agreement; None without any. `met_early` of `could_meet_early` pairs met within 14 days of
    their start; younger ones that have not met are not counted.
    """

    counts: Counts
    pairs: int
    completed: int
    ended_early: int
    held: int
    hours: int
    contacts: int
    signed_after: int | None
    met_early: int
    could_meet_early: int
    months: Sequence[Month]
    sharing: Sequence[Group]
    learning: Sequence[Group]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A program's page for its sponsor. `figures` is None when the pairs are too few to show."""

    company: int
    mentors: int
    mentees: int
    matched: int
    departments: Sequence[Group]
    figures: Figures | None


def programs_reported_to(user: User) -> QuerySet[Program]:
    """Return the programs whose figures a person may read: those they sponsor or coordinate."""
    return Program.objects.sponsored_by(user) | Program.objects.coordinated_by(user)


def report_of(program: Program, *, now: datetime) -> Report:
    """Return the report, in a constant number of queries."""
    places = program.enrollments.filter(state=EnrollmentState.APPROVED)
    people = list(places.values_list("role", "user__department", "user_id"))
    pairs = Pairing.objects.filter(program=program, started_at__lte=now)
    roles = Counter(role for role, _department, _person in people)
    return Report(
        company=User.objects.active().count(),
        mentors=roles[Role.MENTOR],
        mentees=roles[Role.MENTEE],
        matched=_matched(pairs, {person for _role, _department, person in people}),
        departments=merge_small(Counter(department for _role, department, _who in people)),
        figures=_figures(program, pairs, now),
    )


def _matched(pairs: QuerySet[Pairing], people: set[int]) -> int:
    """Count the enrolled people who have had a partner."""
    both = pairs.values_list("mentor_id", "mentee_id")
    return len(people & {person for pair in both for person in pair})


def _figures(program: Program, pairs: QuerySet[Pairing], now: datetime) -> Figures | None:
    over = pairs.aggregate(
        pairs=Count("pk"),
        completed=Count("pk", filter=Q(state=PairState.COMPLETED)),
        ended_early=Count("pk", filter=Q(state=PairState.ENDED, ended_at__date__lt=F("ends_on"))),
    )
    if over["pairs"] < SMALLEST:
        return None
    starts = _starts(pairs)
    early = [start for start in starts if start.met_early is not None or start.is_old(now)]
    months = list(_months(program))
    return Figures(
        counts=counts_of(pairs),
        signed_after=_signed_after(starts),
        met_early=sum(bool(start.met_early) for start in early),
        could_meet_early=len(early),
        contacts=InformalContact.objects.filter(pairing__program=program, undone_at=None).count(),
        held=sum(held for _first, held, _minutes in months),
        hours=sum(minutes for _first, _held, minutes in months) // 60,
        months=_bars(months[-MONTHS:]),
        sharing=_by_department(pairs, "mentor"),
        learning=_by_department(pairs, "mentee"),
        **over,
    )


@dataclass(frozen=True, slots=True)
class _Start:
    """How a pair began."""

    started_at: datetime
    first_held_on: date | None
    in_force_at: datetime | None

    @property
    def met_early(self) -> bool | None:
        """Whether the first meeting came within 14 days; None before there was one."""
        if self.first_held_on is None:
            return None
        return self.first_held_on <= (self.started_at + FIRST_MEETING_WITHIN).date()

    def is_old(self, now: datetime) -> bool:
        """Whether the 14 days are over."""
        return self.started_at + FIRST_MEETING_WITHIN < now


def _starts(pairs: QuerySet[Pairing]) -> list[_Start]:
    rows = (
        pairs.order_by()
        .annotate(
            first_held_on=Min("meetings__held_on"),
            in_force_at=Min("contract__versions__in_force_at"),
        )
        .values_list("started_at", "first_held_on", "in_force_at")
    )
    return [_Start(started_at, held_on, at) for started_at, held_on, at in rows if started_at]


def _signed_after(starts: Sequence[_Start]) -> int | None:
    days = [
        max((start.in_force_at - start.started_at).days, 0) for start in starts if start.in_force_at
    ]
    return int(median(days)) if days else None


def _months(program: Program) -> QuerySet[Meeting, tuple[date, int, int]]:
    """Return month, meetings and minutes, oldest first."""
    held = Meeting.objects.filter(pairing__program=program, state=HELD)
    return (
        held.order_by()
        .annotate(first=TruncMonth("held_on"))
        .values("first")
        .annotate(number=Count("pk"), total=Sum(Coalesce("held_minutes", "minutes")))
        .order_by("first")
        .values_list("first", "number", "total")
    )


def _bars(months: Sequence[tuple[date, int, int]]) -> list[Month]:
    most = max((held for _first, held, _minutes in months), default=1)
    return [Month(first, held, held * 100 // most) for first, held, _minutes in months]


def _by_department(pairs: QuerySet[Pairing], side: str) -> list[Group]:
    """Return how many pairs have their mentor, or mentee, in which department."""
    return merge_small(Counter(pairs.values_list(f"{side}__department", flat=True)))
