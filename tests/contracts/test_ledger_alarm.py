"""The nightly look: what it finds is told once to every program, until all is well again."""

from datetime import datetime, timedelta

import pytest

from accounts.models import User
from attention.models import ActionItem
from attention.queries import open_items_for
from contracts.actions.alarms import LEDGER_ITEM, look_after_ledger
from ledger.models import Checkpoint
from pairings.models import Pairing
from programs.rules import ProgramState
from tests import builders
from tests.contracts.agreements import make_in_force
from tests.contracts.test_ledger import change

pytestmark = pytest.mark.django_db

NIGHT = timedelta(days=1)


def alarms() -> list[ActionItem]:
    """Return what stands open."""
    return list(ActionItem.objects.open().filter(kind=LEDGER_ITEM))


def test_an_intact_ledger_raises_nothing_and_leaves_a_checkpoint(
    pair: Pairing, now: datetime
) -> None:
    make_in_force(pair, now)
    report = look_after_ledger(now=now)
    assert report is not None
    assert (report.found, alarms()) == (0, [])
    assert Checkpoint.objects.get().seq == report.seq


def test_nothing_is_looked_at_twice_in_a_night(pair: Pairing, now: datetime) -> None:
    make_in_force(pair, now)
    assert look_after_ledger(now=now) is not None
    assert look_after_ledger(now=now + timedelta(hours=22)) is None
    assert look_after_ledger(now=now + NIGHT) is not None


def test_damage_is_told_once_to_who_runs_the_program(
    pair: Pairing, coordinator: User, now: datetime
) -> None:
    version = make_in_force(pair, now)
    change(version.signatures.order_by("pk")[0], "typed_name", "Somebody else")
    for night in range(3):
        look_after_ledger(now=now + night * NIGHT)
    (item,) = open_items_for(coordinator, now=now + 3 * NIGHT)
    assert (item.kind, item.subject_uid) == (LEDGER_ITEM, pair.program.uid)


def test_the_alarm_names_nobody(pair: Pairing, now: datetime) -> None:
    version = make_in_force(pair, now)
    change(version, "place", "canary-place")
    look_after_ledger(now=now)
    (item,) = alarms()
    assert not item.people.exists()
    assert set(item.facts) == {"found"}


def test_a_program_that_is_over_hears_nothing(pair: Pairing, now: datetime) -> None:
    version = make_in_force(pair, now)
    over = builders.make_program("Last year", state=ProgramState.CLOSED)
    change(version, "minutes", 15)
    look_after_ledger(now=now)
    assert over.uid not in [item.subject_uid for item in alarms()]


def test_an_alarm_ends_when_all_is_well_again(pair: Pairing, now: datetime) -> None:
    version = make_in_force(pair, now)
    change(version, "place", "elsewhere")
    look_after_ledger(now=now)
    assert alarms()
    change(version, "place", version.place)
    look_after_ledger(now=now + NIGHT)
    assert alarms() == []
