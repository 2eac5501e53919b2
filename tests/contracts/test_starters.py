"""Sentences to start from: by topic, each side its own, put into what is typed, unsaved."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from contracts.models import Version
from contracts.queries.starters import shelf_of
from contracts.rules import GOAL_LENGTH
from contracts.rules.text import tidy_line
from contracts.starters import TOPICS, Starter, starter_of, topics_named
from pairings.models import Pairing
from programs.models import Topic
from programs.rules import Role
from tests.contracts.agreements import current, make_draft
from tests.contracts.browsing import fields_of, form_at, page_of

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]
ALL = [starter for topic in TOPICS for starter in topic.starters]
FORTY = 40


def _url(version: Version) -> str:
    return reverse("contracts:show-agreement", args=[version.contract.uid])


def _use(browser: Client, version: Version, typed: dict[str, str], key: str) -> dict[str, str]:
    answer = browser.post(_url(version), typed | {"use": key})
    assert answer.status_code == 200
    return fields_of(page_of(answer))


def test_there_are_enough_for_both_sides() -> None:
    assert len(ALL) >= FORTY
    assert all(len(topic.of(role)) >= 2 for topic in TOPICS for role in Role)


def test_each_is_one_of_a_kind() -> None:
    assert len({starter.key for starter in ALL}) == len(ALL)
    assert len({str(starter.text) for starter in ALL}) == len(ALL)


@pytest.mark.parametrize("starter", ALL, ids=lambda each: each.key)
def test_a_starter_can_be_signed_as_it_is(starter: Starter) -> None:
    for said in (str(starter.text), str(starter.sign)):
        assert said == tidy_line(said)
        assert said.endswith(".")
        assert 0 < len(said) <= GOAL_LENGTH // 2


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Tools and AI at work", "tools-1"),
        ("KI und Daten", "tools-1"),
        ("How customers really talk", "customers-1"),
        ("What newcomers notice", "newcomers-1"),
        ("Social media without fear", "media-1"),
        ("Careers today", "careers-1"),
        ("How decisions are made", "decisions-1"),
        ("Hybrid meetings", "teams-1"),
        ("Diversity & inclusion", "belonging-1"),
        ("Climate", "planet-1"),
    ],
)
def test_a_topic_is_known_by_its_words(name: str, first: str) -> None:
    assert topics_named([name])[0].starters[0].key == first


@pytest.mark.parametrize("name", ["", "Aiming high", "Kids", "\u674e", "<b>", "%s %(a)s"])
def test_other_names_are_no_topic_of_ours(name: str) -> None:
    assert topics_named([name]) == []


def test_a_topic_is_named_once() -> None:
    assert len(topics_named(["AI", "Tools", "Digital tools"])) == 1


def test_the_other_side_is_another_collection() -> None:
    assert starter_of("tools-1", Role.MENTEE) is not None
    assert starter_of("tools-1", Role.MENTOR) is None
    assert starter_of("nothing", Role.MENTEE) is None


def test_near_are_the_topics_chosen_at_enrollment(pair: Pairing) -> None:
    chosen = Topic.objects.create(program=pair.program, name="Climate and energy")
    pair.mentee_enrollment.topics.set([chosen])
    near = shelf_of(pair, Role.MENTEE).near
    assert [each.topic.starters[0].key for each in near] == ["planet-1"]


def test_else_near_are_the_topics_of_the_program(pair: Pairing) -> None:
    pair.program.topics.all().delete()
    Topic.objects.create(program=pair.program, name="Customers")
    shelf = shelf_of(pair, Role.MENTOR)
    assert [each.topic.starters[0].key for each in shelf.near] == ["customers-1"]
    assert len(shelf.near) + len(shelf.others) == len(TOPICS)


def test_without_a_known_topic_the_general_ones_are_near(pair: Pairing) -> None:
    pair.program.topics.all().delete()
    near = shelf_of(pair, Role.MENTEE).near
    assert [each.topic.starters[0].key for each in near] == ["anything-1"]


def test_the_page_offers_those_of_ones_own_side(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    page = page_of(signed_in(pair.mentee).get(_url(make_draft(pair, now))))
    mine, theirs = starter_of("tools-1", Role.MENTEE), starter_of("tools-4", Role.MENTOR)
    assert mine is not None
    assert theirs is not None
    assert str(mine.text) in page
    assert str(theirs.text) not in page


def test_a_starter_takes_the_first_empty_goal_and_leaves_what_is_typed(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version, browser = make_draft(pair, now), signed_in(pair.mentee)
    typed = form_at(browser, _url(version)) | {"place": "Café Nord", "goal_1": "Mine, not saved"}
    shown = _use(browser, version, typed, "tools-1")
    starter = starter_of("tools-1", Role.MENTEE)
    assert starter is not None
    assert (shown["goal_1"], shown["place"]) == ("Mine, not saved", "Café Nord")
    assert (shown["goal_2"], shown["sign_2"]) == (str(starter.text), str(starter.sign))
    assert shown["date_1"] == typed["date_1"]


def test_nothing_is_saved_by_it_and_saving_after_saves_all(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version, browser = make_draft(pair, now), signed_in(pair.mentee)
    typed = form_at(browser, _url(version)) | {"goal_1": "Changed"}
    shown = _use(browser, version, typed, "media-1")
    assert current(version.contract).goals.filter(owner="mentee").count() == 1
    assert browser.post(_url(version), shown).status_code == 302
    goals = current(version.contract).goals.filter(owner="mentee").order_by("position")
    assert list(goals.values_list("text", flat=True)) == [
        "Changed",
        "I write my own weekly update.",
    ]


def test_bad_input_beside_it_stays_as_it_was_typed(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version, browser = make_draft(pair, now), signed_in(pair.mentee)
    bad = {"minutes": "NaN", "date_1": "soon", "review_on": "2026-02-30", "goal_3": "bell\x07"}
    shown = _use(browser, version, form_at(browser, _url(version)) | bad, "tools-2")
    assert {name: shown[name] for name in bad} == bad
    assert shown["goal_2"].startswith("I try an AI assistant")


def test_three_goals_leave_no_room(pair: Pairing, signed_in: SignedIn, now: datetime) -> None:
    version, browser = make_draft(pair, now), signed_in(pair.mentee)
    full = {f"goal_{n}": f"Goal {n}" for n in (1, 2, 3)}
    answer = browser.post(
        _url(version), form_at(browser, _url(version)) | full | {"use": "tools-1"}
    )
    page = page_of(answer)
    assert "All your goals have words already." in page
    assert {name: fields_of(page)[name] for name in full} == full


@pytest.mark.parametrize("key", ["", "tools-4", "\x00", "x" * 5000, "<script>"])
def test_what_is_no_starter_of_this_side_changes_nothing(
    key: str, pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version, browser = make_draft(pair, now), signed_in(pair.mentee)
    shown = _use(browser, version, form_at(browser, _url(version)), key)
    assert shown["goal_2"] == ""
    assert "<script>" not in shown.values()


def test_markup_that_was_typed_stays_words(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version, browser = make_draft(pair, now), signed_in(pair.mentor)
    typed = form_at(browser, _url(version)) | {"goal_1": "<script>x</script>", "use": "tools-4"}
    assert "<script>x</script>" not in page_of(browser.post(_url(version), typed))
