"""A large file is applied by a worker, in steps that can be cut off, stopped and resumed."""

from datetime import datetime, timedelta

import pytest

from accounts.models import User
from directory.actions import (
    cancel_import,
    continue_import,
    forget_imports,
    stage_import,
    start_import,
)
from directory.actions.importing import write_sheet
from directory.actions.running import AT_ONCE
from directory.actions.staging import unpack
from directory.models import ImportRun, ImportState
from directory.tasks import continue_imports
from tests.directory.files import csv_file, person

LARGE = AT_ONCE + 50
MANY = csv_file([person(line) for line in range(LARGE)])


@pytest.fixture
def run(hr_admin: User, now: datetime) -> ImportRun:
    return stage_import(data=MANY, file_name="many.csv", by=hr_admin, now=now)


class CutOff(Exception):
    """The worker is killed."""


def test_a_large_file_waits_for_a_worker(run: ImportRun, hr_admin: User, now: datetime) -> None:
    started = start_import(run=run, by=hr_admin, now=now)
    assert (started.state, started.created) == (ImportState.APPLYING, 0)

    continue_imports()

    run.refresh_from_db()
    assert (run.state, run.created, run.updated) == (ImportState.APPLIED, LARGE, 0)
    assert User.objects.filter(employee_id__startswith="2").count() == LARGE


def test_a_run_that_was_cut_off_goes_on(run: ImportRun, hr_admin: User, now: datetime) -> None:
    started = start_import(run=run, by=hr_admin, now=now)
    steps: list[int] = []

    def cut_off(created: int, _updated: int) -> None:
        ImportRun.objects.filter(pk=run.pk).update(created=sum(steps) + created)
        steps.append(created)
        if len(steps) == 3:
            raise CutOff

    with pytest.raises(CutOff):
        write_sheet(unpack(started.read_content()), by=hr_admin, now=now, tick=cut_off)
    started.refresh_from_db()
    halfway = User.objects.count()
    continue_import(run=started, now=now)

    started.refresh_from_db()
    assert 1 < halfway < LARGE
    assert (started.state, started.created) == (ImportState.APPLIED, LARGE)


def test_a_run_can_be_stopped(run: ImportRun, hr_admin: User, now: datetime) -> None:
    started = start_import(run=run, by=hr_admin, now=now)
    cancel_import(run=started, by=hr_admin, now=now)

    continue_import(run=started, now=now)

    run.refresh_from_db()
    assert (run.state, run.created) == (ImportState.CANCELED, 0)
    assert not User.objects.filter(employee_id__startswith="2").exists()


def test_an_applied_run_cannot_be_canceled(run: ImportRun, hr_admin: User, now: datetime) -> None:
    start_import(run=run, by=hr_admin, now=now)
    continue_imports()

    canceled = cancel_import(run=run, by=hr_admin, now=now)

    assert canceled.state == ImportState.APPLIED


def test_a_preview_does_not_hide_what_happened_since(hr_admin: User, now: datetime) -> None:
    run = stage_import(data=csv_file(), file_name="x.csv", by=hr_admin, now=now)
    User.objects.create_user("tom@example.com", display_name="Tom Elsewhere", employee_id="9")

    done = start_import(run=run, by=hr_admin, now=now)

    assert (done.created, done.wrong) == (1, 1)
    assert [issue.code for issue in done.issues.all()] == ["two_people"]


def test_files_that_nobody_applied_are_forgotten_after_a_day(run: ImportRun, now: datetime) -> None:
    assert forget_imports(now=now + timedelta(hours=23)) == 0
    assert forget_imports(now=now + timedelta(hours=25)) == 1
    assert not ImportRun.objects.exists()
