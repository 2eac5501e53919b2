from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection

from accounts.models import User
from attention.actions import dismiss_item, raise_item, settle_items, snooze_item
from attention.models import ActionItem
from attention.queries import count_items_for, open_items_for, subjects_with_items
from core.errors import Forbidden
from core.models import AuditEvent
from programs.models import Program

SUBJECT = uuid4()
Raise = Callable[..., ActionItem]


@pytest.fixture
def item(program: Program, mentor: User, mentee: User, now: datetime) -> ActionItem:
    """Priya and Tom are stalled."""
    return say(program, [mentor, mentee], now)


def say(
    program: Program,
    people: list[User],
    now: datetime,
    cause: str = "stalled",
    subject: UUID = SUBJECT,
) -> ActionItem:
    return raise_item(
        program=program,
        kind="pair",
        subject_uid=subject,
        people=people,
        facts={"cause": cause},
        now=now,
    )


def settle(now: datetime) -> int:
    return settle_items(subject_uid=SUBJECT, kinds=["pair"], how="cured", by=None, now=now)


def test_an_item_names_its_people_and_cause(item: ActionItem, mentor: User, mentee: User) -> None:
    assert set(item.people.all()) == {mentor, mentee}
    assert (item.facts, item.settled_at) == ({"cause": "stalled"}, None)


def test_the_same_is_said_once(
    item: ActionItem, program: Program, mentor: User, now: datetime
) -> None:
    again = say(program, [mentor], now + timedelta(days=1))
    assert (again.pk, again.raised_at) == (item.pk, now)
    assert ActionItem.objects.count() == 1


def test_a_worse_cause_keeps_the_place_in_the_queue(
    item: ActionItem, program: Program, mentor: User, now: datetime
) -> None:
    again = say(program, [mentor], now + timedelta(days=1), cause="dormant")
    assert (again.pk, again.raised_at, again.facts) == (item.pk, now, {"cause": "dormant"})


def test_another_kind_is_another_item(item: ActionItem, program: Program, now: datetime) -> None:
    raise_item(program=program, kind="other", subject_uid=SUBJECT, people=[], facts={}, now=now)
    assert ActionItem.objects.open().count() == 2


def test_an_item_is_settled_when_its_cause_goes(item: ActionItem, now: datetime) -> None:
    assert settle(now) == 1
    item.refresh_from_db()
    assert (item.settled_at, item.settled_how) == (now, "cured")
    assert settle(now) == 0


def test_what_comes_back_is_a_new_item(
    item: ActionItem, program: Program, mentor: User, now: datetime
) -> None:
    settle(now)
    assert say(program, [mentor], now).pk != item.pk


def test_a_dismissed_item_leaves_the_queue(
    item: ActionItem, coordinator: User, now: datetime
) -> None:
    dismiss_item(item=item, by=coordinator, now=now)
    item.refresh_from_db()
    assert (item.settled_by, item.settled_how) == (coordinator, "dismissed")
    assert count_items_for(coordinator, now=now) == 0


def test_dismissing_twice_is_one_act(
    item: ActionItem, coordinator: User, hr_admin: User, now: datetime
) -> None:
    dismiss_item(item=item, by=coordinator, now=now)
    dismiss_item(item=item, by=hr_admin, now=now)
    item.refresh_from_db()
    assert item.settled_by == coordinator
    assert AuditEvent.objects.filter(subject_uid=item.uid, verb="dismiss").count() == 1


def test_what_was_dismissed_is_not_said_again(
    item: ActionItem, coordinator: User, program: Program, mentor: User, now: datetime
) -> None:
    dismiss_item(item=item, by=coordinator, now=now)
    say(program, [mentor], now + timedelta(days=9))
    assert not ActionItem.objects.open().exists()


def test_a_new_cause_after_a_dismissal_is_news(
    item: ActionItem, coordinator: User, program: Program, mentor: User, now: datetime
) -> None:
    dismiss_item(item=item, by=coordinator, now=now)
    say(program, [mentor], now, cause="dormant")
    assert ActionItem.objects.open().get().facts == {"cause": "dormant"}


def test_a_cause_that_went_and_came_back_is_news(
    item: ActionItem, coordinator: User, program: Program, mentor: User, now: datetime
) -> None:
    dismiss_item(item=item, by=coordinator, now=now)
    settle(now)
    say(program, [mentor], now)
    assert ActionItem.objects.open().count() == 1


def test_a_snoozed_item_comes_back_after_three_days(
    item: ActionItem, coordinator: User, now: datetime
) -> None:
    snooze_item(item=item, by=coordinator, now=now)
    just_before, after = now + timedelta(days=3, seconds=-1), now + timedelta(days=3)
    assert list(open_items_for(coordinator, now=just_before)) == []
    assert list(open_items_for(coordinator, now=after)) == [item]


def test_snoozing_twice_does_not_add_up(item: ActionItem, coordinator: User, now: datetime) -> None:
    snooze_item(item=item, by=coordinator, now=now)
    again = snooze_item(item=item, by=coordinator, now=now + timedelta(days=1))
    assert again.snoozed_until == now + timedelta(days=3)


def test_it_can_be_snoozed_again_afterwards(
    item: ActionItem, coordinator: User, now: datetime
) -> None:
    snooze_item(item=item, by=coordinator, now=now)
    again = snooze_item(item=item, by=coordinator, now=now + timedelta(days=4))
    assert again.snoozed_until == now + timedelta(days=7)


def test_a_settled_item_is_not_snoozed(item: ActionItem, coordinator: User, now: datetime) -> None:
    settle(now)
    assert snooze_item(item=item, by=coordinator, now=now).snoozed_until is None


@pytest.mark.parametrize("act", [dismiss_item, snooze_item])
def test_others_touch_nothing(
    act: Callable[..., ActionItem],
    item: ActionItem,
    other_coordinator: User,
    mentor: User,
    now: datetime,
) -> None:
    for who in (other_coordinator, mentor):
        with pytest.raises(Forbidden):
            act(item=item, by=who, now=now)
    item.refresh_from_db()
    assert (item.settled_at, item.snoozed_until) == (None, None)


def test_subjects_with_items_include_what_was_dismissed(
    item: ActionItem, coordinator: User, now: datetime
) -> None:
    assert subjects_with_items("pair", [SUBJECT]) == {SUBJECT}
    dismiss_item(item=item, by=coordinator, now=now)
    assert subjects_with_items("pair", [SUBJECT]) == {SUBJECT}
    settle(now)
    assert subjects_with_items("pair", [SUBJECT]) == frozenset()


@pytest.mark.django_db(transaction=True)
def test_five_sweeps_at_once_say_it_once(program: Program, mentor: User, now: datetime) -> None:
    def sweep(_number: int) -> int:
        try:
            return say(program, [mentor], now).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as threads:
        assert len(set(threads.map(sweep, range(5)))) == 1
    assert ActionItem.objects.get().people.get() == mentor
