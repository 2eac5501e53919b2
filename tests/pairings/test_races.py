"""Two acts at the same moment, in two threads with connections of their own."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.models import User
from core.errors import Refusal
from core.models import AuditEvent
from outbox.models import OutboxMessage
from pairings.actions import (
    accept_pair,
    announce_pairs,
    announce_what_is_due,
    ask_for_partner,
    change_availability,
    decline_pair,
    expire_proposals,
    leave_program,
    propose_pair,
    withdraw_pair,
)
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import Enrollment, Program
from programs.rules import EnrollmentState, Role
from tests.builders import make_coordinator, make_enrollment, make_person, make_program

pytestmark = pytest.mark.django_db(transaction=True)
Act = Callable[[], object]
LONG_ENOUGH = 0.4


@pytest.fixture(autouse=True)
def close_connections() -> Iterator[None]:
    yield
    connection.close()


class Cast:
    """The same people as elsewhere, committed: threads see nothing of an open transaction."""

    def __init__(self) -> None:
        self.program: Program = make_program()
        self.coordinator: User = make_coordinator(self.program, "Cora Lind")
        self.deputy: User = make_coordinator(self.program, "Dora Deputy")
        self.mentor = self.place("Priya Nair", 2, Role.MENTOR)
        self.mentee = self.place("Tom Hughes", 6, Role.MENTEE)
        self.other_mentee = self.place("Uma Usher", 7, Role.MENTEE)
        self.now = datetime.fromisoformat("2026-11-23T09:30:00+00:00")

    def place(self, name: str, level: int, role: Role) -> Enrollment:
        return make_enrollment(self.program, make_person(name, level=level), role)

    def propose(self, mentee: Enrollment, by: User | None = None) -> Pairing:
        return propose_pair(
            mentor=self.mentor, mentee=mentee, by=by or self.coordinator, now=self.now
        )


@pytest.fixture
def cast() -> Cast:
    return Cast()


@pytest.fixture
def proposal(cast: Cast) -> Pairing:
    return cast.propose(cast.mentee)


@pytest.fixture
def half_accepted(cast: Cast, proposal: Pairing) -> Pairing:
    return accept_pair(pairing=proposal, by=cast.mentee.user, now=cast.now)


def outcome(act: Act) -> str:
    """Do it and say how it went, then give the connection back."""
    try:
        act()
    except Refusal as refusal:
        return refusal.code
    finally:
        connection.close()
    return "done"


def together(*acts: Act) -> list[str]:
    """Begin all acts at the same moment, each in its thread."""
    start = Barrier(len(acts))

    def run(act: Act) -> str:
        start.wait()
        return outcome(act)

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def while_open(first: Act, second: Act) -> list[str]:
    """Begin the second while the first has done its work and not yet committed."""
    has_written, may_end = Event(), Event()

    def hold() -> str:
        try:
            with transaction.atomic():
                first()
                has_written.set()
                may_end.wait(LONG_ENOUGH)
        finally:
            connection.close()
        return "done"

    def follow() -> str:
        has_written.wait()
        return outcome(second)

    with ThreadPoolExecutor(2) as threads:
        return [future.result() for future in (threads.submit(hold), threads.submit(follow))]


Race = Callable[[Act, Act], list[str]]
RACES = pytest.mark.parametrize("race", [together, while_open])
OVERLAP = pytest.mark.parametrize("race", [while_open])


@RACES
def test_two_proposals_do_not_exceed_the_capacity(race: Race, cast: Cast) -> None:
    outcomes = race(
        lambda: cast.propose(cast.mentee), lambda: cast.propose(cast.other_mentee, cast.deputy)
    )
    assert sorted(outcomes) == ["capacity", "done"]
    assert Pairing.objects.open().count() == 1


@RACES
def test_two_proposals_of_these_two_make_one(race: Race, cast: Cast) -> None:
    Enrollment.objects.update(capacity=2)
    outcomes = race(
        lambda: cast.propose(cast.mentee), lambda: cast.propose(cast.mentee, cast.deputy)
    )
    assert sorted(outcomes) == ["already_paired", "done"]
    assert Pairing.objects.open().count() == 1
    assert OutboxMessage.objects.filter(kind="proposal_made").count() == 2


@RACES
def test_a_proposal_beside_an_accept_is_refused(
    race: Race, cast: Cast, half_accepted: Pairing
) -> None:
    outcomes = race(
        lambda: accept_pair(pairing=half_accepted, by=cast.mentor.user, now=cast.now),
        lambda: cast.propose(cast.other_mentee),
    )
    assert outcomes == ["done", "capacity"]
    assert [pair.state for pair in Pairing.objects.open()] == [PairState.GETTING_STARTED]


@OVERLAP
def test_both_saying_yes_at_once_start_one_pair(race: Race, cast: Cast, proposal: Pairing) -> None:
    outcomes = race(
        lambda: accept_pair(pairing=proposal, by=cast.mentor.user, now=cast.now),
        lambda: accept_pair(pairing=proposal, by=cast.mentee.user, now=cast.now),
    )
    proposal.refresh_from_db()
    assert outcomes == ["done", "done"]
    assert proposal.state == PairState.GETTING_STARTED
    assert OutboxMessage.objects.filter(kind="pair_started").count() == 2


@RACES
def test_a_double_click_is_one_yes_and_one_start(
    race: Race, cast: Cast, half_accepted: Pairing
) -> None:
    def click() -> Pairing:
        return accept_pair(pairing=half_accepted, by=cast.mentor.user, now=cast.now)

    assert race(click, click) == ["done", "done"]
    accepts = AuditEvent.objects.filter(subject_uid=half_accepted.uid, verb="accept")
    assert [event.facts["started"] for event in accepts.order_by("pk")] == [False, True]
    assert OutboxMessage.objects.filter(kind="pair_started").count() == 2


@RACES
def test_of_yes_and_no_in_two_windows_one_counts(
    race: Race, cast: Cast, half_accepted: Pairing
) -> None:
    outcomes = race(
        lambda: accept_pair(pairing=half_accepted, by=cast.mentor.user, now=cast.now),
        lambda: decline_pair(pairing=half_accepted, by=cast.mentor.user, now=cast.now),
    )
    half_accepted.refresh_from_db()
    assert sorted(outcomes) == ["closed", "done"]
    started = outcomes[0] == "done"
    assert half_accepted.is_live is started
    assert (half_accepted.state == PairState.DECLINED) is not started


@OVERLAP
def test_a_yes_beside_a_no_of_the_other_never_starts(
    race: Race, cast: Cast, proposal: Pairing
) -> None:
    race(
        lambda: decline_pair(pairing=proposal, by=cast.mentor.user, now=cast.now),
        lambda: accept_pair(pairing=proposal, by=cast.mentee.user, now=cast.now),
    )
    proposal.refresh_from_db()
    assert (proposal.state, proposal.started_at) == (PairState.DECLINED, None)


@OVERLAP
def test_a_yes_beside_a_withdrawal_has_one_winner(
    race: Race, cast: Cast, half_accepted: Pairing
) -> None:
    outcomes = race(
        lambda: accept_pair(pairing=half_accepted, by=cast.mentor.user, now=cast.now),
        lambda: withdraw_pair(pairing=half_accepted, by=cast.coordinator, now=cast.now),
    )
    half_accepted.refresh_from_db()
    assert outcomes.count("done") == 1
    assert half_accepted.is_live is (outcomes[0] == "done")


@OVERLAP
def test_resting_beside_a_proposal_leaves_no_open_proposal(race: Race, cast: Cast) -> None:
    race(
        lambda: change_availability(
            enrollment=cast.mentor, is_available=False, by=cast.mentor.user, now=cast.now
        ),
        lambda: cast.propose(cast.mentee),
    )
    assert not Pairing.objects.open().exists()


@OVERLAP
def test_leaving_beside_the_second_yes_has_one_winner(
    race: Race, cast: Cast, half_accepted: Pairing
) -> None:
    race(
        lambda: accept_pair(pairing=half_accepted, by=cast.mentor.user, now=cast.now),
        lambda: leave_program(enrollment=cast.mentor, by=cast.mentor.user, now=cast.now),
    )
    half_accepted.refresh_from_db()
    cast.mentor.refresh_from_db()
    is_in = cast.mentor.state == EnrollmentState.APPROVED
    assert half_accepted.is_live is is_in


@OVERLAP
def test_two_sweeps_expire_a_proposal_once(race: Race, cast: Cast, proposal: Pairing) -> None:
    later = cast.now + timedelta(days=60)

    def sweep() -> None:
        expire_proposals(now=later)

    race(sweep, sweep)
    assert AuditEvent.objects.filter(subject_uid=proposal.uid, verb="expire").count() == 1
    assert OutboxMessage.objects.filter(kind="proposal_closed").count() == 2


def test_many_coordinators_at_once_fill_a_capacity_of_two(cast: Cast) -> None:
    Enrollment.objects.filter(pk=cast.mentor.pk).update(capacity=2)
    mentees = [cast.place(f"Senior {n}", 7, Role.MENTEE) for n in range(4)]
    acts: list[Any] = [lambda mentee=mentee: cast.propose(mentee) for mentee in mentees]
    assert sorted(together(*acts)) == ["capacity", "capacity", "done", "done"]
    assert Pairing.objects.open().count() == 2


def fixed_quietly(cast: Cast) -> Pairing:
    """Let the program be announced later, and fix Priya and Tom."""
    Program.objects.filter(pk=cast.program.pk).update(announce_at=cast.now + timedelta(days=9))
    cast.program.refresh_from_db()
    return cast.propose(cast.mentee)


@RACES
def test_two_announcements_at_once_announce_once(race: Race, cast: Cast) -> None:
    fixed_quietly(cast)

    def announce() -> None:
        announce_pairs(program=cast.program, by=cast.coordinator, now=cast.now)

    assert race(announce, announce) == ["done", "done"]
    assert AuditEvent.objects.filter(verb="announce").count() == 2
    assert OutboxMessage.objects.filter(kind="pair_announced").count() == 2


@OVERLAP
def test_the_button_beside_the_clock_announces_once(race: Race, cast: Cast) -> None:
    fixed_quietly(cast)
    later = cast.now + timedelta(days=10)

    def sweep() -> None:
        announce_what_is_due(now=later)

    race(lambda: announce_pairs(program=cast.program, by=cast.coordinator, now=later), sweep)
    assert OutboxMessage.objects.filter(kind="pair_announced").count() == 2


@OVERLAP
def test_stepping_back_beside_the_announcement_starts_no_pair(race: Race, cast: Cast) -> None:
    quiet = fixed_quietly(cast)
    outcomes = race(
        lambda: change_availability(
            enrollment=cast.mentor, is_available=False, by=cast.mentor.user, now=cast.now
        ),
        lambda: announce_pairs(program=cast.program, by=cast.coordinator, now=cast.now),
    )
    quiet.refresh_from_db()
    assert outcomes == ["done", "no_pairs"]
    assert quiet.state == PairState.WITHDRAWN


@OVERLAP
def test_a_pair_fixed_beside_the_announcement_is_asked_not_forgotten(
    race: Race, cast: Cast
) -> None:
    fixed_quietly(cast)
    other = cast.place("Lea Left", 2, Role.MENTOR)
    race(
        lambda: announce_pairs(program=cast.program, by=cast.coordinator, now=cast.now),
        lambda: propose_pair(mentor=other, mentee=cast.other_mentee, by=cast.deputy, now=cast.now),
    )
    assert not Pairing.objects.fixed_quietly().exists()
    assert Pairing.objects.asked().get().mentor == other.user


@RACES
def test_two_who_ask_the_same_person_at_once_leave_one_request(race: Race, cast: Cast) -> None:
    Program.objects.filter(pk=cast.program.pk).update(allows_requests=True)
    other = cast.place("Lea Left", 2, Role.MENTOR)
    asks = [
        lambda place=place: ask_for_partner(
            place=place, other=cast.mentee, by=place.user, now=cast.now
        )
        for place in (cast.mentor, other)
    ]
    assert sorted(race(*asks)) == ["cannot_be_asked", "done"]
    assert Pairing.objects.asked().count() == 1


@RACES
def test_asking_twice_at_once_asks_once(race: Race, cast: Cast) -> None:
    Program.objects.filter(pk=cast.program.pk).update(allows_requests=True)

    def ask() -> Pairing:
        return ask_for_partner(
            place=cast.mentor, other=cast.mentee, by=cast.mentor.user, now=cast.now
        )

    assert race(ask, ask) == ["done", "done"]
    assert OutboxMessage.objects.filter(kind="request_made").count() == 1
