"""What changed is said goal by goal and term by term, against what each can compare with."""

from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from contracts.actions import (
    DraftEdit,
    drop_amendment,
    offer,
    open_contract,
    publish_house_rules,
    save_draft,
    save_own_part,
    send_back,
    withdraw,
)
from contracts.models import LastSeen, Version
from contracts.queries.beside import family_of
from contracts.queries.changes import Changes, changes_of, changes_since_seen
from contracts.rules import Channel
from contracts.rules.parts import GoalText
from core.difference import Change
from pairings.models import Pairing
from programs.rules import Cadence, Role
from tests.contracts.agreements import PARTS, current, make_draft, make_offer, sign_as, terms_with
from tests.contracts.amendments import (
    change_terms,
    make_amendment,
    offer_amendment,
    rewrite_goal,
    suggest,
)
from tests.contracts.browsing import page_of
from tests.contracts.conftest import SignedIn

pytestmark = pytest.mark.django_db
NAMES = {Role.MENTOR: "Priya", Role.MENTEE: "Tom"}
MARKS = {Change.KEPT: "{}", Change.ADDED: "+{}+", Change.REMOVED: "-{}-"}


def _said(changes: Changes) -> dict[str, str]:
    return {
        row.label: "".join(MARKS[each.change].format(each.text) for each in row.segments)
        for row in changes.rows
    }


def _of(version: Version) -> dict[str, dict[str, str]]:
    fresh = Version.objects.with_pair().get(pk=version.pk)
    return {each.key: _said(each) for each in changes_of(family_of(fresh), NAMES)}


def _news(version: Version, role: Role) -> dict[str, str]:
    fresh = Version.objects.with_pair().get(pk=version.pk)
    found = changes_since_seen(fresh, role, NAMES)
    return _said(found) if found else {}


def _save(version: Version, role: Role, **edit: Any) -> None:
    """Save a page as it was opened just now, with something edited."""
    fresh = current(version.contract)
    other = Role.MENTEE if role == Role.MENTOR else Role.MENTOR
    seen = {
        "part_revision": fresh.own_revision(role),
        "terms_revision": fresh.revision,
        "other_revision": fresh.own_revision(other),
    }
    person = version.contract.pairing.person_in(role)
    now = version.created_at
    save_draft(version=fresh, by=person, edit=DraftEdit(**(seen | edit)), now=now)


def test_the_first_draft_has_nothing_to_compare_with(pair: Pairing, now: datetime) -> None:
    draft = make_draft(pair, now)
    assert _of(draft) == {}
    assert _news(draft, Role.MENTOR) == {}


def test_an_untouched_amendment_leaves_out_the_dates_alone(pair: Pairing, now: datetime) -> None:
    rows = _of(make_amendment(pair, now))["base"]
    assert set(rows) == {"First dates"}
    assert rows["First dates"].startswith("-")


def test_an_amendment_says_goal_and_terms_word_by_word(pair: Pairing, now: datetime) -> None:
    draft = make_amendment(pair, now)
    rewrite_goal(draft, now, "canary-goal: post my own update")
    change_terms(draft, Role.MENTOR, now, cadence=Cadence.FORTNIGHTLY, minutes=30)
    rows = _of(draft)["base"]
    assert rows["The goal of Tom"] == "canary-goal: post my own -weekly -update"
    assert rows["How often"] == "Every -month-+two weeks+"
    assert rows["How long, in minutes"] == "-45-+30+"
    assert "What Priya gains" not in rows


def test_a_second_goal_is_added_whole(pair: Pairing, now: datetime) -> None:
    draft = make_amendment(pair, now)
    part = (*PARTS[Role.MENTOR], GoalText("a second gain", "we both name it"))
    save_own_part(version=draft, by=pair.mentor, part=part, seen=0, now=now)
    rows = _of(draft)["base"]
    assert rows["Gain 2 of Priya"] == "+a second gain+"
    assert rows["Priya, 2: we will notice because"] == "+we both name it+"


def test_newer_house_rules_are_a_change(pair: Pairing, now: datetime) -> None:
    draft = make_amendment(pair, now)
    publish_house_rules(program=pair.program, text="Newer", by=None, now=now)
    assert _of(draft)["base"]["House rules"] == "version -1-+2+"


def test_what_was_offered_is_compared_by_its_bytes_also_later(pair: Pairing, now: datetime) -> None:
    offered = offer_amendment(pair, now)
    for person in (pair.mentor, pair.mentee):
        sign_as(offered, person, now)
    assert "newer" in _of(offered)["base"]["The goal of Tom"]


