from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from pairings.actions import accept_pair
from pairings.forms import ProposeForm
from pairings.models import Pairing
from pairings.queries import free_people, pool, proposals_waiting_for
from programs.models import Enrollment, Program
from programs.rules import Role
from tests.builders import make_enrollment, make_person


@pytest.fixture(autouse=True)
def places(mentor_place: Enrollment, mentee_place: Enrollment) -> None:
    """Both take part."""


def data(mentor: object, mentee: object) -> dict[str, str]:
    return {"mentor": str(mentor), "mentee": str(mentee), "override_reason": ""}


def test_everybody_free_can_be_chosen(
    program: Program, mentor_place: Enrollment, mentee_place: Enrollment, coordinator: User
) -> None:
    form = ProposeForm(data(mentor_place.uid, mentee_place.uid), program=program, by=coordinator)
    assert form.is_valid()
    assert form.cleaned_data["mentor"] == mentor_place
    assert form.cleaned_data["mentee"] == mentee_place


def test_a_choice_says_work_and_level(program: Program, coordinator: User) -> None:
    assert "Priya Nair, Product (level 2)" in ProposeForm(program=program, by=coordinator).as_p()


def test_sides_are_not_mixed_up(
    program: Program, mentor_place: Enrollment, mentee_place: Enrollment, coordinator: User
) -> None:
    form = ProposeForm(data(mentee_place.uid, mentor_place.uid), program=program, by=coordinator)
    assert set(form.errors) == {"mentor", "mentee"}


@pytest.mark.parametrize("wrong", ["", "x", "11111111-1111-1111-1111-111111111111"])
def test_a_wrong_choice_is_named_beside_the_field(
    wrong: str, program: Program, mentee_place: Enrollment, coordinator: User
) -> None:
    form = ProposeForm(data(wrong, mentee_place.uid), program=program, by=coordinator)
    assert list(form.errors) == ["mentor"]


def test_who_has_a_proposal_is_not_free(
    proposal: Pairing, program: Program, coordinator: User
) -> None:
    assert free_people(program, Role.MENTOR, for_user=coordinator) == []


def test_who_rests_is_not_free(
    program: Program, mentor_place: Enrollment, coordinator: User
) -> None:
    Enrollment.objects.filter(pk=mentor_place.pk).update(is_available=False)
    assert free_people(program, Role.MENTOR, for_user=coordinator) == []


def test_ones_own_line_is_not_offered(program: Program, mentor: User, coordinator: User) -> None:
    User.objects.filter(pk=mentor.pk).update(manager=coordinator)
    assert free_people(program, Role.MENTOR, for_user=coordinator) == []


def test_the_pool_counts_what_is_open(proposal: Pairing, program: Program) -> None:
    assert [entry.open_pairs for entry in pool(program)] == [1, 1]


def test_the_pool_costs_two_queries_however_many_there_are(program: Program) -> None:
    for _ in range(3):
        make_enrollment(program, make_person(), Role.MENTOR)
    with CaptureQueriesContext(connection) as queries:
        assert len(pool(program)) == 5
    assert len(queries) == 2


def test_what_waits_for_an_answer(
    half_accepted: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    assert proposals_waiting_for(mentor, now=now) == [half_accepted]
    assert proposals_waiting_for(mentee, now=now) == []


def test_what_is_answered_or_over_waits_for_nobody(
    half_accepted: Pairing, mentor: User, now: datetime
) -> None:
    assert proposals_waiting_for(mentor, now=half_accepted.expires_at) == []
    accept_pair(pairing=half_accepted, by=mentor, now=now)
    assert proposals_waiting_for(mentor, now=now) == []
