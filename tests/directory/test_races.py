"""Two imports of the same people at the same moment, and a sign-up in between."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import User
from core.models import AuditEvent
from directory.actions import Report, import_people, stage_import, start_import
from directory.models import ImportRun
from tests import builders
from tests.directory.files import csv_file, person

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PEOPLE = 250


def together(*acts: object) -> list[object]:
    """Do several things at once, each on a connection of its own."""
    barrier = Barrier(len(acts))

    def run(act: object) -> object:
        barrier.wait()
        try:
            assert callable(act)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_imports_of_one_file_create_everybody_once() -> None:
    data = csv_file([person(line) for line in range(PEOPLE)])

    def bring_in() -> Report:
        return import_people(data, by=None, now=NOW)

    reports = together(bring_in, bring_in)

    assert User.objects.count() == PEOPLE
    assert sum(report.created for report in reports if isinstance(report, Report)) == PEOPLE
    assert AuditEvent.objects.filter(verb="import person").count() == PEOPLE


def test_a_double_click_on_apply_applies_once() -> None:
    admin = builders.make_person("Hana Reyes", is_hr_admin=True)
    data = csv_file([person(line) for line in range(PEOPLE)])
    run = stage_import(data=data, file_name="x.csv", by=admin, now=NOW)

    def apply() -> ImportRun:
        return start_import(run=run, by=admin, now=NOW)

    together(apply, apply)

    run.refresh_from_db()
    assert User.objects.count() == PEOPLE + 1
    assert run.created == PEOPLE
    assert AuditEvent.objects.filter(verb="start import").count() == 1
