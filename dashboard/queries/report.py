"""A program in figures, for its sponsor: no name, no pair, no group of fewer than five."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncMonth

from accounts.models import User
from contracts.models import Version
from core.days import day_of
from core.small_groups import SMALLEST, Group, merge_small
from goals.queries import Count as GoalCount
from goals.queries import counts_of as goal_counts_of
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


@dataclass(frozen=True, slots=True)
class Goals:
    """How many goals are done by the word of both, by side, of all pairs that ever signed."""

    mentees: GoalCount
    mentors: GoalCount


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What pairs did; none of it is shown for fewer than five pairs.

    `hours` are cut off. `sharing` and `learning` count pairs by the department of their mentor and
    of their mentee. `signed_after` is the median of days from the start of a pair to its
    agreement; None without any. `met_early` of `could_meet_early` pairs met within 14 days of
    their start; younger ones that have not met are not counted. `goals` is None while fewer than
    five pairs have agreed on any.
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
    goals: Goals | None
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
    lives = _lives(pairs)
    if len(lives) < SMALLEST:
        return None
    early = [life for life in lives if life.met_early is not None or life.is_old(now)]
    months = list(_months(program))
    return Figures(
        counts=counts_of(pairs),
        pairs=len(lives),
        completed=sum(life.state == PairState.COMPLETED for life in lives),
        ended_early=sum(life.ended_early for life in lives),
        signed_after=_signed_after(lives),
        met_early=sum(bool(life.met_early) for life in early),
        could_meet_early=len(early),
        goals=_goals(pairs),
        contacts=InformalContact.objects.filter(pairing__program=program, undone_at=None).count(),
        held=sum(held for _first, held, _minutes in months),
        hours=sum(minutes for _first, _held, minutes in months) // 60,
        months=_bars(months[-MONTHS:]),
        sharing=_by_department(pairs, "mentor"),
        learning=_by_department(pairs, "mentee"),
    )


def _goals(pairs: QuerySet[Pairing]) -> Goals | None:
    counts = list(goal_counts_of(pairs.order_by()).values())
    if len(counts) < SMALLEST:
        return None
    return Goals(
        mentees=_summed(each.mentee for each in counts),
        mentors=_summed(each.mentor for each in counts),
    )


def _summed(counts: Iterable[GoalCount]) -> GoalCount:
    every = list(counts)
    return GoalCount(sum(each.done for each in every), sum(each.total for each in every))


@dataclass(frozen=True, slots=True)
class _Life:
    """How a pair began and ended; days are the mentee's, as meetings are dated."""

    state: str
    started_at: datetime
    ended_at: datetime | None
    ends_on: date | None
    zone: ZoneInfo
    first_held_on: date | None
    in_force_at: datetime | None

    @property
    def ended_early(self) -> bool:
        """Whether it ended before the agreed day."""
        if self.state != PairState.ENDED or self.ended_at is None or self.ends_on is None:
            return False
        return day_of(self.ended_at, self.zone) < self.ends_on

    @property
    def met_early(self) -> bool | None:
        """Whether the first meeting came within 14 days; None before there was one."""
        if self.first_held_on is None:
            return None
        return self.first_held_on <= day_of(self.started_at + FIRST_MEETING_WITHIN, self.zone)

    def is_old(self, now: datetime) -> bool:
        """Whether the 14 days are over."""
        return self.started_at + FIRST_MEETING_WITHIN < now


def _lives(pairs: QuerySet[Pairing]) -> list[_Life]:
    held = Meeting.objects.filter(pairing=OuterRef("pk"), state=HELD).order_by("held_on")
    signed = Version.objects.ever_in_force().filter(contract__pairing=OuterRef("pk"))
    rows = (
        pairs.order_by()
        .annotate(
            first_held_on=Subquery(held.values("held_on")[:1]),
            in_force_at=Subquery(signed.order_by("in_force_at").values("in_force_at")[:1]),
        )
        .values_list(
            "state",
            "started_at",
            "ended_at",
            "ends_on",
            "mentee__time_zone",
            "first_held_on",
            "in_force_at",
        )
    )
    return [
        _Life(state, started, ended, ends_on, ZoneInfo(zone), held_on, in_force)
        for state, started, ended, ends_on, zone, held_on, in_force in rows
        if started
    ]


def _signed_after(lives: Sequence[_Life]) -> int | None:
    days = [max((life.in_force_at - life.started_at).days, 0) for life in lives if life.in_force_at]
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
