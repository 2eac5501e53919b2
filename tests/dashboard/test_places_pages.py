from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from outbox.models import OutboxMessage
from pairings.models import Pairing
from programs.models import Enrollment, NeverMatch, Program
from programs.rules import EnrollmentState, Role
from tests import builders
from tests.dashboard.stage import main_of


@pytest.fixture
def applicant(program: Program) -> Enrollment:
    """Somebody who has asked for a place."""
    person = builders.make_person("Bo Lindqvist", level=2)
    return builders.make_enrollment(
        program,
        person,
        Role.MENTOR,
        state=EnrollmentState.APPLIED,
        decided_at=None,
        boundaries="canary: nothing about my family",
    )


def address(name: str, program: Program, *rest: object) -> str:
    return reverse(f"dashboard:{name}", args=[program.uid, *rest])


def state_of(place: Enrollment) -> str:
    place.refresh_from_db()
    return place.state


@pytest.mark.parametrize(
    ("act", "after"),
    [
        ("approve", EnrollmentState.APPROVED),
        ("wait-list", EnrollmentState.WAIT_LISTED),
        ("decline", EnrollmentState.DECLINED),
    ],
)
def test_an_application_is_answered_and_the_person_told(
    desk: Client, program: Program, applicant: Enrollment, act: str, after: EnrollmentState
) -> None:
    decide = address("decide-enrollment", program, applicant.uid)
    page = main_of(desk.post(decide, {"act": act}, follow=True))
    assert "Saved for Bo Lindqvist." in page
    assert state_of(applicant) == after
    assert OutboxMessage.objects.get().person_id == applicant.user_id


def test_an_act_nobody_knows_is_refused_in_words(
    desk: Client, program: Program, applicant: Enrollment
) -> None:
    response = desk.post(address("decide-enrollment", program, applicant.uid), {"act": "promote"})
    assert response.status_code == 409
    assert "Choose what should happen with this place." in main_of(response)
    assert state_of(applicant) == EnrollmentState.APPLIED


def test_somebody_with_a_pair_is_not_taken_out(desk: Client, pair: Pairing) -> None:
    place = pair.mentor_enrollment
    decide = address("decide-enrollment", pair.program, place.uid)
    response = desk.post(decide, {"act": "withdraw"})
    assert "End the pair first" in main_of(response)
    assert state_of(place) == EnrollmentState.APPROVED
    page = desk.get(address("list-enrollments", pair.program)).content.decode()
    assert "Take out" not in page


def test_the_list_is_narrowed_by_state_role_and_name(
    desk: Client, pair: Pairing, applicant: Enrollment
) -> None:
    places = address("list-enrollments", pair.program)
    everybody = main_of(desk.get(places))
    assert all(name in everybody for name in ("Bo Lindqvist", "Priya Nair", "Tom Hughes"))
    applied = main_of(desk.get(places, {"state": "applied"}))
    assert "Bo Lindqvist" in applied
    assert "Priya Nair" not in applied
    mentees = main_of(desk.get(places, {"role": "mentee"}))
    assert "Tom Hughes" in mentees
    assert "Bo Lindqvist" not in mentees
    assert "Nobody here" in main_of(desk.get(places, {"q": "zzz"}))


def test_what_is_private_is_not_on_the_list(
    desk: Client, program: Program, applicant: Enrollment
) -> None:
    page = desk.get(address("list-enrollments", program)).content.decode()
    assert "Bo Lindqvist" in page
    assert "canary" not in page


@pytest.mark.parametrize(
    "query", [{"state": "x"}, {"role": "boss"}, {"q": "\x00"}, {"q": "a" * 500}]
)
def test_a_filter_that_is_not_known_is_said(
    desk: Client, program: Program, applicant: Enrollment, query: dict[str, str]
) -> None:
    page = main_of(desk.get(address("list-enrollments", program), query))
    assert "It is left out." in page
    assert "Bo Lindqvist" in page


