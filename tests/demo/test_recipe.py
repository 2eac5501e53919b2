"""The pairs that are drawn: the same for everybody, and none that a rule would refuse."""

import csv
from collections import Counter

import pytest

from accounts.models import User
from mentoring.demo.people import PEOPLE
from mentoring.demo.recipe import last_year, pilot, this_year
from mentoring.demo.story import SIGNED_UP, Answer, Pair

PEOPLE_BY_ID = {
    row["Employee ID"]: User(
        employee_id=row["Employee ID"],
        level=int(row["Grade"][1:]),
        department=row["Department"],
    )
    for row in csv.DictReader(PEOPLE.read_text(encoding="utf-8").splitlines())
}
THIS_YEAR = this_year(PEOPLE_BY_ID)
STORIES = {
    "this year": THIS_YEAR,
    "last year": last_year(PEOPLE_BY_ID),
    "pilot": pilot(PEOPLE_BY_ID, THIS_YEAR),
}
each_story = pytest.mark.parametrize("pairs", STORIES.values(), ids=STORIES)


def _is_live(pair: Pair) -> bool:
    return pair.answer is Answer.ACCEPTED and pair.ended is None


def test_it_is_the_same_story_each_time() -> None:
    assert this_year(PEOPLE_BY_ID) == THIS_YEAR
    assert last_year(PEOPLE_BY_ID) == STORIES["last year"]


@each_story
def test_mentors_are_two_levels_below_and_elsewhere(pairs: tuple[Pair, ...]) -> None:
    for pair in pairs:
        mentor, mentee = PEOPLE_BY_ID[pair.mentor], PEOPLE_BY_ID[pair.mentee]
        assert (mentee.level or 0) - (mentor.level or 0) >= 2, pair
        assert mentor.department != mentee.department, pair


@each_story
def test_nobody_is_in_two_pairs_of_a_story(pairs: tuple[Pair, ...]) -> None:
    seen = Counter(key for pair in pairs for key in (pair.mentor, pair.mentee))
    assert set(seen.values()) == {1}


def test_nobody_of_the_pilot_is_in_the_running_program() -> None:
    running = {key for pair in THIS_YEAR for key in (pair.mentor, pair.mentee)}
    assert not running & {key for p in STORIES["pilot"] for key in (p.mentor, p.mentee)}


def test_forty_eight_pairs_live_in_the_running_program() -> None:
    assert sum(_is_live(pair) for pair in THIS_YEAR) == 48


def test_every_end_of_a_proposal_is_told() -> None:
    assert {pair.answer for pair in THIS_YEAR} == set(Answer)


def test_who_wrote_a_page_wrote_both_sides_of_it() -> None:
    for pairs in STORIES.values():
        for pair in pairs:
            if pair.signs is not None and pair.answer is Answer.ACCEPTED:
                assert pair.goal, pair
                assert pair.gain, pair


def test_nobody_signs_up_twice() -> None:
    assert Counter(key for _day, key, *_rest in SIGNED_UP).most_common(1)[0][1] == 1
