"""How far the goals of a pair are: with their words for the two, as bare counts for HR."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Aggregate, JSONField, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from accounts.models import User
from contracts.models import Goal, Version, VersionQuerySet
from goals.models import Progress
from goals.rules import Followed, GoalState, Wording, followed
from pairings.models import Pairing
from programs.rules import Role

# The mentee's goal is what the conversations are for, so it comes first.
SIDES = (Role.MENTEE, Role.MENTOR)


class _Rows(Aggregate):
    """Objects as one list, so that goals come in the query of their version."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        """Return the same in PostgreSQL's words."""
        return self.as_sql(compiler, connection, function="JSONB_AGG")


@dataclass(frozen=True, slots=True)
class GoalNow:
    """A goal as the pair knows it, whatever version it came with.

    `ids` and `uids` are those of all its wordings, the latest last. `is_left`: the agreement
    does not hold it any more.
    """

    ids: tuple[int, ...]
    uids: tuple[UUID, ...]
    owner: Role
    position: int
    text: str
    state: GoalState
    is_left: bool

    @property
    def uid(self) -> UUID:
        """The id of its latest wording."""
        return self.uids[-1]

    @property
    def is_done(self) -> bool:
        """Both said so."""
        return self.state == GoalState.DONE

    @property
    def is_said_done(self) -> bool:
        """Its owner said so, and the partner has not answered."""
        return self.state == GoalState.SAID_DONE

    @property
    def counts(self) -> bool:
        """Whether it is one of the pair's goals: agreed now, or done before it was replaced."""
        return self.is_done or not self.is_left

    def waits_for(self, role: Role) -> bool:
        """Say whether this side is asked if they noticed."""
        return self.is_said_done and role != self.owner


@dataclass(frozen=True, slots=True)
class Count:
    """How many goals are done, of how many."""

    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class GoalCounts:
    """All that is known of a pair's goals outside of the pair."""

    mentor: Count = Count()
    mentee: Count = Count()

    @property
    def done(self) -> int:
        """How many are done, of both sides."""
        return self.mentor.done + self.mentee.done

    @property
    def total(self) -> int:
        """How many there are."""
        return self.mentor.total + self.mentee.total

    @property
    def has_each_side(self) -> bool:
        """Whether each side has a goal that is done."""
        return bool(self.mentor.done and self.mentee.done)


def with_goals(versions: VersionQuerySet) -> VersionQuerySet:
    """Fetch the goals of versions and how far they are in the same query."""
    words = Progress.objects.filter(goal=OuterRef("pk")).order_by("-pk")
    row = JSONObject(
        id="pk",
        uid="uid",
        owner="owner",
        position="position",
        text="text",
        state=Subquery(words.values("state")[:1]),
    )
    goals = Goal.objects.filter(version=OuterRef("pk")).order_by().values("version")
    rows = Subquery(goals.annotate(rows=_Rows(row)).values("rows"))
    fetched: VersionQuerySet = versions.annotate(goal_rows=rows)
    return fetched


Rows = Sequence[Mapping[str, Any]]


def goals_of(versions: Iterable[Version]) -> list[GoalNow]:
    """Return the goals of one pair from its versions, fetched by `with_goals`; others are skipped.

    The mentee's come first; on each side those agreed now, then those left behind.
    """
    begun = [(v.in_force_at, v.number, vars(v)["goal_rows"]) for v in versions if v.in_force_at]
    return _goals([rows or () for _at, _number, rows in sorted(begun, key=lambda each: each[:2])])


def goals_in(pairing: Pairing) -> list[GoalNow]:
    """Return the same of one pair, in one query."""
    return _read(Version.objects.filter(contract__pairing=pairing)).get(pairing.pk, [])


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal on the page of one of the two: whose, what was said of it, the latest first.

    `is_own`: the reader says how far it is. `asks`: they are asked whether they noticed.
    """

    goal: GoalNow
    owner: str
    is_own: bool
    asks: bool
    words: Sequence[Progress]

    @property
    def line(self) -> str:
        """What its owner last wrote about it."""
        lines = (word.line for word in self.words if word.line)
        return next(lines, "")


def goal_rows(pairing: Pairing, user: User) -> list[GoalRow]:
    """Return the goals of an own pair with everything that was said, in two queries."""
    role = pairing.role_of(user)
    goals = goals_in(pairing)
    said = Progress.objects.visible_to(user).filter(goal__version__contract__pairing=pairing)
    words = list(said.order_by("-pk"))
    return [
        GoalRow(
            goal=goal,
            owner=pairing.person_in(goal.owner).first_name,
            is_own=goal.owner == role,
            asks=role is not None and goal.waits_for(role),
            words=[word for word in words if word.goal_id in goal.ids],
        )
        for goal in goals
    ]


def counts_of(pairings: Iterable[Pairing] | QuerySet[Pairing]) -> dict[int, GoalCounts]:
    """Return the counts by pair in one query; pairs that never signed are left out."""
    found = _read(Version.objects.filter(contract__pairing__in=pairings))
    return {pair: counts_from(goals) for pair, goals in found.items()}


def counts_from(goals: Sequence[GoalNow]) -> GoalCounts:
    """Count the goals of one pair."""
    return GoalCounts(**{str(side): _count(goals, side) for side in SIDES})


def _count(goals: Sequence[GoalNow], side: Role) -> Count:
    own = [goal for goal in goals if goal.owner == side and goal.counts]
    return Count(sum(goal.is_done for goal in own), len(own))


def _read(versions: VersionQuerySet) -> dict[int, list[GoalNow]]:
    found = with_goals(versions.ever_in_force()).select_related("contract")
    by_pair: dict[int, list[Version]] = {}
    for version in found.only("in_force_at", "number", "contract__pairing"):
        by_pair.setdefault(version.contract.pairing_id, []).append(version)
    return {pair: goals_of(versions) for pair, versions in by_pair.items()}


def _goals(versions: Sequence[Rows]) -> list[GoalNow]:
    known = {row["id"]: row for rows in versions for row in rows}
    return [
        _goal_now(each, known)
        for side in SIDES
        for each in followed(_wordings(rows, side) for rows in versions)
    ]


def _wordings(rows: Rows, side: Role) -> list[Wording]:
    own = (row for row in rows if row["owner"] == side)
    ordered = sorted(own, key=lambda row: int(row["position"]))
    return [Wording(row["id"], row["text"]) for row in ordered]


def _goal_now(goal: Followed, known: Mapping[int, Mapping[str, Any]]) -> GoalNow:
    rows = [known[wording.key] for wording in goal.wordings]
    states = [row["state"] for row in rows if row["state"]]
    return GoalNow(
        ids=tuple(row["id"] for row in rows),
        uids=tuple(UUID(row["uid"]) for row in rows),
        owner=Role(rows[-1]["owner"]),
        position=rows[-1]["position"],
        text=rows[-1]["text"],
        state=GoalState(states[-1]) if states else GoalState.NOT_STARTED,
        is_left=goal.is_left,
    )
