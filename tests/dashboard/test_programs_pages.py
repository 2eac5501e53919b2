from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from contracts.models import HouseRules
from programs.actions import add_staff
from programs.models import Blackout, Program, ProgramStaff
from programs.rules import ProgramKind, ProgramState, StaffRole
from tests import builders
from tests.dashboard.stage import main_of

SignIn = Callable[[User], Client]
NEW = "/hr/programs/new/"
TYPED = {
    "name": "Spring 2027",
    "kind": "cohort",
    "purpose": "Fresh eyes",
    "starts_on": "2027-03-01",
    "ends_on": "2027-08-31",
    "time_zone": "Europe/Berlin",
    "cadence": "monthly",
    "minutes": "45",
    "min_level_gap": "2",
    "change_weekday": "4",
    "change_time": "10:00",
    "topics": "AI at work\nCareers",
    "revision": "0",
    "text": "## Respect\n\nEither may decline any topic.",
}


def address(name: str, program: Program, *rest: object) -> str:
    return reverse(f"dashboard:{name}", args=[program.uid, *rest])


def test_a_program_is_created_with_its_house_rules(hr_admin: User, sign_in: SignIn) -> None:
    client = sign_in(hr_admin)
    page = main_of(client.post(NEW, TYPED, follow=True))
    program = Program.objects.get(name="Spring 2027")
    assert program.state == ProgramState.DRAFT
    assert "The program is a draft." in page
    assert HouseRules.objects.get(program=program).text == TYPED["text"]
    assert set(program.topics.values_list("name", flat=True)) == {"AI at work", "Careers"}


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "This field is required."),
        ("minutes", "0", "greater than or equal to 15"),
        ("minutes", "NaN", "Enter a whole number."),
        ("minutes", "1000000000", "less than or equal to 480"),
        ("ends_on", "2027-02-01", "The last day must come after the first."),
        ("starts_on", "1900-01-01", "Choose a date between 2000 and 2100."),
        ("cadence", "daily", "Select a valid choice."),
        ("text", "", "This field is required."),
        ("text", "a\x00b", "Null characters are not allowed."),
    ],
)
def test_bad_input_is_said_and_what_was_typed_is_kept(
    hr_admin: User, sign_in: SignIn, field: str, typed: str, said: str
) -> None:
    response = sign_in(hr_admin).post(NEW, TYPED | {field: typed})
    page = response.content.decode()
    assert said in main_of(response)
    assert "<title>Error:" in page
    assert "Fresh eyes" in page
    assert not Program.objects.exists()


def test_a_name_that_is_taken_is_said(hr_admin: User, sign_in: SignIn, program: Program) -> None:
    page = main_of(sign_in(hr_admin).post(NEW, TYPED | {"name": program.name}))
    assert "There is already a program with this name." in page
    assert Program.objects.count() == 1


def test_a_coordinator_does_not_create_programs(desk: Client, program: Program) -> None:
    response = desk.post(NEW, TYPED)
    assert response.status_code == 403
    assert "Only HR admins can create a program." in main_of(response)
    assert Program.objects.count() == 1
    assert "Create a program" not in main_of(desk.get("/hr/programs/"))


def test_the_list_names_the_programs_one_runs(
    desk: Client, program: Program, other_coordinator: User
) -> None:
    page = main_of(desk.get("/hr/programs/"))
    assert "Autumn 2026 Running 1 Sep 2026 – 28 Feb 2027 0 0 0" in page
    assert "Another program" not in page


def test_the_page_of_a_program_shows_its_next_step(desk: Client, program: Program) -> None:
    page = main_of(desk.get(address("show-program", program)))
    assert "Begin closing" in page
    assert "AI at work, Careers" in page
    assert "Cora Lind Coordinator" in page


@pytest.mark.parametrize(
    ("state", "kind", "act", "after"),
    [
        (ProgramState.DRAFT, ProgramKind.COHORT, "open enrollment", ProgramState.ENROLLING),
        (ProgramState.ENROLLING, ProgramKind.COHORT, "start matching", ProgramState.MATCHING),
        (ProgramState.MATCHING, ProgramKind.COHORT, "start", ProgramState.RUNNING),
        (ProgramState.ENROLLING, ProgramKind.ALWAYS_ON, "start", ProgramState.RUNNING),
        (ProgramState.RUNNING, ProgramKind.COHORT, "begin closing", ProgramState.CLOSING),
        (ProgramState.CLOSING, ProgramKind.COHORT, "close", ProgramState.CLOSED),
    ],
)
def test_each_step_is_explained_then_taken(
    desk: Client,
    program: Program,
    state: ProgramState,
    kind: ProgramKind,
    act: str,
    after: ProgramState,
) -> None:
    Program.objects.filter(pk=program.pk).update(state=state, kind=kind)
    asked = desk.get(address("advance-program", program)).content.decode()
    assert f'name="act" value="{act}"' in asked
    desk.post(address("advance-program", program), {"act": act})
    program.refresh_from_db()
    assert program.state == after


