import pytest

from accounts.models import User
from pairings.models import Pairing
from pairings.permissions import can_oversee


def sees(user: User) -> bool:
    return Pairing.objects.visible_to(user).exists()


def test_the_two_and_their_coordinators_see_a_pair(
    pair: Pairing, mentor: User, mentee: User, coordinator: User, hr_admin: User
) -> None:
    assert [sees(who) for who in (mentor, mentee, coordinator, hr_admin)] == [True] * 4


def test_nobody_else_sees_it(pair: Pairing, stranger: User, other_coordinator: User) -> None:
    assert [sees(who) for who in (stranger, other_coordinator)] == [False, False]


@pytest.mark.parametrize("side", ["mentor", "mentee"])
def test_a_manager_as_such_sees_nothing(side: str, pair: Pairing, stranger: User) -> None:
    person: User = getattr(pair, side)
    User.objects.filter(pk=person.pk).update(manager=stranger)
    assert not sees(stranger)


@pytest.mark.parametrize("side", ["mentor", "mentee"])
def test_a_coordinator_above_a_partner_does_not_see_it(
    side: str, pair: Pairing, coordinator: User
) -> None:
    person: User = getattr(pair, side)
    User.objects.filter(pk=person.pk).update(manager=coordinator)
    assert not sees(coordinator)


def test_a_coordinator_below_a_partner_does_not_see_it(
    pair: Pairing, coordinator: User, mentee: User
) -> None:
    User.objects.filter(pk=coordinator.pk).update(manager=mentee)
    assert not sees(coordinator)


def test_an_hr_admin_in_a_pair_sees_it_without_overseeing_it(pair: Pairing, mentee: User) -> None:
    mentee.is_hr_admin = True
    mentee.save(update_fields=["is_hr_admin"])
    assert sees(mentee)
    assert not can_oversee(mentee, pair)
