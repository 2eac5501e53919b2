from datetime import date

import pytest

from accounts.models import User
from programs.forms import BlackoutForm, CapacityForm, EnrollForm, NeverMatchForm, StaffForm
from programs.models import Enrollment, Program
from programs.rules import Role
from tests.builders import make_enrollment, make_person


def test_a_person_is_chosen_to_enroll(program: Program, stranger: User) -> None:
    form = EnrollForm({"person": str(stranger.uid), "role": "mentor"}, program=program)
    assert form.is_valid()
    assert form.cleaned_data == {"person": stranger, "role": "mentor"}


def test_words_narrow_the_list(program: Program, stranger: User, mentee: User) -> None:
    page = EnrollForm(program=program, words="sol").as_p()
    assert stranger.display_name in page
    assert mentee.display_name not in page


def test_people_of_one_name_are_told_apart(program: Program) -> None:
    make_person("Ana Silva", job_title="Analyst", department="Finance")
    assert "Ana Silva, Analyst, Finance" in EnrollForm(program=program).as_p()


@pytest.mark.parametrize("person", ["", "x", "11111111-1111-1111-1111-111111111111"])
def test_somebody_unknown_is_not_enrolled(person: str, program: Program) -> None:
    form = EnrollForm({"person": person, "role": "mentor"}, program=program)
    assert "person" in form.errors


def test_who_has_a_place_is_not_enrolled_again(place: Enrollment, program: Program) -> None:
    form = EnrollForm({"person": str(place.user.uid), "role": "mentor"}, program=program)
    assert "cannot be enrolled" in str(form.errors["person"])


def test_staff_are_named_by_email_in_any_case(stranger: User) -> None:
    form = StaffForm({"email": stranger.email.upper(), "role": "deputy"})
    assert form.is_valid()
    assert form.person == stranger


@pytest.mark.parametrize(
    ("email", "message"),
    [("nobody@example.com", "Nobody here has this email"), ("not an email", "valid email")],
)
def test_an_email_of_nobody_is_named(email: str, message: str, db: None) -> None:
    form = StaffForm({"email": email, "role": "deputy"})
    assert message in str(form.errors["email"])


def test_a_leaver_gets_no_role(db: None) -> None:
    gone = make_person(left_on=date(2026, 1, 1))
    assert "email" in StaffForm({"email": gone.email, "role": "deputy"}).errors


def test_two_people_of_the_program_are_kept_apart(
    place: Enrollment, program: Program, mentee: User
) -> None:
    make_enrollment(program, mentee, Role.MENTEE)
    data = {"one": str(place.user.uid), "other": str(mentee.uid)}
    form = NeverMatchForm(data, program=program)
    assert form.is_valid()
    assert (form.cleaned_data["one"], form.cleaned_data["other"]) == (place.user, mentee)


def test_one_person_is_not_two(place: Enrollment, program: Program) -> None:
    data = {"one": str(place.user.uid), "other": str(place.user.uid)}
    form = NeverMatchForm(data, program=program)
    assert "two different people" in str(form.errors["other"])


def test_outsiders_are_not_kept_apart(place: Enrollment, program: Program, stranger: User) -> None:
    data = {"one": str(place.user.uid), "other": str(stranger.uid)}
    assert "takes no part" in str(NeverMatchForm(data, program=program).errors["other"])


def test_a_blackout_of_one_day_is_fine() -> None:
    form = BlackoutForm({"name": "Day off", "starts_on": "2026-12-24", "ends_on": "2026-12-24"})
    assert form.is_valid()
    assert form.days() == (date(2026, 12, 24), date(2026, 12, 24))


def test_a_reversed_blackout_is_named() -> None:
    form = BlackoutForm({"name": "X", "starts_on": "2026-12-24", "ends_on": "2026-12-23"})
    assert "before the first" in str(form.errors["ends_on"])


@pytest.mark.parametrize(
    ("capacity", "is_fine"), [("1", True), ("2", True), ("3", False), ("", False)]
)
def test_capacity_is_one_or_two(capacity: str, is_fine: bool) -> None:  # noqa: FBT001 -- a column of the table
    assert CapacityForm({"capacity": capacity}).is_valid() is is_fine
