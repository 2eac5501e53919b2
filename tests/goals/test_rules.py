"""Which goal of a new text is still the one before, and what each side's word makes of it."""

import pytest

from goals.rules import (
    GOAL_LIFE,
    OWN_WORDS,
    PARTNERS_WORDS,
    Followed,
    GoalState,
    Wording,
    after_owner,
    can_answer,
    followed,
    kept_share,
)

UPDATE = "Post my own weekly update in the forum"
REVIEWS = "Sit in on two budget reviews"
PODCAST = "Record one podcast about our factory"


def versions(*texts: tuple[str, ...]) -> list[list[Wording]]:
    """Number every goal of every version: 11 is the first of version 1, 23 the third of 2."""
    return [
        [Wording(10 * number + at, text) for at, text in enumerate(goals, 1)]
        for number, goals in enumerate(texts, 1)
    ]


def keys(goals: list[Followed]) -> list[tuple[int, ...]]:
    """Return the wordings of each goal; one left behind is negative."""
    sign = {True: -1, False: 1}
    return [tuple(sign[goal.is_left] * each.key for each in goal.wordings) for goal in goals]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], []),
        ([()], []),
        ([(UPDATE, REVIEWS)], [(11,), (12,)]),
        ([(UPDATE,), (UPDATE,)], [(11, 21)]),
        # The same words in another place.
        ([(UPDATE, REVIEWS), (REVIEWS, UPDATE)], [(12, 21), (11, 22)]),
        # Case and spaces are not words.
        ([(UPDATE,), (UPDATE.upper().replace(" ", "  "),)], [(11, 21)]),
        # Worded anew, in its place and in another.
        ([(UPDATE,), (UPDATE + " and the wiki",)], [(11, 21)]),
        ([(PODCAST, UPDATE), (UPDATE + " and wiki",)], [(12, 21), (-11,)]),
        # Another goal in the same place.
        ([(UPDATE,), (PODCAST,)], [(21,), (-11,)]),
        ([(UPDATE,), (UPDATE, PODCAST)], [(11, 21), (22,)]),
        ([(UPDATE,), ()], [(-11,)]),
        # Taken up again with the same words it is the one it was; with others it is new.
        ([(UPDATE,), (PODCAST,), (UPDATE,)], [(11, 31), (-21,)]),
        ([(UPDATE,), (PODCAST,), (UPDATE + " daily",)], [(31,), (-21,), (-11,)]),
        # Each known goal is continued once.
        ([(UPDATE,), (UPDATE, UPDATE)], [(11, 21), (22,)]),
        ([(UPDATE,), (UPDATE + " now", UPDATE)], [(21,), (11, 22)]),
    ],
)
def test_goals_are_followed_through_the_versions(
    texts: list[tuple[str, ...]], expected: list[tuple[int, ...]]
) -> None:
    assert keys(followed(versions(*texts))) == expected


def test_of_equals_the_one_in_its_place_is_continued() -> None:
    before = ("Meet ten customers this spring", "Meet ten customers this autumn")
    after = ("Meet ten customers this winter", "Meet ten customers this summer")
    assert keys(followed(versions(before, after))) == [(11, 21), (12, 22)]


def test_small_steps_add_up_without_losing_the_goal() -> None:
    texts = ["one two three four", "one two three five", "one two six five", "one seven six five"]
    assert keys(followed(versions(*[(text,) for text in texts]))) == [(11, 21, 31, 41)]


def test_many_versions_keep_every_goal_once() -> None:
    texts = [(f"goal {n} of its own", f"{UPDATE} {n}") for n in range(20)]
    found = [key for goal in followed(versions(*texts)) for key in (w.key for w in goal.wordings)]
    assert len(found) == len(set(found)) == 40


@pytest.mark.parametrize(
    ("before", "after", "is_same"),
    [
        ("", "", True),
        ("one two three", "one two four", True),
        ("alpha beta gamma delta", "alpha other words here", False),
        ("每周在论坛上发布更新", "每周在论坛上发布我的更新", True),
        ("每周在论坛上发布更新", "参加两次预算审查会议吧", False),
        ("أنشر تحديثي الأسبوعي", "أنشر تحديثي الشهري", True),
        ("👩‍💻 learn to code", "👩‍💻 learn to code well", True),
    ],
)
def test_more_than_half_kept_is_the_same_goal(*, before: str, after: str, is_same: bool) -> None:
    assert (kept_share(before, after) > 0.5) is is_same


def test_half_is_not_more_than_half() -> None:
    assert kept_share("abc def", "abc xyz") == 0.5


@pytest.mark.parametrize("state", GoalState)
def test_an_owner_alone_never_makes_it_done(state: GoalState) -> None:
    for word in OWN_WORDS:
        is_done = after_owner(state, word) == GoalState.DONE
        assert is_done is (state == GoalState.DONE and word == GoalState.SAID_DONE)


@pytest.mark.parametrize("state", [GoalState.NOT_STARTED, GoalState.UNDER_WAY])
def test_a_partner_answers_only_what_was_called_done(state: GoalState) -> None:
    assert not any(can_answer(state, word) for word in PARTNERS_WORDS)


@pytest.mark.parametrize("state", [GoalState.SAID_DONE, GoalState.NOT_YET, GoalState.DONE])
def test_a_partner_may_change_their_answer(state: GoalState) -> None:
    assert all(can_answer(state, word) for word in PARTNERS_WORDS)


def test_the_table_lists_every_way_the_rules_allow() -> None:
    owners = {GoalState.NOT_STARTED: "set back", GoalState.UNDER_WAY: "begin"}
    for state in GoalState:
        for word, act in (owners | {GoalState.SAID_DONE: "say done"}).items():
            moves = after_owner(state, word) != state
            assert GOAL_LIFE.allows(act, state) is moves
