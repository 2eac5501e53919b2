from django.test import Client
from django.urls import reverse

from accounts.models import User
from pairings.models import Pairing
from pairings.rules import PairState, Rule
from programs.models import Enrollment, NeverMatch, Program
from programs.rules import Role
from tests import builders
from tests.dashboard.stage import main_of


def free(program: Program, name: str, role: Role, level: int, **fields: object) -> Enrollment:
    person = builders.make_person(name, level=level, **fields)
    return builders.make_enrollment(program, person, role)


def propose(program: Program) -> str:
    return reverse("dashboard:propose-pair", args=[program.uid])


def typed(mentor: Enrollment, mentee: Enrollment, reason: str = "") -> dict[str, str]:
    return {"mentor": str(mentor.uid), "mentee": str(mentee.uid), "override_reason": reason}


def test_two_free_people_are_proposed(desk: Client, program: Program) -> None:
    mentor = free(program, "Amara Osei", Role.MENTOR, 2)
    mentee = free(program, "Ingrid Sand", Role.MENTEE, 6)
    page = main_of(desk.post(propose(program), typed(mentor, mentee), follow=True))
    pair = Pairing.objects.get()
    assert pair.state == PairState.PROPOSED
    assert "Both are asked." in page
    assert "Amara O. mentors Ingrid S." in page


def test_each_rule_that_stands_in_the_way_is_said_and_the_choice_kept(
    desk: Client, program: Program
) -> None:
    mentor = free(program, "Amara Osei", Role.MENTOR, 5, languages=["de"])
    mentee = free(program, "Ingrid Sand", Role.MENTEE, 6, languages=["en"])
    response = desk.post(propose(program), typed(mentor, mentee))
    page = main_of(response)
    assert "is not 2 levels below Ingrid Sand" in page
    assert "Amara Osei and Ingrid Sand share no language." in page
    assert f'<option value="{mentor.uid}" selected>' in response.content.decode()
    # A reason does not outweigh the levels, so none is asked for.
    assert "Why all the same?" not in page
    assert not Pairing.objects.exists()


def test_where_a_reason_is_enough_it_is_asked_for_and_kept(desk: Client, program: Program) -> None:
    mentor = free(program, "Amara Osei", Role.MENTOR, 2)
    mentee = free(program, "Ingrid Sand", Role.MENTEE, 6)
    low, high = sorted((mentor.user_id, mentee.user_id))
    NeverMatch.objects.create(program=program, first_id=low, second_id=high)
    page = main_of(desk.post(propose(program), typed(mentor, mentee)))
    assert "A coordinator keeps Amara Osei and Ingrid Sand apart." in page
    assert "Why all the same?" in page
    desk.post(propose(program), typed(mentor, mentee, "Both asked for it."))
    pair = Pairing.objects.get()
    assert pair.override_reason == "Both asked for it."
    assert pair.overridden_rules == [Rule.NEVER_MATCH]


def test_who_is_taken_is_not_offered(desk: Client, pair: Pairing) -> None:
    mentee = free(pair.program, "Ingrid Sand", Role.MENTEE, 6)
    listed = desk.get(propose(pair.program)).content.decode()
    assert str(mentee.uid) in listed
    assert str(pair.mentee_enrollment.uid) not in listed
    response = desk.post(propose(pair.program), typed(pair.mentor_enrollment, mentee))
    assert "This person is not free for a pair now." in main_of(response)
    assert Pairing.objects.count() == 1


def test_mentor_and_mentee_cannot_change_places(desk: Client, program: Program) -> None:
    mentor = free(program, "Amara Osei", Role.MENTOR, 2)
    mentee = free(program, "Ingrid Sand", Role.MENTEE, 6)
    page = main_of(desk.post(propose(program), typed(mentee, mentor)))
    assert "This person is not free for a pair now." in page
    assert not Pairing.objects.exists()


def test_people_of_ones_own_line_are_not_offered(
    desk: Client, coordinator: User, program: Program
) -> None:
    mentor = free(program, "Amara Osei", Role.MENTOR, 2, manager=coordinator)
    mentee = free(program, "Ingrid Sand", Role.MENTEE, 6)
    assert str(mentor.uid) not in desk.get(propose(program)).content.decode()
    desk.post(propose(program), typed(mentor, mentee))
    assert not Pairing.objects.exists()
