from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from programs import registry
from programs.models import Enrollment, Program
from programs.rules import EnrollmentState, ProgramState, Role
from tests.builders import make_enrollment
from tests.programs.pages import text_of

SignIn = Callable[[User], Client]


@pytest.fixture
def url(open_program: Program) -> str:
    return reverse("programs:join-program", args=[open_program.uid])


@pytest.fixture(autouse=True)
def house_rules() -> Iterator[list[str]]:
    """The text of the house rules in this test; none at first."""
    texts = [""]
    before = registry._sources[:]  # noqa: SLF001 -- put back after the test
    registry.register_house_rules(lambda _program: texts[0])
    yield texts
    registry._sources[:] = before  # noqa: SLF001 -- put back after the test


def answers(**changes: object) -> dict[str, object]:
    return {"role": "mentor", "hope": "To be heard", "boundaries": "My team"} | changes


def test_the_form_says_what_each_side_gives_and_gets(
    url: str, stranger: User, sign_in: SignIn
) -> None:
    page = text_of(sign_in(stranger).get(url))
    assert "I am the junior one and share what I know" in page
    assert "I get a fresh view" in page


def test_joining_applies_for_a_place(
    url: str, open_program: Program, stranger: User, sign_in: SignIn
) -> None:
    topic = open_program.topics.get(name="Careers")
    sign_in(stranger).post(url, answers(topics=[str(topic.uid)]))
    place = Enrollment.objects.get(user=stranger)
    assert (place.state, place.role, place.hope) == (
        EnrollmentState.APPLIED,
        Role.MENTOR,
        "To be heard",
    )
    assert list(place.topics.all()) == [topic]


def test_after_joining_one_sees_ones_place(
    url: str, open_program: Program, stranger: User, sign_in: SignIn
) -> None:
    page = sign_in(stranger).post(url, answers(), follow=True)
    assert page.redirect_chain[0][0] == reverse("pairings:show-place", args=[open_program.uid])
    assert "answers by mail" in text_of(page)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"role": ""}, "This field is required"),
        ({"role": "boss"}, "is not one of the available choices"),
        ({"hope": "x" * 281}, "at most 280 characters"),
        ({"boundaries": "x" * 1001}, "at most 1000 characters"),
        ({"topics": ["not-a-uuid"]}, "is not a valid UUID"),
        ({"topics": ["11111111-1111-1111-1111-111111111111"]}, "not one of the available choices"),
        ({"hope": "a\x00b"}, "Null characters are not allowed"),
    ],
)
def test_bad_answers_are_named_and_the_rest_is_kept(
    bad: dict[str, object], message: str, url: str, stranger: User, sign_in: SignIn
) -> None:
    page = sign_in(stranger).post(url, answers(boundaries="Keep this text") | bad)
    assert message in text_of(page)
    if "boundaries" not in bad:
        assert "Keep this text" in page.content.decode()
    assert not Enrollment.objects.exists()


def test_house_rules_are_shown_and_must_be_read(
    url: str, stranger: User, sign_in: SignIn, house_rules: list[str]
) -> None:
    house_rules[0] = "Be kind <b>always</b>"
    client = sign_in(stranger)
    assert "Be kind &lt;b&gt;always&lt;/b&gt;" in client.get(url).content.decode()
    assert "Please read the house rules" in text_of(client.post(url, answers()))
    client.post(url, answers(has_read_rules="on"))
    assert Enrollment.objects.get().house_rules_read_at is not None


def test_without_house_rules_nothing_is_ticked(url: str, stranger: User, sign_in: SignIn) -> None:
    assert "has_read_rules" not in sign_in(stranger).get(url).content.decode()


def test_a_program_that_closed_meanwhile_says_so_and_keeps_the_text(
    url: str, open_program: Program, stranger: User, sign_in: SignIn
) -> None:
    make_enrollment(open_program, stranger, Role.MENTOR, state=EnrollmentState.WITHDRAWN)
    Program.objects.update(state=ProgramState.MATCHING)
    page = sign_in(stranger).post(url, answers())
    assert "This program takes nobody right now" in text_of(page)
    assert Enrollment.objects.get().state == EnrollmentState.WITHDRAWN


def test_a_program_that_is_not_open_is_not_found(
    program: Program, stranger: User, sign_in: SignIn
) -> None:
    url = reverse("programs:join-program", args=[program.uid])
    for answer in (sign_in(stranger).get(url), sign_in(stranger).post(url, answers())):
        assert answer.status_code == 404
    assert not Enrollment.objects.exists()


def test_who_has_a_place_is_led_to_it(
    url: str, application: Enrollment, open_program: Program, stranger: User, sign_in: SignIn
) -> None:
    page = sign_in(stranger).get(url)
    assert page.headers["Location"] == reverse("pairings:show-place", args=[open_program.uid])


def test_what_one_types_is_shown_as_text(url: str, stranger: User, sign_in: SignIn) -> None:
    page = sign_in(stranger).post(url, answers(role="", hope="<script>alert(1)</script>"))
    assert "<script>alert(1)" not in page.content.decode()
    assert "&lt;script&gt;alert(1)" in page.content.decode()