def test_a_step_that_is_not_listed_is_refused(desk: Client, program: Program) -> None:
    response = desk.post(address("advance-program", program), {"act": "close"})
    assert response.status_code == 409
    assert "This program is running." in main_of(response)
    program.refresh_from_db()
    assert program.state == ProgramState.RUNNING


def typed_for(program: Program, **fields: str) -> dict[str, str]:
    own = {"name": program.name, "starts_on": "2026-09-01", "ends_on": "2027-02-28"}
    return TYPED | own | fields


def test_facts_are_edited(desk: Client, program: Program) -> None:
    page = main_of(
        desk.post(address("edit-program", program), typed_for(program, minutes="60"), follow=True)
    )
    assert "Saved." in page
    assert "Every month, 60 minutes" in page


def test_who_saves_over_somebody_elses_change_sees_both_and_chooses(
    desk: Client, program: Program
) -> None:
    Program.objects.filter(pk=program.pk).update(revision=5, minutes=30)
    edit = address("edit-program", program)
    response = desk.post(edit, typed_for(program, minutes="60", revision="0"))
    page = main_of(response)
    assert "Somebody else changed this program meanwhile." in page
    assert "Length of a meeting in minutes 30" in page
    program.refresh_from_db()
    assert program.minutes == 30
    body = response.content.decode()
    assert 'value="60"' in body
    assert 'name="revision" value="5"' in body
    desk.post(edit, typed_for(program, minutes="60", revision="5"))
    program.refresh_from_db()
    assert program.minutes == 60


def test_days_are_closed_and_opened_again(desk: Client, program: Program) -> None:
    days = {"name": "Year-end break", "starts_on": "2026-12-21", "ends_on": "2027-01-03"}
    page = main_of(desk.post(address("add-closed-days", program), days, follow=True))
    assert "Year-end break 21 Dec 2026 – 3 Jan 2027" in page
    blackout = Blackout.objects.get()
    assert blackout.starts_on == date(2026, 12, 21)
    desk.post(address("remove-closed-days", program, blackout.uid))
    assert not Blackout.objects.exists()


def test_closed_days_that_end_before_they_begin_are_said(desk: Client, program: Program) -> None:
    days = {"name": "Backwards", "starts_on": "2027-01-03", "ends_on": "2026-12-21"}
    page = main_of(desk.post(address("add-closed-days", program), days))
    assert "The last day lies before the first." in page
    assert not Blackout.objects.exists()


def test_hr_chooses_who_runs_a_program(
    hr_admin: User, sign_in: SignIn, program: Program, stranger: User
) -> None:
    client = sign_in(hr_admin)
    data = {"email": stranger.email.upper(), "role": "deputy"}
    page = main_of(client.post(address("add-staff", program), data, follow=True))
    assert "Sol Stranger Deputy" in page
    member = ProgramStaff.objects.get(user=stranger)
    client.post(address("remove-staff", program, member.uid))
    assert not ProgramStaff.objects.filter(user=stranger).exists()


def test_an_email_nobody_has_is_said(hr_admin: User, sign_in: SignIn, program: Program) -> None:
    data = {"email": "nobody@example.com", "role": "deputy"}
    page = main_of(sign_in(hr_admin).post(address("add-staff", program), data))
    assert "Nobody here has this email." in page


def test_a_coordinator_hands_nothing_over(
    desk: Client, program: Program, stranger: User, hr_admin: User, now: datetime
) -> None:
    page = main_of(
        desk.post(address("add-staff", program), {"email": stranger.email, "role": "coordinator"})
    )
    assert "Only HR admins choose who runs a program." in page
    staff = add_staff(program=program, user=stranger, role=StaffRole.DEPUTY, by=hr_admin, now=now)
    assert desk.post(address("remove-staff", program, staff.uid)).status_code == 403
    assert ProgramStaff.objects.filter(pk=staff.pk).exists()


def test_an_always_on_program_is_opened_and_closed_to_new_people(
    desk: Client, program: Program
) -> None:
    Program.objects.filter(pk=program.pk).update(kind=ProgramKind.ALWAYS_ON)
    desk.post(address("open-program", program), {"open": "yes"})
    program.refresh_from_db()
    assert program.enrollment_open
    assert "Yes, stop it" in main_of(desk.get(address("show-program", program)))
    desk.post(address("open-program", program), {"open": "no"})
    program.refresh_from_db()
    assert not program.enrollment_open


@pytest.mark.parametrize(
    "name",
    [
        "show-program",
        "edit-program",
        "advance-program",
        "edit-house-rules",
        "add-closed-days",
        "add-staff",
        "list-enrollments",
        "enroll-person",
        "never-match",
        "propose-pair",
    ],
)
def test_a_program_one_does_not_run_is_not_there(desk: Client, program: Program, name: str) -> None:
    other = builders.make_program("Another program")
    for answer in (desk.get(address(name, other)), desk.post(address(name, other), TYPED)):
        assert answer.status_code in (404, 405)
        assert "Another program" not in answer.content.decode()
