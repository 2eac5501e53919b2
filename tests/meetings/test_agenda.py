"""The agenda of a pair: what either adds, ticks off, changes and removes; for the two alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from accounts.models import User
from core import clock
from core.errors import Forbidden, Refusal
from core.models import AuditEvent
from meetings.actions import (
    ItemDraft,
    LogDraft,
    StaleWords,
    add_item,
    edit_item,
    log_meeting,
    remove_item,
    reopen_item,
    tick_item,
)
from meetings.actions.agenda import OPEN_AT_MOST
from meetings.models import ACTION, AgendaItem, InformalContact, Note
from meetings.queries import agenda_of
from pairings.models import Pairing
from programs.rules import Role
from tests import builders
from tests.meetings.test_meeting_pages import address, log_data

SignIn = Callable[[User], Client]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def at_now(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture
def point(pair: Pairing, now: datetime) -> AgendaItem:
    return add_item(pair, ItemDraft("Budget season"), by=pair.mentor, now=now)


def action(pair: Pairing, now: datetime, **facts: object) -> AgendaItem:
    draft = ItemDraft("Send the deck", kind=ACTION, **facts)  # type: ignore[arg-type]  # facts of a draft
    return add_item(pair, draft, by=pair.mentor, now=now)


def texts(pair: Pairing, user: User, now: datetime) -> list[str]:
    agenda = agenda_of(pair, user, today=now.date())
    return [row.item.text for row in (*agenda.points, *agenda.actions)]


def test_either_adds_and_both_read(pair: Pairing, now: datetime) -> None:
    add_item(pair, ItemDraft("Budget  season "), by=pair.mentor, now=now)
    add_item(pair, ItemDraft("A tool you use"), by=pair.mentee, now=now)
    expected = ["Budget season", "A tool you use"]
    assert texts(pair, pair.mentor, now) == texts(pair, pair.mentee, now) == expected


def test_the_same_form_sent_twice_adds_once(pair: Pairing, now: datetime) -> None:
    draft = ItemDraft("Budget season")
    first = add_item(pair, draft, by=pair.mentor, now=now)
    assert add_item(pair, draft, by=pair.mentor, now=now + DAY) == first
    assert AgendaItem.objects.count() == 1


def test_a_form_of_somebody_else_is_refused(pair: Pairing, now: datetime) -> None:
    draft = ItemDraft("Budget season")
    add_item(pair, draft, by=pair.mentor, now=now)
    with pytest.raises(Refusal, match="sent before"):
        add_item(pair, draft, by=pair.mentee, now=now)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \t\n", "empty"),
        ("x" * 201, "too_long"),
        ("a\x00b", "unread"),
    ],
)
def test_words_that_cannot_be_kept_are_refused(
    pair: Pairing, now: datetime, text: str, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        add_item(pair, ItemDraft(text), by=pair.mentor, now=now)
    assert refused.value.code.startswith(code)


def test_an_unknown_kind_is_refused(pair: Pairing, now: datetime) -> None:
    with pytest.raises(Refusal, match="point to talk about"):
        add_item(pair, ItemDraft("x", kind="secret"), by=pair.mentor, now=now)


def test_a_full_agenda_takes_no_more(pair: Pairing, now: datetime, point: AgendaItem) -> None:
    rest = [AgendaItem(pairing=pair, text="x", author=pair.mentor, created_at=now)] * 1
    for _each in range(OPEN_AT_MOST - 1):
        rest[0].pk, rest[0].uid = None, ItemDraft("x").uid
        rest[0].save(force_insert=True)
    with pytest.raises(Refusal, match="full agenda"):
        add_item(pair, ItemDraft("One more"), by=pair.mentee, now=now)
    tick_item(point, by=pair.mentee, now=now)
    assert add_item(pair, ItemDraft("One more"), by=pair.mentee, now=now).text == "One more"


def test_a_follow_up_has_an_owner_and_a_day_and_a_point_has_neither(
    pair: Pairing, now: datetime
) -> None:
    facts = {"owner": Role.MENTEE, "due_on": date(2026, 12, 1)}
    kept = action(pair, now, **facts)
    assert (kept.owner, kept.due_on) == (pair.mentee, date(2026, 12, 1))
    draft = ItemDraft("Only talk", owner=Role.MENTEE, due_on=date(2026, 12, 1))
    point = add_item(pair, draft, by=pair.mentor, now=now)
    assert (point.owner, point.due_on) == (None, None)


@pytest.mark.parametrize("day", [date(2026, 8, 1), date(2027, 3, 1), date.max])
def test_a_day_outside_the_pairs_time_is_refused(pair: Pairing, now: datetime, day: date) -> None:
    with pytest.raises(Refusal, match="while you are a pair"):
        action(pair, now, due_on=day)


def test_either_ticks_and_twice_is_once(pair: Pairing, now: datetime, point: AgendaItem) -> None:
    tick_item(point, by=pair.mentee, now=now)
    again = tick_item(point, by=pair.mentor, now=now + DAY)
    assert (again.done_by, again.done_at) == (pair.mentee, now)


def test_a_tick_is_taken_back_twice_as_once(
    pair: Pairing, now: datetime, point: AgendaItem
) -> None:
    tick_item(point, by=pair.mentee, now=now)
    for _click in range(2):
        assert reopen_item(point, by=pair.mentor, now=now + DAY).done_at is None


def test_what_was_not_talked_about_rolls_over(
    pair: Pairing, mentor: User, now: datetime, point: AgendaItem, sign_in: SignIn
) -> None:
    sign_in(mentor).post(address("log-now", pair))
    assert texts(pair, mentor, now) == ["Budget season"]


def test_a_change_over_another_shows_both(pair: Pairing, now: datetime, point: AgendaItem) -> None:
    edit_item(point, ItemDraft("Theirs"), revision=0, by=pair.mentee, now=now)
    with pytest.raises(StaleWords) as stale:
        edit_item(point, ItemDraft("Mine"), revision=0, by=pair.mentor, now=now)
    assert stale.value.stored.text == "Theirs"
    saved = edit_item(point, ItemDraft("Mine"), revision=1, by=pair.mentor, now=now)
    assert saved.text == "Mine"


def test_the_same_change_twice_is_one(pair: Pairing, now: datetime, point: AgendaItem) -> None:
    for _click in range(2):
        saved = edit_item(point, ItemDraft("Better"), revision=0, by=pair.mentor, now=now)
    assert saved.revision == 1


def test_a_point_becomes_a_follow_up(pair: Pairing, now: datetime, point: AgendaItem) -> None:
    draft = ItemDraft("Budget season", kind=ACTION, owner=Role.MENTOR)
    saved = edit_item(point, draft, revision=0, by=pair.mentee, now=now)
    assert (saved.is_action, saved.owner) == (True, pair.mentor)


def test_only_who_wrote_it_removes_it(pair: Pairing, now: datetime, point: AgendaItem) -> None:
    with pytest.raises(Forbidden):
        remove_item(point, by=pair.mentee, now=now)
    for _click in range(2):
        gone = remove_item(point, by=pair.mentor, now=now)
    assert (gone.text, texts(pair, pair.mentor, now)) == ("", [])


def test_what_was_removed_takes_no_tick_and_no_change(
    pair: Pairing, now: datetime, point: AgendaItem
) -> None:
    remove_item(point, by=pair.mentor, now=now)
    with pytest.raises(Refusal, match="removed"):
        tick_item(point, by=pair.mentee, now=now)
    with pytest.raises(Refusal, match="removed"):
        edit_item(point, ItemDraft("x"), revision=0, by=pair.mentee, now=now)


def test_nobody_else_touches_it(
    pair: Pairing, now: datetime, point: AgendaItem, hr_admin: User
) -> None:
    for act in (tick_item, reopen_item, remove_item):
        with pytest.raises(Forbidden):
            act(point, by=hr_admin, now=now)
    with pytest.raises(Forbidden):
        add_item(pair, ItemDraft("x"), by=hr_admin, now=now)


def test_after_the_end_both_read_and_nobody_writes(
    pair: Pairing, mentee: User, now: datetime, point: AgendaItem, sign_in: SignIn
) -> None:
    Pairing.objects.update(state="ended")
    client = sign_in(mentee)
    page = client.get(address("list-agenda", pair)).content.decode()
    assert "Budget season" in page
    assert address("tick-item", pair, point.uid) not in page
    assert client.post(address("tick-item", pair, point.uid)).status_code == 409
    assert client.post(address("add-item", pair), {"text": "x", "kind": "point"}).status_code == 409


def test_the_audit_has_no_words(pair: Pairing, now: datetime, point: AgendaItem) -> None:
    tick_item(point, by=pair.mentee, now=now)
    facts = [event.facts for event in AuditEvent.objects.filter(subject_uid=point.uid)]
    assert facts == [{"kind": "point"}] * 2


def test_other_words_from_the_same_form_are_kept_too(pair: Pairing, now: datetime) -> None:
    first = ItemDraft("Budget season")
    add_item(pair, first, by=pair.mentor, now=now)
    add_item(pair, replace(first, text="A second thought"), by=pair.mentor, now=now)
    assert texts(pair, pair.mentor, now) == ["Budget season", "A second thought"]


def test_one_line_is_enough_on_the_page(pair: Pairing, mentor: User, sign_in: SignIn) -> None:
    where = {"text": "Your first job", "kind": "point", "next": "/"}
    answer = sign_in(mentor).post(address("add-item", pair), where)
    assert answer.headers["Location"] == "/"
    assert AgendaItem.objects.get().text == "Your first job"


def test_what_is_wrong_stands_beside_what_was_typed(
    pair: Pairing, mentor: User, sign_in: SignIn
) -> None:
    typed = {"text": "Send the deck", "kind": "action", "due_on": "2030-01-01"}
    page = sign_in(mentor).post(address("add-item", pair), typed)
    assert page.context["form"].errors["due_on"]
    assert 'value="Send the deck"' in page.content.decode()
    assert not AgendaItem.objects.exists()


def test_a_conflict_on_the_page_is_chosen_by_the_person(
    pair: Pairing, mentor: User, mentee: User, now: datetime, point: AgendaItem, sign_in: SignIn
) -> None:
    edit_item(point, ItemDraft("Theirs"), revision=0, by=mentee, now=now)
    client, where = sign_in(mentor), address("edit-item", pair, point.uid)
    data = {"text": "Mine", "kind": "point", "revision": "0"}
    conflict = client.post(where, data)
    assert conflict.status_code == 409
    assert "Theirs" in conflict.content.decode()
    again = data | {"revision": conflict.context["form"]["revision"].value()}
    client.post(where, again)
    assert AgendaItem.objects.get().text == "Mine"


def test_ticking_can_be_undone_from_the_next_page(
    pair: Pairing, mentor: User, point: AgendaItem, sign_in: SignIn
) -> None:
    client = sign_in(mentor)
    page = client.post(address("tick-item", pair, point.uid), follow=True).content.decode()
    undo = address("reopen-item", pair, point.uid)
    assert f'action="{undo}"' in page
    client.post(undo)
    assert AgendaItem.objects.get().done_at is None


@pytest.mark.parametrize("who", ["stranger", "coordinator", "hr_admin"])
def test_for_everybody_else_there_is_no_agenda(
    pair: Pairing, point: AgendaItem, sign_in: SignIn, who: str, request: pytest.FixtureRequest
) -> None:
    client = sign_in(request.getfixturevalue(who))
    assert client.get(address("list-agenda", pair)).status_code == 404
    for name in ("edit-item", "tick-item", "reopen-item", "remove-item"):
        assert client.post(address(name, pair, point.uid)).status_code == 404


def test_an_item_of_another_pair_does_not_exist_here(
    pair: Pairing, mentor: User, now: datetime, sign_in: SignIn
) -> None:
    other = builders.make_pair(program=pair.program)
    theirs = add_item(other, ItemDraft("Theirs"), by=other.mentor, now=now)
    answer = sign_in(mentor).post(address("tick-item", pair, theirs.uid))
    assert answer.status_code == 404


def log_with(**fields: str) -> dict[str, str]:
    return log_data(note="Careers are no ladder", **fields)


def test_follow_ups_are_written_with_the_log(pair: Pairing, mentor: User, sign_in: SignIn) -> None:
    promised = {"follow_up_1": "Send the deck", "owner_1": "mentee", "follow_up_3": "Read it"}
    sign_in(mentor).post(address("log-meeting", pair), log_with(**promised))
    found = AgendaItem.objects.order_by("id").values_list("text", "kind", "owner")
    assert list(found) == [
        ("Send the deck", "action", pair.mentee_id),
        ("Read it", "action", None),
    ]
    assert Note.objects.get().is_shared is False


def test_a_log_sent_twice_promises_once(pair: Pairing, mentor: User, sign_in: SignIn) -> None:
    client = sign_in(mentor)
    for _click in range(2):
        client.post(address("log-meeting", pair), log_with(follow_up_1="Send the deck"))
    assert AgendaItem.objects.count() == 1


def test_a_corridor_chat_keeps_its_words_too(pair: Pairing, mentor: User, sign_in: SignIn) -> None:
    data = log_with(channel="corridor", follow_up_1="Send the deck")
    sign_in(mentor).post(address("log-meeting", pair), data)
    assert (AgendaItem.objects.count(), Note.objects.count()) == (1, 1)
    assert InformalContact.objects.get().kind == "corridor"


def test_a_refused_log_writes_nothing(pair: Pairing, mentor: User, sign_in: SignIn) -> None:
    data = log_with(day="2030-01-01", follow_up_1="Send the deck")
    page = sign_in(mentor).post(address("log-meeting", pair), data)
    assert 'value="Send the deck"' in page.content.decode()
    assert not AgendaItem.objects.exists()
    assert not Note.objects.exists()


def test_a_long_promise_is_refused_beside_its_line(
    pair: Pairing, mentor: User, sign_in: SignIn
) -> None:
    page = sign_in(mentor).post(address("log-meeting", pair), log_with(follow_up_2="x" * 201))
    assert page.context["form"].errors["follow_up_2"]
    assert not AgendaItem.objects.exists()


def test_an_assistant_keeps_dates_and_no_agenda(
    pair: Pairing, point: AgendaItem, now: datetime, sign_in: SignIn
) -> None:
    ana = builders.make_delegation(pair.mentee).delegate
    with pytest.raises(Forbidden):
        add_item(pair, ItemDraft("x"), by=ana, now=now)
    client = sign_in(ana)
    assert client.get(address("list-agenda", pair)).status_code == 404
    assert client.post(address("tick-item", pair, point.uid)).status_code == 404
    assert "Budget season" not in client.get(address("list-meetings", pair)).content.decode()


def test_an_assistant_logs_without_words(pair: Pairing, now: datetime) -> None:
    ana = builders.make_delegation(pair.mentee).delegate
    promised = LogDraft(follow_ups=(ItemDraft("Send the deck", kind=ACTION),))
    with pytest.raises(Forbidden):
        log_meeting(pair, promised, by=ana, now=now)
    assert not AgendaItem.objects.exists()


def test_two_logs_of_a_day_are_said_to_be_one(
    pair: Pairing, mentor: User, mentee: User, now: datetime, sign_in: SignIn
) -> None:
    log_meeting(pair, by=mentor, now=now)
    page = sign_in(mentee).post(address("log-now", pair), follow=True).content.decode()
    assert "as Priya did: it is one conversation" in page
    assert "Logged by you both: one conversation." in page