def test_a_new_draft_is_compared_with_what_came_back(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    draft = send_back(version=version, by=pair.mentee, comment="smaller", now=now)
    assert _of(draft) == {"back": {}}
    change_terms(draft, Role.MENTEE, now, channel=Channel.COFFEE)
    assert _of(draft)["back"] == {"Where": "-Video-+Over coffee+"}
    again = offer(version=current(draft.contract), by=pair.mentee, now=now)
    assert _of(again)["back"] == {"Where": "-Video-+Over coffee+"}


def test_an_amendment_that_came_back_is_compared_with_both(pair: Pairing, now: datetime) -> None:
    offered = offer_amendment(pair, now)
    draft = send_back(version=offered, by=pair.mentor, comment="smaller", now=now)
    assert set(_of(draft)) == {"base", "back"}
    assert _of(draft)["back"] == {}


def test_a_suggested_rhythm_says_the_rhythm(pair: Pairing, now: datetime) -> None:
    draft = make_amendment(pair, now)
    drop_amendment(version=draft, by=pair.mentor, now=now)
    rows = _of(suggest(pair, now))["base"]
    assert rows["How often"] == "Every -month-+two weeks+"
    assert set(rows) == {"How often", "First dates"}


def test_since_ones_own_save_one_reads_what_the_other_changed(pair: Pairing, now: datetime) -> None:
    draft = make_draft(pair, now)
    _save(draft, Role.MENTOR)
    assert _news(draft, Role.MENTOR) == {}
    _save(draft, Role.MENTEE, part=(GoalText("another goal"),))
    _save(draft, Role.MENTEE, terms=terms_with(current(draft.contract), minutes=60))
    news = _news(draft, Role.MENTOR)
    assert news["How long, in minutes"] == "-45-+60+"
    assert "+another +goal" in news["The goal of Tom"]
    assert _news(draft, Role.MENTEE) == {}
    _save(draft, Role.MENTOR)
    assert _news(draft, Role.MENTOR) == {}


def test_ones_own_part_is_no_news(pair: Pairing, now: datetime) -> None:
    draft = make_draft(pair, now)
    _save(draft, Role.MENTOR)
    save_own_part(
        version=draft, by=pair.mentor, part=(GoalText("from another window"),), seen=1, now=now
    )
    assert _news(draft, Role.MENTOR) == {}


def test_what_changed_while_one_wrote_stays_news_after_the_save(
    pair: Pairing, now: datetime
) -> None:
    draft = make_draft(pair, now)
    _save(draft, Role.MENTOR)
    opened = current(draft.contract)
    _save(draft, Role.MENTEE, terms=terms_with(opened, minutes=60), part=(GoalText("new"),))
    edit = DraftEdit(
        part=(GoalText("mine"),),
        part_revision=opened.mentor_revision,
        terms_revision=opened.revision,
        other_revision=opened.mentee_revision,
    )
    save_draft(version=draft, by=pair.mentor, edit=edit, now=now)
    assert set(_news(draft, Role.MENTOR)) >= {"The goal of Tom", "How long, in minutes"}


def test_who_never_saved_gets_no_news(pair: Pairing, now: datetime) -> None:
    draft = make_draft(pair, now)
    _save(draft, Role.MENTEE, part=(GoalText("new"),))
    assert _news(draft, Role.MENTOR) == {}
    assert not LastSeen.objects.filter(role=Role.MENTOR).exists()


def test_an_amendment_starts_from_what_both_signed(pair: Pairing, now: datetime) -> None:
    draft = make_amendment(pair, now, Role.MENTOR)
    assert _news(draft, Role.MENTEE) == {}
    change_terms(draft, Role.MENTOR, now, minutes=60)
    assert _news(draft, Role.MENTEE) == {"How long, in minutes": "-45-+60+"}


@pytest.mark.parametrize("way", ["send back", "withdraw"])
def test_who_closed_an_offer_has_seen_it(way: str, pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    if way == "withdraw":
        draft = withdraw(version=version, by=pair.mentor, now=now)
    else:
        draft = send_back(version=version, by=pair.mentee, comment="smaller", now=now)
    by = Role.MENTOR if way == "withdraw" else Role.MENTEE
    other = Role.MENTEE if by == Role.MENTOR else Role.MENTOR
    change_terms(draft, other, now, minutes=60)
    assert _news(draft, by) == {"How long, in minutes": "-45-+60+"}


def test_reading_notes_nothing(pair: Pairing, signed_in: SignedIn, now: datetime) -> None:
    open_contract(pairing=pair, now=now)
    page_of(signed_in(pair.mentor).get(reverse("contracts:show-agreement", args=[pair.uid])))
    assert not LastSeen.objects.exists()


def test_every_page_of_an_amendment_says_what_changes(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    draft = make_amendment(pair, now)
    rewrite_goal(draft, now)
    mentor, mentee = signed_in(pair.mentor), signed_in(pair.mentee)
    title = "What changes from version 1"
    pages = [mentor.get(reverse("contracts:show-agreement", args=[pair.uid]))]
    pages.append(mentee.get(reverse("contracts:offer-agreement", args=[pair.uid])))
    offered = offer(version=current(draft.contract), by=pair.mentee, now=now)
    pages.append(mentor.get(reverse("contracts:sign-agreement", args=[pair.uid])))
    pages.append(mentor.get(reverse("contracts:show-agreement", args=[pair.uid])))
    pages.append(mentor.get(reverse("contracts:read-version", args=[offered.uid])))
    shown = [page_of(page) for page in pages]
    assert [title in page and "<ins>" in page for page in shown] == [True] * 5


def test_the_draft_says_what_the_other_changed_since_one_saved(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    draft = make_amendment(pair, now)
    rewrite_goal(draft, now)
    browser = signed_in(pair.mentor)
    where = reverse("contracts:show-agreement", args=[pair.uid])
    assert "What Tom changed since you last saved" in page_of(browser.get(where))
    own = page_of(signed_in(pair.mentee).get(where))
    assert "since you last saved" not in own