def test_after_an_act_the_list_is_narrowed_as_before(
    desk: Client, program: Program, applicant: Enrollment
) -> None:
    decide = address("decide-enrollment", program, applicant.uid)
    data = {"act": "approve", "list": "state=applied&next=//evil.example&x=1"}
    response = desk.post(decide, data)
    assert response["Location"] == f"{address('list-enrollments', program)}?state=applied"


def test_a_second_pair_is_allowed_and_taken_back(desk: Client, pair: Pairing) -> None:
    place = pair.mentor_enrollment
    capacity = address("change-capacity", pair.program, place.uid)
    desk.post(capacity, {"capacity": "2"})
    place.refresh_from_db()
    assert place.capacity == 2
    for wrong in ("3", "0", "-1", "many"):
        assert "one pair or two" in main_of(desk.post(capacity, {"capacity": wrong}))
    place.refresh_from_db()
    assert place.capacity == 2


def test_somebody_rests_from_new_pairs(desk: Client, pair: Pairing) -> None:
    place = pair.mentee_enrollment
    availability = address("set-availability", pair.program, place.uid)
    page = main_of(desk.post(availability, {"is_available": "no"}, follow=True))
    place.refresh_from_db()
    assert not place.is_available
    assert "Resting" in page
    assert "Choose yes or no." in main_of(desk.post(availability, {"is_available": "maybe"}))


def test_hr_enrolls_somebody_by_hand(desk: Client, program: Program, stranger: User) -> None:
    enroll = address("enroll-person", program)
    listed = desk.get(enroll, {"q": "Stranger"}).content.decode()
    assert f'value="{stranger.uid}"' in listed
    page = main_of(desk.post(enroll, {"person": str(stranger.uid), "role": "mentor"}, follow=True))
    assert "Sol Stranger has a place." in page
    place = Enrollment.objects.get(user=stranger)
    assert (place.state, place.role) == (EnrollmentState.APPROVED, Role.MENTOR)


@pytest.mark.parametrize("person", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_nobody_is_enrolled_without_a_person(desk: Client, program: Program, person: str) -> None:
    response = desk.post(address("enroll-person", program), {"person": person, "role": "mentor"})
    assert "to put right" in main_of(response)
    assert not Enrollment.objects.exists()


def test_two_people_are_kept_apart_and_allowed_again(desk: Client, pair: Pairing) -> None:
    apart = address("never-match", pair.program)
    data = {"one": str(pair.mentor.uid), "other": str(pair.mentee.uid)}
    page = main_of(desk.post(apart, data, follow=True))
    assert "Kept apart" in page
    kept = NeverMatch.objects.get()
    desk.post(address("allow-match", pair.program, kept.uid))
    assert not NeverMatch.objects.exists()


def test_nobody_is_kept_apart_from_themselves(desk: Client, pair: Pairing) -> None:
    data = {"one": str(pair.mentor.uid), "other": str(pair.mentor.uid)}
    page = main_of(desk.post(address("never-match", pair.program), data))
    assert "Choose two different people." in page
    assert not NeverMatch.objects.exists()


def test_a_place_of_another_program_is_not_found_here(
    desk: Client, program: Program, applicant: Enrollment
) -> None:
    other = builders.make_program("Another program")
    place = builders.make_enrollment(other, applicant.user, Role.MENTOR)
    for name in ("decide-enrollment", "change-capacity", "set-availability"):
        response = desk.post(address(name, program, place.uid), {"act": "decline"})
        assert response.status_code == 404
    assert state_of(place) == EnrollmentState.APPROVED


def test_three_places_cost_as_many_queries_as_one(
    desk: Client, program: Program, now: datetime
) -> None:
    counts = []
    for number in (1, 2):
        for at in range(number):
            person = builders.make_person(f"Ann A{number}{at}", level=2)
            builders.make_enrollment(program, person, Role.MENTOR)
        with CaptureQueriesContext(connection) as queries:
            page = desk.get(address("list-enrollments", program))
        assert f"Ann A{number}0" in main_of(page)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10
