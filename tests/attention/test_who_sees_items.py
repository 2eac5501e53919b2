from datetime import datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from attention.actions import raise_item
from attention.models import ActionItem
from attention.queries import count_items_for, open_items_for, who_handles
from core.models import AuditEvent
from programs.models import Program
from tests.builders import make_person, make_program


def say(program: Program, people: list[User], now: datetime) -> ActionItem:
    return raise_item(
        program=program, kind="pair", subject_uid=uuid4(), people=people, facts={}, now=now
    )


@pytest.fixture
def item(
    program: Program, coordinator: User, hr_admin: User, mentor: User, mentee: User, now: datetime
) -> ActionItem:
    """About Priya and Tom, in a program with a coordinator."""
    return say(program, [mentor, mentee], now)


def sees(user: User, now: datetime) -> bool:
    return open_items_for(User.objects.get(pk=user.pk), now=now).exists()


def test_coordinators_and_hr_see_it(
    item: ActionItem, coordinator: User, hr_admin: User, now: datetime
) -> None:
    assert [sees(who, now) for who in (coordinator, hr_admin)] == [True, True]


def test_nobody_else_sees_it(
    item: ActionItem,
    mentor: User,
    mentee: User,
    stranger: User,
    other_coordinator: User,
    now: datetime,
) -> None:
    others = (mentor, mentee, stranger, other_coordinator)
    assert [sees(who, now) for who in others] == [False] * 4


@pytest.mark.parametrize("field", ["above", "below"])
def test_nobody_sees_items_of_their_own_line(
    field: str, item: ActionItem, coordinator: User, mentor: User, hr_admin: User, now: datetime
) -> None:
    report, manager = (mentor, coordinator) if field == "above" else (coordinator, mentor)
    User.objects.filter(pk=report.pk).update(manager=manager)
    assert not sees(coordinator, now)
    assert sees(hr_admin, now)


def test_an_hr_admin_does_not_see_an_item_about_themselves(
    program: Program, coordinator: User, hr_admin: User, now: datetime
) -> None:
    say(program, [hr_admin], now)
    assert not sees(hr_admin, now)
    assert sees(coordinator, now)


def test_an_item_about_nobody_in_particular_is_seen_by_all_of_them(
    program: Program, coordinator: User, now: datetime
) -> None:
    say(program, [], now)
    assert sees(coordinator, now)


def test_where_everybody_stands_in_the_line_the_farthest_hr_admin_sees_it(
    program: Program, hr_admin: User, mentee: User, now: datetime
) -> None:
    User.objects.filter(pk=hr_admin.pk).update(manager=mentee)
    item = say(program, [mentee], now)
    assert (item.overseer, sees(hr_admin, now)) == (hr_admin, True)
    assert AuditEvent.objects.get(subject_uid=item.uid).verb == "assign overseer"


def test_who_handles_it_in_order(
    item: ActionItem, coordinator: User, hr_admin: User, mentor: User
) -> None:
    assert who_handles(item) == [coordinator, hr_admin]
    User.objects.filter(pk=mentor.pk).update(manager=coordinator)
    assert who_handles(item) == [hr_admin]


def test_the_queue_is_oldest_first(program: Program, coordinator: User, now: datetime) -> None:
    later = say(program, [], now.replace(hour=12))
    earlier = say(program, [], now)
    assert list(open_items_for(coordinator, now=now.replace(hour=13))) == [earlier, later]


def test_an_item_of_another_program_is_not_counted(
    item: ActionItem, coordinator: User, now: datetime
) -> None:
    say(make_program("Elsewhere"), [], now)
    assert count_items_for(coordinator, now=now) == 1


def test_the_queue_costs_the_same_however_long_it_is(
    program: Program, coordinator: User, now: datetime
) -> None:
    counts = []
    for _ in range(3):
        say(program, [make_person(), make_person()], now)
        fresh = User.objects.get(pk=coordinator.pk)
        with CaptureQueriesContext(connection) as queries:
            shown = [(i.program.name, list(i.people.all())) for i in open_items_for(fresh, now=now)]
        counts.append(len(queries))
    assert len(shown) == 3
    assert counts[0] == counts[2] <= 4
