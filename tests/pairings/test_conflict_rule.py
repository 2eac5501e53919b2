"""Nobody coordinates a pair of themselves or of their line, whatever the company looks like.

Random charts of who reports to whom, cycles included, and random staff: what every coordinator is
shown is compared with the rule as a reader of it would count it by hand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import User
from accounts.rules import chain_of
from attention.actions import raise_item
from attention.models import ActionItem
from attention.queries import who_handles
from dashboard.queries.desk import desk_counts
from dashboard.queries.needs import needs_of
from dashboard.queries.pairs import export_rows
from dashboard.queries.people import person_page
from dashboard.queries.places import place_page
from dashboard.queries.programs import program_rows
from pairings.actions import recheck_all_pairs
from pairings.models import Pairing
from programs.models import Program, ProgramStaff
from programs.rules import StaffRole
from tests import builders

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SIZE = 8
HR = "hr"
ROLES = ("", "", "", HR, HR, StaffRole.COORDINATOR, StaffRole.DEPUTY, StaffRole.SPONSOR)
RUNS = (HR, StaffRole.COORDINATOR, StaffRole.DEPUTY)

places = st.integers(min_value=0, max_value=SIZE - 1)
chart = st.lists(st.none() | places, min_size=SIZE, max_size=SIZE)
couples = st.lists(st.tuples(places, places), min_size=1, max_size=4, unique_by=frozenset)


@dataclass
class Company:
    """People by place in the chart, what each does for the program, and the pairs."""

    people: list[User]
    roles: list[str]
    program: Program
    pairs: list[Pairing]

    def staff(self) -> Iterator[User]:
        """Yield who runs the program."""
        yield from (u for u, role in zip(self.people, self.roles, strict=True) if role in RUNS)

    def admins(self) -> list[User]:
        """Return the HR admins."""
        return [u for u, role in zip(self.people, self.roles, strict=True) if role == HR]


def make_company(roles: list[str], wanted: list[tuple[int, int]]) -> Company:
    """Make people without managers, a program they run, and its pairs."""
    people = [
        User.objects.create(
            email=f"p{at}@example.com", display_name=f"P {at}", is_hr_admin=role == HR
        )
        for at, role in enumerate(roles)
    ]
    program = builders.make_program()
    for person, role in zip(people, roles, strict=True):
        if role and role != HR:
            ProgramStaff.objects.create(program=program, user=person, role=role)
    pairs = [
        builders.make_pair(program=program, mentor=people[one], mentee=people[other])
        for one, other in wanted
        if one != other
    ]
    return Company(people, roles, program, pairs)


def set_chart(company: Company, managers: list[int | None]) -> dict[int, int | None]:
    """Let everybody report as the chart says, nobody to themselves; return it by primary key."""
    for at, (person, place) in enumerate(zip(company.people, managers, strict=True)):
        person.manager = None if place is None or place == at else company.people[place]
        person.save(update_fields=["manager"])
    company.people[:] = [User.objects.get(pk=person.pk) for person in company.people]
    return {person.pk: person.manager_id for person in company.people}


def steps(one: int, other: int, managers: dict[int, int | None]) -> float:
    """Count the managers between two people of a line; infinite in different lines."""
    for low, high in ((one, other), (other, one)):
        at, count = low, 0
        while at != high and count <= SIZE:
            at, count = managers.get(at) or -1, count + 1
        if at == high:
            return count
    return float("inf")


def expected(company: Company, pair: Pairing, managers: dict[int, int | None]) -> set[int]:
    """Return by the words of the rule who looks after a pair; on a tie all of the farthest."""
    two = {pair.mentor_id, pair.mentee_id}
    lines = {who.pk: chain_of(who.pk, managers) | {who.pk} for who in company.staff()}
    free = {who for who, line in lines.items() if not line & two}
    if free:
        return free
    others = {who.pk for who in company.admins()} - two
    far = {who: min(steps(who, each, managers) for each in two) for who in others}
    return {who for who, count in far.items() if count == max(far.values())}


def shown_to(user: User, program: Program) -> dict[str, set[UUID] | int]:
    """Return everything that a coordinator is shown of pairs, by where."""
    seen = Pairing.objects.overseen_by(user)
    rows = place_page(program, user, {}).rows
    people = [row.place.user for row in rows]
    return {
        "pairs": {pair.uid for pair in seen},
        "items": {item.subject_uid for item in ActionItem.objects.visible_to(user)},
        "needs": {need.item.subject_uid for need in needs_of(user, now=NOW)},
        "persons": {
            row.pairing.uid for each in people for row in person_page(each, user, now=NOW).pairs
        },
        "export": len(list(export_rows(seen, now=NOW))),
        "desk": desk_counts(user, now=NOW).pairs,
        "places": sum(row.open_pairs for row in rows) // 2,
    }


class ConflictRule(TestCase):
    """Each example is rolled back."""

    @given(
        roles=st.lists(st.sampled_from(ROLES), min_size=SIZE, max_size=SIZE),
        wanted=couples,
        before=chart,
        after=chart,
    )
    @settings(max_examples=12, deadline=None)
    def test_everybody_sees_what_the_rule_gives_them(
        self,
        roles: list[str],
        wanted: list[tuple[int, int]],
        before: list[int | None],
        after: list[int | None],
    ) -> None:
        company = make_company(roles, wanted)
        set_chart(company, before)
        for pair in company.pairs:
            two = [pair.mentor, pair.mentee]
            raise_item(
                program=company.program,
                kind="rhythm",
                subject_uid=pair.uid,
                people=two,
                facts={"cause": "stalled"},
                now=NOW,
            )
        managers = set_chart(company, after)
        recheck_all_pairs(now=NOW)
        self.check(company, managers)

    def check(self, company: Company, managers: dict[int, int | None]) -> None:
        """Compare what is shown with the rule, for every pair and everybody who runs it."""
        wanted = {pair.uid: expected(company, pair, managers) for pair in company.pairs}
        seen: dict[UUID, set[int]] = {uid: set() for uid in wanted}
        for user in company.staff():
            shown = shown_to(user, company.program)
            theirs = shown["pairs"]
            assert isinstance(theirs, set)
            others = {"items", "needs", "persons"}
            assert [shown[where] == theirs for where in others] == [True] * 3
            numbers = {shown["export"], shown["desk"], shown["places"]}
            assert numbers == {len(theirs)}
            for uid in theirs:
                seen[uid].add(user.pk)
        for uid, may in wanted.items():
            assert seen[uid] <= may
            assert bool(seen[uid]) == bool(may)
            nobody_is_free = Pairing.objects.get(uid=uid).overseer_id is not None
            assert len(seen[uid]) == 1 if nobody_is_free else seen[uid] == may
        items = ActionItem.objects.filter(kind="rhythm")
        handlers = {item.subject_uid: {who.pk for who in who_handles(item)} for item in items}
        assert handlers == seen
        row = program_rows([company.program])[0]
        assert row.pairs == len(company.pairs)
