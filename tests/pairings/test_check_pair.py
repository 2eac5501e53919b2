from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from pairings.models import Pairing
from pairings.queries import Couple, check_couples, check_pair, check_pairings
from pairings.rules import PairState, Rule
from programs.models import Enrollment, NeverMatch, Program
from programs.rules import EnrollmentState, Role
from tests.builders import make_enrollment, make_pair, make_person, make_program


@pytest.fixture(autouse=True)
def places(mentor_place: Enrollment, mentee_place: Enrollment) -> None:
    """Both take part."""


def rules(program: Program, mentor: User, mentee: User) -> list[Rule]:
    return [broken.rule for broken in check_pair(program, mentor, mentee)]


def sentence(program: Program, mentor: User, mentee: User) -> str:
    (broken,) = check_pair(program, mentor, mentee)
    return broken.sentence


def change(user: User, **fields: object) -> None:
    User.objects.filter(pk=user.pk).update(**fields)
    user.refresh_from_db()


def test_two_who_fit_break_nothing(program: Program, mentor: User, mentee: User) -> None:
    assert check_pair(program, mentor, mentee) == []


def test_the_wrong_way_round_is_refused_for_rank_and_roles(
    program: Program, mentor: User, mentee: User
) -> None:
    assert rules(program, mentee, mentor) == [Rule.LEVEL_GAP, Rule.NOT_ENROLLED]


def test_the_levels_are_said(program: Program, mentor: User, mentee: User) -> None:
    change(mentor, level=5)
    assert sentence(program, mentor, mentee) == (
        "Priya Nair (level 5) is not 2 levels below Tom Hughes (level 6)."
        " The mentor is the junior one."
    )


def test_an_unknown_level_is_said(program: Program, mentor: User, mentee: User) -> None:
    change(mentee, level=None)
    assert sentence(program, mentor, mentee) == "The level of Tom Hughes is not known."


def test_a_manager_is_no_mentee(program: Program, mentor: User, mentee: User) -> None:
    change(mentor, manager=mentee)
    assert sentence(program, mentor, mentee) == (
        "Priya Nair and Tom Hughes are in the same reporting line."
    )


def test_a_report_is_no_mentee(program: Program, mentor: User, mentee: User) -> None:
    change(mentee, manager=mentor)
    assert rules(program, mentor, mentee) == [Rule.REPORTING_LINE]


def test_a_manager_far_above_is_no_mentee(program: Program, mentor: User, mentee: User) -> None:
    top = make_person(manager=mentee)
    middle = make_person(manager=top)
    change(mentor, manager=middle)
    assert rules(program, mentor, mentee) == [Rule.REPORTING_LINE]


def test_reporting_to_a_direct_report_is_said(program: Program, mentor: User, mentee: User) -> None:
    change(mentor, manager=make_person(manager=mentee))
    assert sentence(program, mentor, mentee) == (
        "Priya Nair reports to somebody who reports to Tom Hughes."
    )


def test_colleagues_under_one_boss_are_in_different_lines(
    program: Program, mentor: User, mentee: User
) -> None:
    boss = make_person(level=9)
    change(mentor, manager=boss)
    change(mentee, manager=boss)
    assert rules(program, mentor, mentee) == []


def test_one_person_is_no_pair(program: Program, mentor: User) -> None:
    assert rules(program, mentor, mentor)[0] == Rule.SAME_PERSON


def test_a_leaver_is_named(program: Program, mentor: User, mentee: User) -> None:
    change(mentor, left_on=date(2026, 10, 1))
    assert sentence(program, mentor, mentee) == "Priya Nair has left or is switched off."


def test_who_is_not_enrolled_is_named_with_the_role(
    program: Program, mentor: User, mentee: User, stranger: User
) -> None:
    change(stranger, level=1)
    assert sentence(program, stranger, mentee) == (
        "Sol Stranger has no place as a mentor in this program."
    )


@pytest.mark.parametrize("state", set(EnrollmentState) - {EnrollmentState.APPROVED})
def test_only_an_approved_place_counts(
    state: str, program: Program, mentor: User, mentee: User
) -> None:
    Enrollment.objects.filter(user=mentee).update(state=state)
    assert sentence(program, mentor, mentee) == (
        "Tom Hughes has no place as a mentee in this program."
    )


def test_who_rests_is_named(program: Program, mentor: User, mentee: User) -> None:
    Enrollment.objects.filter(user=mentee).update(is_available=False)
    assert sentence(program, mentor, mentee) == "Tom Hughes takes no new partner now."


@pytest.mark.parametrize("state", [PairState.PROPOSED, PairState.ACTIVE, PairState.CONCLUDING])
def test_open_pairs_and_proposals_fill_the_capacity(
    state: PairState, program: Program, mentor: User, mentee: User
) -> None:
    make_pair(program=program, mentor=mentor, state=state)
    assert sentence(program, mentor, mentee) == (
        "Priya Nair takes 1 pair at once and has it, proposals included."
    )


@pytest.mark.parametrize("state", [PairState.ENDED, PairState.DECLINED, PairState.EXPIRED])
def test_what_is_over_leaves_room(
    state: PairState, program: Program, mentor: User, mentee: User
) -> None:
    make_pair(program=program, mentor=mentor, state=state)
    assert rules(program, mentor, mentee) == []


def test_another_program_takes_no_room(program: Program, mentor: User, mentee: User) -> None:
    make_pair(program=make_program("Elsewhere"), mentor=mentor)
    assert rules(program, mentor, mentee) == []


def test_these_two_are_paired_once(program: Program, mentor: User, mentee: User) -> None:
    make_pair(program=program, mentor=mentor, mentee=mentee)
    Enrollment.objects.update(capacity=2)
    assert sentence(program, mentor, mentee) == (
        "Priya Nair and Tom Hughes already have a pair or a proposal in this program."
    )


def test_two_kept_apart_are_named(program: Program, mentor: User, mentee: User) -> None:
    low, high = sorted((mentor, mentee), key=lambda user: user.pk)
    NeverMatch.objects.create(program=program, first=low, second=high)
    assert sentence(program, mentor, mentee) == (
        "A coordinator keeps Priya Nair and Tom Hughes apart."
    )


def test_two_without_a_common_language_are_named(
    program: Program, mentor: User, mentee: User
) -> None:
    change(mentor, languages=["pt"])
    assert sentence(program, mentor, mentee) == "Priya Nair and Tom Hughes share no language."


def test_all_reasons_come_at_once(program: Program, mentor: User, mentee: User) -> None:
    change(mentor, level=6, languages=["pt"])
    Enrollment.objects.filter(user=mentor).update(is_available=False)
    assert rules(program, mentor, mentee) == [
        Rule.LEVEL_GAP,
        Rule.NOT_AVAILABLE,
        Rule.NO_SHARED_LANGUAGE,
    ]


def test_a_pair_does_not_stand_in_its_own_way(program: Program, pair: Pairing) -> None:
    assert check_pairings([pair]) == [[]]


def test_many_couples_cost_as_much_as_one(program: Program) -> None:
    def couple() -> Couple:
        mentor, mentee = make_person(level=1), make_person(level=5)
        make_enrollment(program, mentor, Role.MENTOR)
        make_enrollment(program, mentee, Role.MENTEE)
        return Couple(program, mentor, mentee)

    counts = []
    for couples in ([couple()], [couple(), couple(), couple()]):
        with CaptureQueriesContext(connection) as queries:
            assert check_couples(couples) == [[]] * len(couples)
        counts.append(len(queries))
    assert counts == [4, 4]
