"""The cast: people, a program and a pair that every test module knows."""

import copy
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from accounts.models import User
from core import clock
from pairings.models import Pairing
from programs.models import Program
from tests import access_world, builders

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    """A Monday morning in November."""
    return NOW


@pytest.fixture
def hr_admin(db: None) -> User:
    """HR admin: coordinates every program."""
    return builders.make_person("Hana Reyes", level=5, is_hr_admin=True)


@pytest.fixture
def coordinator(db: None, program: Program) -> User:
    """Coordinates `program` alone."""
    return builders.make_coordinator(program, "Cora Lind")


@pytest.fixture
def other_coordinator(db: None) -> User:
    """Coordinates another program."""
    return builders.make_coordinator(builders.make_program("Another program"), "Otto Berg")


@pytest.fixture
def program(db: None) -> Program:
    """A running program."""
    return builders.make_program()


@pytest.fixture
def mentor(db: None) -> User:
    """The junior who shares."""
    return builders.make_person("Priya Nair", level=2, department="Product")


@pytest.fixture
def mentee(db: None) -> User:
    """The senior who learns."""
    return builders.make_person("Tom Hughes", level=6, department="Operations")


@pytest.fixture
def stranger(db: None) -> User:
    """An employee who takes part in nothing."""
    return builders.make_person("Sol Stranger", level=3)


@pytest.fixture
def pair(program: Program, mentor: User, mentee: User) -> Pairing:
    """Priya mentors Tom: started, not signed yet."""
    return builders.make_pair(program=program, mentor=mentor, mentee=mentee)


@pytest.fixture
def sign_in(client: Client) -> Callable[[User], Client]:
    """Return a function that signs a person in with a password and gives the client."""

    def _sign_in(user: User) -> Client:
        client.force_login(user)
        return client

    return _sign_in


@pytest.fixture(scope="module")
def standing_world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[access_world.World]:
    """Everybody, made once for a module."""
    with access_world.standing(django_db_blocker):
        yield access_world.make_world()


@pytest.fixture
def world(
    standing_world: access_world.World,
    db: None,
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
) -> access_world.World:
    """Everybody, ten days after the pair started: a copy that a test may change."""
    monkeypatch.setattr(clock, "now", lambda: access_world.NOW)
    settings.ACCOUNT_RATE_LIMITS = False
    return copy.deepcopy(standing_world)
