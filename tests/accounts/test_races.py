"""The same person at the same moment, twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier
from typing import TypeVar

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from accounts.actions import add_leave
from accounts.models import Company, Leave, User
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
T = TypeVar("T")


def twice(act: Callable[[], T]) -> list[T]:
    """Do one thing two times at once, each on a connection of its own."""
    barrier = Barrier(2)

    def run(_number: int) -> T:
        barrier.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, range(2)))


def test_a_double_click_on_sign_up_makes_one_person() -> None:
    cache.clear()
    Company.objects.create(pk=1, email_domains=["example.com"])
    form = {"email": "nia@example.com", "display_name": "Nia New"}

    def sign_up() -> str:
        return str(Client().post("/accounts/signup/", form)["Location"])

    assert twice(sign_up) == ["/accounts/confirm-email/"] * 2
    assert User.objects.count() == 1


def test_a_double_click_on_leave_keeps_it_once() -> None:
    person = builders.make_person("Priya Nair")

    def add() -> Leave:
        return add_leave(
            user=person,
            starts_on=date(2026, 12, 21),
            ends_on=date(2026, 12, 22),
            by=person,
            now=NOW,
        )

    first, second = twice(add)
    person.refresh_from_db()
    assert first == second
    assert person.revision == 1
