from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from attention.actions import assign_overseers, raise_item
from attention.models import ActionItem
from attention.queries import who_handles
from core.errors import Forbidden
from core.models import AuditEvent
from pairings.actions import propose_pair, recheck_all_pairs
from pairings.models import Pairing
from programs.models import Enrollment, Program, ProgramStaff
from programs.rules import StaffRole
from tests.builders import make_person

# Tom is everybody's boss in this module, so nobody is free to coordinate a pair with him.


@pytest.fixture(autouse=True)
def everybody_reports_to_tom(mentee: User, coordinator: User, hr_admin: User) -> None:
    """HR stands one step further from Tom than the coordinator does."""
    head = make_person("Ed Head", level=5, manager=mentee)
    User.objects.filter(pk=coordinator.pk).update(manager=mentee)
    User.objects.filter(pk=hr_admin.pk).update(manager=head)
    for user in (coordinator, hr_admin):
        user.refresh_from_db()


def test_the_hr_admin_with_most_steps_proposes_and_oversees(
    mentor_place: Enrollment, mentee_place: Enrollment, hr_admin: User, now: datetime
) -> None:
    pairing = propose_pair(mentor=mentor_place, mentee=mentee_place, by=hr_admin, now=now)
    assert pairing.overseer == hr_admin


def test_the_exception_is_audited(
    mentor_place: Enrollment, mentee_place: Enrollment, hr_admin: User, now: datetime
) -> None:
    pairing = propose_pair(mentor=mentor_place, mentee=mentee_place, by=hr_admin, now=now)
    assert AuditEvent.objects.get(subject_uid=pairing.uid).facts["overseer"] == hr_admin.pk


def test_everybody_else_stays_outside(
    mentor_place: Enrollment, mentee_place: Enrollment, coordinator: User, now: datetime
) -> None:
    with pytest.raises(Forbidden):
        propose_pair(mentor=mentor_place, mentee=mentee_place, by=coordinator, now=now)


def test_a_nearer_hr_admin_stays_outside(
    mentor_place: Enrollment, mentee_place: Enrollment, mentee: User, now: datetime
) -> None:
    nearer = make_person("Nia Near", is_hr_admin=True, manager=mentee)
    with pytest.raises(Forbidden):
        propose_pair(mentor=mentor_place, mentee=mentee_place, by=nearer, now=now)


def test_only_the_overseer_sees_the_pair(
    mentor_place: Enrollment,
    mentee_place: Enrollment,
    hr_admin: User,
    coordinator: User,
    now: datetime,
) -> None:
    pairing = propose_pair(mentor=mentor_place, mentee=mentee_place, by=hr_admin, now=now)
    assert Pairing.objects.overseen_by(hr_admin).get() == pairing
    assert not Pairing.objects.visible_to(coordinator).exists()


def test_a_change_of_lines_names_an_overseer(pair: Pairing, hr_admin: User, now: datetime) -> None:
    recheck_all_pairs(now=now)
    pair.refresh_from_db()
    assert pair.overseer == hr_admin
    event = AuditEvent.objects.get(subject_uid=pair.uid, verb="assign overseer")
    assert event.facts == {"overseer": hr_admin.pk}


def test_an_overseer_is_released_when_somebody_is_free(
    pair: Pairing, coordinator: User, now: datetime
) -> None:
    recheck_all_pairs(now=now)
    User.objects.filter(pk=coordinator.pk).update(manager=None)
    recheck_all_pairs(now=now)
    pair.refresh_from_db()
    assert pair.overseer is None


def test_items_about_the_pair_reach_the_overseer(
    pair: Pairing, mentor: User, hr_admin: User, coordinator: User, now: datetime
) -> None:
    User.objects.filter(pk=mentor.pk).update(level=6)
    recheck_all_pairs(now=now)
    item = ActionItem.objects.get()
    assert who_handles(item) == [hr_admin]
    assert ActionItem.objects.visible_to(hr_admin).get() == item
    assert not ActionItem.objects.visible_to(coordinator).exists()


def test_an_item_is_handed_over_when_staff_changes(
    pair: Pairing, hr_admin: User, stranger: User, program: Program, now: datetime
) -> None:
    staff = ProgramStaff.objects.create(program=program, user=stranger, role=StaffRole.DEPUTY)
    people = [pair.mentor, pair.mentee]
    item = raise_item(
        program=program, kind="rhythm", subject_uid=pair.uid, people=people, facts={}, now=now
    )
    assert who_handles(item) == [stranger]
    staff.delete()
    recheck_all_pairs(now=now)
    item.refresh_from_db()
    assert who_handles(item) == [hr_admin]
    assert ActionItem.objects.visible_to(hr_admin).get() == item


def test_an_item_is_released_when_somebody_is_free(
    pair: Pairing, coordinator: User, program: Program, now: datetime
) -> None:
    people = [pair.mentor, pair.mentee]
    item = raise_item(
        program=program, kind="rhythm", subject_uid=pair.uid, people=people, facts={}, now=now
    )
    assert item.overseer is not None
    User.objects.filter(pk=coordinator.pk).update(manager=None)
    recheck_all_pairs(now=now)
    item.refresh_from_db()
    assert item.overseer is None
    assert ActionItem.objects.visible_to(coordinator).get() == item


def test_many_items_cost_the_same(pair: Pairing, program: Program, now: datetime) -> None:
    people = [pair.mentor, pair.mentee]
    counts = []
    for kind in ("rhythm", "check_in", "late"):
        raise_item(
            program=program, kind=kind, subject_uid=pair.uid, people=people, facts={}, now=now
        )
        with CaptureQueriesContext(connection) as queries:
            assign_overseers(now=now)
        counts.append(len(queries))
    assert counts == [counts[0]] * 3
