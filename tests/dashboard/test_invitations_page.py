"""HR's page of invitations, and answering several applications at once."""

from collections.abc import Callable
from datetime import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from outbox.models import OutboxMessage
from programs.actions import nominate_person
from programs.models import Enrollment, Invitation, Nomination, Program
from programs.rules import EnrollmentState, ProgramState, Role
from tests.builders import make_enrollment, make_person, make_program
from tests.programs.invited import invite
from tests.programs.pages import text_of

SignIn = Callable[[User], Client]
S = EnrollmentState


@pytest.fixture
def open_program(db: None) -> Program:
    """A cohort that people can join."""
    return make_program("Spring 2027", state=ProgramState.ENROLLING)


@pytest.fixture
def desk(hr_admin: User, sign_in: SignIn) -> Client:
    return sign_in(hr_admin)


@pytest.fixture
def url(open_program: Program) -> str:
    return reverse("dashboard:list-invitations", args=[open_program.uid])


@pytest.fixture
def bulk(open_program: Program) -> str:
    return reverse("dashboard:decide-enrollments", args=[open_program.uid])


@pytest.fixture
def waiting(open_program: Program) -> list[Enrollment]:
    """Three people wait for an answer."""
    names = ("Ana Apple", "Ben Bloom", "Cy Cole")
    people = [make_person(name, level=2) for name in names]
    return [
        make_enrollment(open_program, each, Role.MENTOR, state=S.APPLIED, decided_at=None)
        for each in people
    ]


def states(places: list[Enrollment]) -> list[str]:
    for place in places:
        place.refresh_from_db()
    return [place.state for place in places]


def test_many_are_invited_with_one_paste(
    url: str, desk: Client, mentee: User, stranger: User
) -> None:
    pasted = f"Tom Hughes <{mentee.email}>; {stranger.email}\n\n"
    page = desk.post(url, {"addresses": pasted, "role": "mentee"}, follow=True)
    assert "2 invitations go out" in text_of(page)
    assert {each.enrollment.user for each in Invitation.objects.all()} == {mentee, stranger}


def test_each_line_is_answered_and_what_nobody_has_stays_to_be_put_right(
    url: str, desk: Client, mentee: User
) -> None:
    pasted = f"{mentee.email}\ntom@exmaple.com\nTom Hughes"
    page = desk.post(url, {"addresses": pasted, "role": "mentee", "hope": "Kept"})
    words, content = text_of(page), page.content.decode()
    assert words.count("nobody here has this email") == 2
    kept = content.partition("</textarea>")[0].partition("<textarea")[2]
    assert kept.split(">")[1].split() == ["tom@exmaple.com", "Tom", "Hughes"]
    assert "Kept" in content
    assert Invitation.objects.count() == 1


def test_people_are_found_by_name_and_ticked(url: str, desk: Client, mentee: User) -> None:
    page = desk.get(url, {"q": "hughes"}).content.decode()
    assert f'value="{mentee.email}"' in page
    sent = {"people": [mentee.email], "role": "mentee"}
    desk.post(f"{url}?q=hughes", sent)
    assert Invitation.objects.get().enrollment.user == mentee


def test_topics_and_a_line_are_filled_in(
    url: str, desk: Client, mentee: User, open_program: Program
) -> None:
    topic = open_program.topics.get(name="Careers")
    data = {"addresses": mentee.email, "role": "mentee", "topics": [str(topic.uid)], "hope": "Hi"}
    desk.post(url, data)
    place = Enrollment.objects.get(user=mentee)
    assert (place.hope, list(place.topics.all())) == ("Hi", [topic])


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"addresses": ""}, "Name at least one person"),
        ({"role": ""}, "This field is required"),
        ({"role": "boss"}, "is not one of the available choices"),
        ({"topics": ["x"]}, "is not a valid UUID"),
        ({"hope": "x" * 281}, "at most 280 characters"),
        ({"addresses": "a@b.c," * 4000}, "at most 20000 characters"),
        ({"addresses": "a\x00@b.c"}, "Null characters are not allowed"),
        ({"people": ["nobody@example.com"]}, "is not one of the available choices"),
        ({"addresses": ",".join(f"p{n}@e.io" for n in range(201))}, "at most 200 people"),
    ],
)
def test_bad_input_is_named_and_nobody_is_invited(
    url: str, desk: Client, mentee: User, bad: dict[str, object], message: str
) -> None:
    page = desk.post(url, {"addresses": mentee.email, "role": "mentee"} | bad)
    assert message in text_of(page)
    assert not Invitation.objects.exists()


def test_the_list_says_how_each_stands(
    url: str, desk: Client, open_program: Program, mentee: User, hr_admin: User, now: datetime
) -> None:
    place = invite(open_program, mentee, hr_admin, now)
    assert "Mentee · asked 23 Nov Invited Take back" in text_of(desk.get(url))
    back = reverse("dashboard:take-invitation-back", args=[open_program.uid, place.invitation.uid])
    page = text_of(desk.post(back, follow=True))
    assert "is taken back" in page
    assert "Withdrawn" in page


