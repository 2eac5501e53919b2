"""Whose names stand on a list: enough cover, whole groups, and nothing read from the answers."""

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulse.rules import GROUP, Pool, drawn, form_groups, is_own_week, join_groups, names_for

PEOPLE = st.sets(st.integers(1, 60), min_size=9, max_size=40)
SEEDS = st.text(min_size=1, max_size=6)
OWN = next(seed for seed in map(str, range(100)) if is_own_week(seed))
PLAIN = next(seed for seed in map(str, range(100)) if not is_own_week(seed))


def pool_of(people: Collection[int], seed: str = "groups") -> Pool:
    groups = form_groups(people, (), {}, seed)
    whole = {at: group for at, group in enumerate(groups) if len(group) == GROUP}
    grouped = {person for group in whole.values() for person in group}
    return Pool(whole, set(people) - grouped)


@given(PEOPLE, SEEDS)
def test_a_draw_is_repeated_by_its_seed_and_loses_nobody(people: set[int], seed: str) -> None:
    assert drawn(people, seed) == drawn(sorted(people, reverse=True), seed)
    assert set(drawn(people, seed)) == people


@given(PEOPLE, SEEDS, st.data())
def test_every_wish_brings_two_others_onto_the_list(
    people: set[int], seed: str, data: st.DataObject
) -> None:
    most = len(people) // GROUP - is_own_week(seed)
    wishing = data.draw(st.sets(st.sampled_from(sorted(people)), max_size=most))
    names = names_for(wishing, pool_of(people), seed)
    assert set(wishing) <= set(names) <= people
    assert len(names) == len(set(names))
    assert len(names) >= GROUP * (len(wishing) + is_own_week(seed))


@given(PEOPLE, SEEDS, st.data())
def test_who_of_a_group_wished_for_a_call_makes_no_difference(
    people: set[int], seed: str, data: st.DataObject
) -> None:
    pool = pool_of(people)
    group = data.draw(st.sampled_from(list(pool.groups.values())))
    lists = [names_for({person}, pool, seed) for person in group]
    assert lists[0] == lists[1] == lists[2]


@given(PEOPLE, st.lists(SEEDS, min_size=2, max_size=5), st.data())
def test_lists_laid_side_by_side_narrow_nobody_down(
    people: set[int], seeds: list[str], data: st.DataObject
) -> None:
    pool = pool_of(people)
    group = sorted(data.draw(st.sampled_from(list(pool.groups.values()))))
    lists = [set(names_for({group[0]}, pool, seed)) for seed in seeds]
    assert set(group) <= set.intersection(*lists)


def test_most_weeks_without_a_wish_have_no_names_and_some_have() -> None:
    pool = pool_of(range(30))
    assert names_for((), pool, PLAIN) == []
    assert len(names_for((), pool, OWN)) == GROUP
    assert len(names_for({1}, pool, OWN)) == 2 * GROUP
    weeks = [is_own_week(str(seed)) for seed in range(400)]
    assert 60 <= sum(weeks) <= 140


def test_two_wishes_in_one_group_still_bring_two_others_each() -> None:
    pool = pool_of(range(30))
    one, other, _third = next(iter(pool.groups.values()))
    assert len(names_for({one, other}, pool, PLAIN)) == 2 * GROUP


def test_where_groups_do_not_reach_others_stand_in() -> None:
    names = names_for({1}, Pool({}, {2, 3, 4, 5}), PLAIN)
    assert 1 in names
    assert len(names) == GROUP


def test_a_tiny_program_lists_whom_it_has() -> None:
    assert names_for({1}, Pool({}, {2}), PLAIN) in ([1, 2], [2, 1])


@given(PEOPLE, SEEDS)
def test_everybody_who_was_asked_has_a_group_of_three_but_a_few(
    people: set[int], seed: str
) -> None:
    groups = form_groups(people, (), {}, seed)
    assert {person for group in groups for person in group} == people
    assert sum(len(group) for group in groups) == len(people)
    assert [len(group) for group in groups[:-1]] == [GROUP] * (len(groups) - 1)


@given(st.integers(3, 20), SEEDS)
def test_partners_are_kept_apart(pairs: int, seed: str) -> None:
    partners = {at: {at ^ 1} for at in range(2 * pairs)}
    groups = form_groups(range(2 * pairs), (), partners, seed)
    assert not [group for group in groups if any(at ^ 1 in group for at in group)]


def test_groups_are_filled_up_with_people_who_were_not_asked() -> None:
    groups = form_groups([1], [2, 3, 4], {1: {2}, 2: {1}}, "seed")
    assert [sorted(group) for group in groups] == [[1, 3, 4]]


@pytest.mark.parametrize(("standing", "joined"), [({7: [2, 3, 4]}, {1: 7}), ({}, {})])
def test_who_is_left_over_joins_a_group_that_stands(
    standing: dict[int, list[int]], joined: dict[int, int]
) -> None:
    assert join_groups([1], standing, {}, "seed") == joined


def test_who_is_left_over_joins_a_group_without_a_partner() -> None:
    assert join_groups([1], {7: [2, 3, 4], 8: [5, 6, 9]}, {1: [2, 5, 6]}, "s") in ({1: 7}, {1: 8})
    assert join_groups([1], {7: [2, 3, 4], 8: [5, 6, 9]}, {1: [2]}, "s") == {1: 8}
