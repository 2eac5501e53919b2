"""`load_demo`: an empty demo alone is filled, and an interrupted build is not taken for a whole."""

from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts.models import User
from mentoring.demo.build import BUILT, is_half_built
from outbox.actions import record_heartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings: Settings) -> None:
    settings.DEMO = True


def _load(**options: bool) -> str:
    said = StringIO()
    call_command("load_demo", stdout=said, **options)
    return said.getvalue()


def test_it_fills_demos_alone(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="VICEVERSA_DEMO=1"):
        _load()
    assert not User.objects.exists()


def test_a_dry_run_writes_nothing() -> None:
    assert "would be built" in _load(dry_run=True)
    assert not User.objects.exists()


def test_a_company_that_is_there_stays(hr_admin: User) -> None:
    assert "is there already" in _load()
    assert User.objects.get() == hr_admin


def test_a_whole_company_is_no_half(hr_admin: User, now: datetime) -> None:
    record_heartbeat(name=BUILT, now=now, facts={"is_whole": 1})
    assert not is_half_built()
    assert "is there already" in _load()


def test_an_interrupted_build_says_how_to_start_over(hr_admin: User, now: datetime) -> None:
    record_heartbeat(name=BUILT, now=now, facts={"is_whole": 0})
    with pytest.raises(CommandError, match="make reset"):
        _load()
    assert User.objects.get() == hr_admin
