from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from programs.models import Enrollment, Program
from programs.rules import EnrollmentState, ProgramState, Role
from tests.builders import make_enrollment, make_program
from tests.programs.pages import text_of

URL = reverse("programs:list-programs")
SignIn = Callable[[User], Client]


def test_an_open_program_can_be_joined(
    open_program: Program, stranger: User, sign_in: SignIn
) -> None:
    page = sign_in(stranger).get(URL)
    assert reverse("programs:join-program", args=[open_program.uid]) in page.content.decode()


def test_a_program_that_is_not_open_is_not_shown(
    program: Program, stranger: User, sign_in: SignIn
) -> None:
    page = text_of(sign_in(stranger).get(URL))
    assert program.name not in page
    assert "No program is open right now" in page


def test_ones_own_place_is_shown_with_its_state(
    application: Enrollment, stranger: User, sign_in: SignIn
) -> None:
    page = text_of(sign_in(stranger).get(URL))
    assert "Spring 2027 Mentor · Applied" in page


def test_a_program_one_takes_part_in_is_not_offered_again(
    application: Enrollment, open_program: Program, stranger: User, sign_in: SignIn
) -> None:
    page = sign_in(stranger).get(URL).content.decode()
    assert reverse("programs:join-program", args=[open_program.uid]) not in page


def test_who_withdrew_may_join_again(
    open_program: Program, stranger: User, sign_in: SignIn
) -> None:
    make_enrollment(open_program, stranger, Role.MENTOR, state=EnrollmentState.WITHDRAWN)
    page = sign_in(stranger).get(URL).content.decode()
    assert reverse("programs:join-program", args=[open_program.uid]) in page


def test_the_page_costs_the_same_with_more_programs(stranger: User, sign_in: SignIn) -> None:
    client = sign_in(stranger)
    counts = []
    for number in range(3):
        joined = make_program(f"Joined {number}", state=ProgramState.ENROLLING)
        make_enrollment(joined, stranger, Role.MENTOR)
        make_program(f"Open {number}", state=ProgramState.ENROLLING)
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[2] <= 8


def test_somebody_who_is_not_signed_in_is_sent_to_the_sign_in(client: Client, db: None) -> None:
    assert client.get(URL).headers["Location"].startswith(reverse("account_login"))