def test_a_suggestion_is_decided_here(
    url: str, desk: Client, open_program: Program, mentor: User, stranger: User, now: datetime
) -> None:
    make_enrollment(open_program, mentor, Role.MENTOR)
    nominate_person(
        program=open_program, person=stranger, role=Role.MENTEE, why="Kind", by=mentor, now=now
    )
    assert "thought of by Priya Nair" in text_of(desk.get(url))
    nomination = Nomination.objects.get()
    decide = reverse("dashboard:decide-nomination", args=[open_program.uid, nomination.uid])
    assert desk.post(decide, {"act": "shout"}).status_code == 409
    assert "Sol Stranger: invited" in text_of(desk.post(decide, {"act": "invite"}, follow=True))
    assert "Suggested by colleagues" not in text_of(desk.get(url))


def test_another_programs_coordinator_finds_nothing(
    url: str, bulk: str, coordinator: User, sign_in: SignIn, mentee: User
) -> None:
    client = sign_in(coordinator)
    answers = [client.get(url), client.post(url, {"addresses": mentee.email}), client.get(bulk)]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert not Invitation.objects.exists()


def test_the_list_has_boxes_for_those_who_wait(
    desk: Client, open_program: Program, waiting: list[Enrollment], mentor: User
) -> None:
    make_enrollment(open_program, mentor, Role.MENTOR)
    page = desk.get(reverse("dashboard:list-enrollments", args=[open_program.uid]))
    assert page.content.decode().count('form="bulk"') == 3


def test_what_goes_out_is_shown_first(
    bulk: str, desk: Client, waiting: list[Enrollment], open_program: Program
) -> None:
    chosen = [str(place.uid) for place in waiting[:2]]
    words = text_of(desk.get(bulk, {"act": "decline", "place": chosen}))
    assert "2 mails go out, one to each" in words
    assert "This says nothing about you or your work" in words
    assert "Cy Cole" not in words
    assert states(waiting) == [S.APPLIED] * 3


@pytest.mark.parametrize(
    ("act", "state", "kind"),
    [
        ("approve", S.APPROVED, "place_confirmed"),
        ("wait-list", S.WAIT_LISTED, "place_wait_listed"),
        ("decline", S.DECLINED, "place_declined"),
    ],
)
def test_several_are_answered_at_once_and_once(
    bulk: str, desk: Client, waiting: list[Enrollment], act: str, state: str, kind: str
) -> None:
    sent = {"act": act, "place": [str(place.uid) for place in waiting[:2]]}
    assert "2 people are told by mail" in text_of(desk.post(bulk, sent, follow=True))
    desk.post(bulk, sent)
    assert states(waiting) == [state, state, S.APPLIED]
    assert OutboxMessage.objects.filter(kind=kind).count() == 2


def test_who_was_answered_meanwhile_is_left_alone(
    bulk: str, desk: Client, waiting: list[Enrollment]
) -> None:
    Enrollment.objects.filter(pk=waiting[0].pk).update(state=S.APPROVED)
    desk.post(bulk, {"act": "decline", "place": [str(place.uid) for place in waiting]})
    assert states(waiting) == [S.APPROVED, S.DECLINED, S.DECLINED]


def test_places_of_another_program_are_not_touched(
    bulk: str, desk: Client, program: Program, mentor: User
) -> None:
    other = make_enrollment(program, mentor, Role.MENTOR, state=S.APPLIED)
    desk.post(bulk, {"act": "approve", "place": [str(other.uid), "nonsense"]})
    assert states([other]) == [S.APPLIED]


def test_the_wait_list_is_closed_in_one_go(
    bulk: str, desk: Client, open_program: Program, waiting: list[Enrollment]
) -> None:
    Enrollment.objects.filter(pk__in=[place.pk for place in waiting[:2]]).update(
        state=S.WAIT_LISTED
    )
    Program.objects.filter(pk=open_program.pk).update(state=ProgramState.RUNNING)
    page = desk.get(reverse("dashboard:list-enrollments", args=[open_program.uid]))
    assert "3 people still wait for an answer" in text_of(page)
    everyone = desk.get(bulk, {"act": "decline", "everyone": "wait_listed"})
    assert "2 mails go out" in text_of(everyone)
    assert text_of(everyone).count("On the wait list") == 2


def test_nobody_chosen_is_said_kindly(bulk: str, desk: Client) -> None:
    assert "Nobody to answer" in text_of(desk.get(bulk, {"act": "approve"}))
    assert desk.get(bulk, {"act": "explode"}).status_code == 302


def test_the_person_reads_where_they_stand(
    open_program: Program, waiting: list[Enrollment], sign_in: SignIn, now: datetime
) -> None:
    Enrollment.objects.update(state=S.WAIT_LISTED)
    with time_machine.travel(now, tick=False):
        page = sign_in(waiting[1].user).get(reverse("pairings:show-place", args=[open_program.uid]))
    assert "You are number 2 of 3 mentors who wait" in text_of(page)
