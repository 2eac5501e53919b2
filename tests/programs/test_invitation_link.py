"""The personal link: two taps and one line, for one person, without signing in."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from programs import registry
from programs.actions import take_invitation_back
from programs.models import Enrollment, Program
from programs.rules import EnrollmentState, ProgramState, Role
from tests.programs.invited import invite, link_of
from tests.programs.pages import text_of

SignIn = Callable[[User], Client]
S = EnrollmentState
YES = {"act": "join", "hope": "How the floor sees us", "has_read_rules": "on"}


@pytest.fixture(autouse=True)
def world(now: datetime) -> Iterator[None]:
    """The clock stands, and the program has house rules."""
    before = registry._sources[:]  # noqa: SLF001 -- put back after the test
    registry.register_house_rules(lambda _program: registry.RulesShown("Be kind."))
    with time_machine.travel(now, tick=False):
        yield
    registry._sources[:] = before  # noqa: SLF001 -- put back after the test


@pytest.fixture
def invited(open_program: Program, mentee: User, host: User, now: datetime) -> Enrollment:
    """Tom, a vice president, is invited as a mentee."""
    return invite(open_program, mentee, host, now)


@pytest.fixture
def url(invited: Enrollment, now: datetime) -> str:
    return reverse("core:answer", args=[link_of(invited, now)])


def state_of(place: Enrollment) -> str:
    place.refresh_from_db()
    return place.state


def test_the_page_says_what_it_is_and_is_filled_in(url: str, client: Client) -> None:
    page = client.get(url)
    assert "Tom, would you learn from a junior?" in text_of(page)
    assert "See what I miss" in page.content.decode()
    assert "checked" in page.content.decode()
    assert "Be kind." in text_of(page)


def test_reading_it_changes_nothing(url: str, invited: Enrollment, client: Client) -> None:
    for _ in range(3):
        client.get(url)
        client.head(url)
    assert state_of(invited) == S.INVITED


def test_two_taps_and_one_line_are_a_place(
    url: str, invited: Enrollment, client: Client, now: datetime
) -> None:
    page = client.post(url, YES, follow=True)
    assert "You are in, Tom." in text_of(page)
    assert "What happens next" in text_of(page)
    assert state_of(invited) == S.APPROVED
    assert (invited.hope, invited.house_rules_read_at) == ("How the floor sees us", now)


def test_nobody_is_signed_in_by_it(url: str, client: Client) -> None:
    client.post(url, YES)
    assert "_auth_user_id" not in client.session


def test_house_rules_are_confirmed_and_the_line_is_kept(
    url: str, invited: Enrollment, client: Client
) -> None:
    page = client.post(url, YES | {"has_read_rules": ""})
    assert "Please read the house rules" in text_of(page)
    assert "How the floor sees us" in page.content.decode()
    assert state_of(invited) == S.INVITED


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"hope": "x" * 281}, "at most 280 characters"),
        ({"hope": "a\x00"}, "Null characters are not allowed"),
        ({"topics": ["nope"]}, "is not a valid UUID"),
    ],
)
def test_bad_answers_are_named(
    url: str, invited: Enrollment, client: Client, bad: dict[str, object], message: str
) -> None:
    assert message in text_of(client.post(url, YES | bad))
    assert state_of(invited) == S.INVITED


def test_a_second_use_says_so_kindly(url: str, invited: Enrollment, client: Client) -> None:
    client.post(url, YES)
    again = client.post(url, YES | {"hope": "Other words"}, follow=True)
    assert "You are in" in text_of(again)
    assert "How the floor sees us" not in again.content.decode()
    invited.refresh_from_db()
    assert invited.hope == "How the floor sees us"


def test_no_thanks_needs_no_reason_and_can_be_undone(
    url: str, invited: Enrollment, client: Client
) -> None:
    assert "Thank you for telling us" in text_of(client.post(url, {"act": "decline"}, follow=True))
    assert state_of(invited) == S.DECLINED
    assert "would you learn" in text_of(client.post(url, {"act": "reconsider"}, follow=True))
    assert state_of(invited) == S.INVITED


def test_after_ten_minutes_the_no_stays(
    url: str, invited: Enrollment, client: Client, now: datetime
) -> None:
    client.post(url, {"act": "decline"})
    with time_machine.travel(now + timedelta(minutes=11), tick=False):
        page = client.post(url, {"act": "reconsider"})
        assert "for 10 minutes only" in text_of(page)
        assert "you can join while the program is open" in text_of(page)
    assert state_of(invited) == S.DECLINED


def test_somebody_else_who_is_signed_in_is_told(
    url: str, invited: Enrollment, mentor: User, sign_in: SignIn
) -> None:
    page = sign_in(mentor).post(url, YES)
    assert page.status_code == 403
    assert "for somebody else" in text_of(page)
    assert state_of(invited) == S.INVITED


def test_the_person_themselves_may_be_signed_in(
    url: str, invited: Enrollment, mentee: User, sign_in: SignIn
) -> None:
    sign_in(mentee).post(url, YES)
    assert state_of(invited) == S.APPROVED


def test_a_link_lasts_for_45_days(
    url: str, invited: Enrollment, client: Client, now: datetime
) -> None:
    with time_machine.travel(now + timedelta(days=45), tick=False):
        page = client.post(url, YES)
    assert page.status_code == 410
    assert "has had its time" in text_of(page)
    assert state_of(invited) == S.INVITED


def test_an_invitation_that_was_taken_back_says_so(
    url: str, invited: Enrollment, host: User, client: Client, now: datetime
) -> None:
    take_invitation_back(enrollment=invited, by=host, now=now)
    page = client.post(url, YES)
    assert page.status_code == 410
    assert "This invitation is over" in text_of(page)
    assert state_of(invited) == S.WITHDRAWN


@pytest.mark.parametrize("state", [ProgramState.CLOSING, ProgramState.CLOSED])
def test_a_program_that_closed_meanwhile_says_so(
    url: str, invited: Enrollment, client: Client, state: str
) -> None:
    Program.objects.update(state=state)
    assert "takes nobody new any more" in text_of(client.get(url))
    assert client.post(url, YES).status_code == 410
    assert state_of(invited) == S.INVITED


def test_a_leavers_link_is_dead(
    url: str, invited: Enrollment, mentee: User, client: Client
) -> None:
    User.objects.filter(pk=mentee.pk).update(is_active=False)
    assert client.post(url, YES).status_code == 404
    assert state_of(invited) == S.INVITED


def test_a_link_is_for_one_persons_place(
    invited: Enrollment, mentor: User, client: Client, now: datetime
) -> None:
    invited.user_id = mentor.pk
    url = reverse("core:answer", args=[link_of(invited, now)])
    assert client.post(url, YES).status_code == 404


def test_the_page_needs_the_token_of_its_form(url: str, invited: Enrollment) -> None:
    assert Client(enforce_csrf_checks=True).post(url, YES).status_code == 403
    assert state_of(invited) == S.INVITED


def test_it_speaks_to_a_mentor_in_their_words(
    open_program: Program, mentor: User, host: User, client: Client, now: datetime
) -> None:
    place = invite(open_program, mentor, host, now, role=Role.MENTOR)
    page = client.get(reverse("core:answer", args=[link_of(place, now)]))
    assert "Priya, would you be a mentor?" in text_of(page)


def test_signed_in_one_answers_on_the_page_of_the_place(
    invited: Enrollment, open_program: Program, mentee: User, sign_in: SignIn
) -> None:
    client = sign_in(mentee)
    place = reverse("pairings:show-place", args=[open_program.uid])
    decline = reverse("programs:decline-invitation", args=[open_program.uid])
    assert decline in client.get(place).content.decode()
    for _ in range(2):
        client.post(decline)
    assert state_of(invited) == S.DECLINED


def test_signed_in_the_pages_lead_to_the_place_at_once(
    invited: Enrollment, open_program: Program, mentee: User, sign_in: SignIn
) -> None:
    client = sign_in(mentee)
    data = {"role": "mentee", "hope": "Mine", "has_read_rules": "on"}
    for name in ("join-program", "join-topics", "join-times", "join-boundaries", "check-answers"):
        page = client.post(reverse(f"programs:{name}", args=[open_program.uid]), data, follow=True)
    assert "You are in. Welcome." in text_of(page)
    assert (state_of(invited), invited.hope) == (S.APPROVED, "Mine")


def test_the_other_side_is_asked_for_like_by_everybody(
    invited: Enrollment, open_program: Program, mentee: User, sign_in: SignIn
) -> None:
    client = sign_in(mentee)
    data = {"role": "mentor", "has_read_rules": "on"}
    for name in ("join-program", "join-topics", "join-times", "join-boundaries", "check-answers"):
        client.post(reverse(f"programs:{name}", args=[open_program.uid]), data)
    assert (state_of(invited), invited.role) == (S.APPLIED, Role.MENTOR)


def test_home_says_that_one_is_invited(invited: Enrollment, mentee: User, sign_in: SignIn) -> None:
    assert "You are invited as a mentee" in text_of(sign_in(mentee).get("/"))
