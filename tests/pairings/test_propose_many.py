"""Many pairs in one act: all of them or none."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from attention.models import ActionItem
from core.errors import Forbidden, Refusal
from core.models import AuditEvent
from outbox.models import OutboxMessage
from pairings.actions import InvalidPair, propose_pair, propose_pairs
from pairings.actions.items import NEXT_PARTNER
from pairings.models import Pairing
from programs.models import Enrollment, Program
from programs.rules import ProgramState, Role
from tests.builders import make_enrollment, make_person, make_program

Couple = tuple[Enrollment, Enrollment]


def couples_of(program: Program, number: int) -> list[Couple]:
    return [
        (
            make_enrollment(program, make_person(level=2), Role.MENTOR),
            make_enrollment(program, make_person(level=6), Role.MENTEE),
        )
        for _ in range(number)
    ]


def test_all_are_proposed_and_told(program: Program, coordinator: User, now: datetime) -> None:
    pairs = propose_pairs(program=program, couples=couples_of(program, 3), by=coordinator, now=now)
    assert Pairing.objects.asked().count() == len(pairs) == 3
    assert OutboxMessage.objects.filter(kind="proposal_made").count() == 6
    assert AuditEvent.objects.filter(verb="propose", actor_id=coordinator.pk).count() == 3


def test_each_waits_as_long_as_one_proposed_by_hand(
    program: Program, coordinator: User, now: datetime
) -> None:
    pairs = propose_pairs(program=program, couples=couples_of(program, 1), by=coordinator, now=now)
    assert pairs[0].expires_at == datetime(2026, 12, 7, 23, tzinfo=UTC)


def test_before_an_announcement_all_are_fixed_quietly(
    cohort: Program, coordinator: User, now: datetime
) -> None:
    propose_pairs(program=cohort, couples=couples_of(cohort, 3), by=coordinator, now=now)
    assert Pairing.objects.fixed_quietly().count() == 3
    assert not OutboxMessage.objects.exists()


def test_one_broken_rule_stops_them_all(program: Program, coordinator: User, now: datetime) -> None:
    couples = couples_of(program, 3)
    User.objects.filter(pk=couples[1][0].user_id).update(level=6)
    with pytest.raises(InvalidPair, match="levels below") as refusal:
        propose_pairs(program=program, couples=couples, by=coordinator, now=now)
    assert [each.rule for each in refusal.value.broken] == ["level_gap"]
    assert not Pairing.objects.exists()


def test_a_list_that_overbooks_somebody_is_refused(
    program: Program, coordinator: User, now: datetime
) -> None:
    (mentor, first), (_other, second) = couples_of(program, 2)
    with pytest.raises(InvalidPair, match="takes 1 pair at once"):
        propose_pairs(
            program=program, couples=[(mentor, first), (mentor, second)], by=coordinator, now=now
        )
    assert not Pairing.objects.exists()


def test_a_capacity_of_two_takes_two_of_one_list(
    program: Program, coordinator: User, now: datetime
) -> None:
    (mentor, first), (_other, second) = couples_of(program, 2)
    Enrollment.objects.filter(pk=mentor.pk).update(capacity=2)
    couples = [(mentor, first), (mentor, second)]
    assert len(propose_pairs(program=program, couples=couples, by=coordinator, now=now)) == 2


def test_a_capacity_of_two_counts_what_there_is(
    program: Program, coordinator: User, now: datetime
) -> None:
    (mentor, first), (_a, second), (_b, third) = couples_of(program, 3)
    Enrollment.objects.filter(pk=mentor.pk).update(capacity=2)
    propose_pair(mentor=mentor, mentee=first, by=coordinator, now=now)
    couples = [(mentor, second), (mentor, third)]
    with pytest.raises(InvalidPair, match="takes 2 pairs at once"):
        propose_pairs(program=program, couples=couples, by=coordinator, now=now)


def test_the_same_two_twice_are_one_pair(
    program: Program, coordinator: User, now: datetime
) -> None:
    couples = couples_of(program, 1) * 2
    assert len(propose_pairs(program=program, couples=couples, by=coordinator, now=now)) == 1


def test_the_whole_list_a_second_time_is_refused(
    program: Program, coordinator: User, now: datetime
) -> None:
    couples = couples_of(program, 2)
    propose_pairs(program=program, couples=couples, by=coordinator, now=now)
    with pytest.raises(InvalidPair):
        propose_pairs(program=program, couples=couples, by=coordinator, now=now)
    assert Pairing.objects.count() == 2


def test_an_empty_list_does_nothing(program: Program, coordinator: User, now: datetime) -> None:
    assert propose_pairs(program=program, couples=[], by=coordinator, now=now) == []


def test_people_of_two_programs_make_no_list(
    program: Program, hr_admin: User, now: datetime
) -> None:
    couples = couples_of(make_program("Elsewhere"), 1)
    with pytest.raises(Refusal, match="different programs"):
        propose_pairs(program=program, couples=couples, by=hr_admin, now=now)


def test_who_stands_in_the_line_of_one_proposes_none(
    program: Program, coordinator: User, hr_admin: User, now: datetime
) -> None:
    couples = couples_of(program, 2)
    User.objects.filter(pk=couples[0][0].user_id).update(manager=coordinator)
    with pytest.raises(Forbidden, match="Hana Reyes"):
        propose_pairs(program=program, couples=couples, by=coordinator, now=now)
    assert not Pairing.objects.exists()


def test_a_program_that_closes_takes_no_list(
    program: Program, coordinator: User, now: datetime
) -> None:
    couples = couples_of(program, 1)
    Program.objects.update(state=ProgramState.CLOSING)
    with pytest.raises(Refusal, match="from the opening of enrollment"):
        propose_pairs(program=program, couples=couples, by=coordinator, now=now)


def test_searches_end_with_the_list(program: Program, coordinator: User, now: datetime) -> None:
    couples = couples_of(program, 1)
    ActionItem.objects.create(
        program=program, kind=NEXT_PARTNER, subject_uid=couples[0][0].uid, raised_at=now
    )
    propose_pairs(program=program, couples=couples, by=coordinator, now=now)
    assert not ActionItem.objects.open().exists()


def test_twenty_pairs_cost_what_two_cost(
    program: Program, coordinator: User, now: datetime
) -> None:
    costs = []
    for number in (2, 20):
        couples = couples_of(program, number)
        with CaptureQueriesContext(connection) as captured:
            # Their line is remembered on the object.
            by = User.objects.get(pk=coordinator.pk)
            propose_pairs(program=program, couples=couples, by=by, now=now)
        costs.append(len(captured))
    # SQLite inserts many columns in two parts.
    assert costs[1] - costs[0] <= 1
