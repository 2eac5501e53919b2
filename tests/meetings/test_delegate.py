"""An assistant keeps the dates of a mentee: plans, moves, cancels, says whether they met."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import end_delegation
from accounts.models import Delegation, User
from core import clock
from core.errors import Forbidden, Refusal
from core.models import AuditEvent
from core.registry import message_kind
from lifecycle.actions import pause_pair
from meetings.actions import (
    ItemDraft,
    LogDraft,
    NoteDraft,
    PlanDraft,
    SeriesDraft,
    add_item,
    answer_not_yet,
    cancel_meeting,
    log_contact,
    log_meeting,
    move_meeting,
    plan_meeting,
    plan_series,
    undo_log,
    write_note,
)
from meetings.models import HELD, NOT_MET, PLANNED, Meeting
from outbox.models import OutboxMessage
from pairings.models import Pairing
from pairings.queries import delegate_of, delegates_of
from pairings.rules import PairState
from programs.models import ProgramStaff
from programs.rules import StaffRole
from tests import builders
from tests.meetings.stage import DAY, HOUR, WEDNESDAY, planned_before, standing

SignIn = Callable[[User], Client]
ROUTES = ("meetings:list-meetings", "meetings:plan-meeting", "meetings:say-held")


@pytest.fixture
def delegation(pair: Pairing) -> Delegation:
    return builders.make_delegation(pair.mentee)


@pytest.fixture
def ana(delegation: Delegation) -> User:
    return User.objects.get(pk=delegation.delegate_id)


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)


def told(kind: str) -> set[str]:
    """Return who gets a mail of a kind, by first name."""
    rows = OutboxMessage.objects.filter(kind=kind).values_list("address", flat=True)
    return {address.partition(".")[0] for address in rows}


def mail_to(person: User, kind: str, now: datetime) -> str:
    """Return the words of the newest mail of a kind to a person."""
    row = OutboxMessage.objects.filter(kind=kind, person_id=person.pk).latest("pk")
    found = message_kind(kind)
    assert found is not None
    mail = found.render(row.envelope(), now)
    return f"{mail.subject}\n{mail.text}"


# Acts


def test_an_assistant_plans_and_both_are_told(pair: Pairing, ana: User, now: datetime) -> None:
    meeting = plan_meeting(pair, PlanDraft(now + DAY, 45), by=ana, now=now)
    assert meeting.state == PLANNED
    assert told("meeting_planned") == {"priya", "tom"}
    assert AuditEvent.objects.get(verb="plan meeting").actor_id == ana.pk


def test_the_partner_reads_who_planned_it(pair: Pairing, ana: User, now: datetime) -> None:
    plan_meeting(pair, PlanDraft(now + DAY, 45), by=ana, now=now)
    words = mail_to(pair.mentor, "meeting_planned", now)
    assert "Conversation with Tom" in words
    assert "Ana did this, who plans for Tom." in words
    assert "Ana did this for you." in mail_to(pair.mentee, "meeting_planned", now)


@pytest.mark.parametrize(("by", "other"), [("mentor", "tom"), ("mentee", "priya")])
def test_an_assistant_hears_of_what_the_two_plan(
    pair: Pairing, ana: User, now: datetime, by: str, other: str
) -> None:
    plan_meeting(pair, PlanDraft(now + DAY, 45), by=getattr(pair, by), now=now)
    assert told("meeting_planned") == {"ana", other}
    assert "did this" not in mail_to(ana, "meeting_planned", now)


def test_a_mail_to_the_assistant_names_both_and_the_mentees_clock(
    pair: Pairing, ana: User, now: datetime
) -> None:
    User.objects.filter(pk=pair.mentee_id).update(time_zone="America/New_York")
    pair.refresh_from_db()
    plan_meeting(pair, PlanDraft(now + DAY, 45), by=pair.mentor, now=now)
    words = mail_to(ana, "meeting_planned", now)
    assert "Tom’s conversation with Priya" in words
    assert "04:30 to 05:15 (New York)" in words
    assert "because you plan for Tom Hughes" in words


def test_a_series_a_move_and_a_cancellation_are_theirs_too(
    pair: Pairing, ana: User, now: datetime
) -> None:
    draft = SeriesDraft(PlanDraft(now + DAY, 45), 3, pair.mentee.zone)
    first, *_later = plan_series(pair, draft, by=ana, now=now)
    moved = move_meeting(first, PlanDraft(now + 3 * DAY, 45), by=ana, now=now)
    off = cancel_meeting(moved, by=ana, now=now, with_later=True)
    assert len(off) == 3
    assert told("meeting_series_planned") == {"priya", "tom"}
    assert told("meeting_cancelled") == {"priya", "tom"}


def test_who_moved_it_is_recorded_by_side(pair: Pairing, ana: User, now: datetime) -> None:
    meeting = plan_meeting(pair, PlanDraft(now + 2 * DAY, 45), by=ana, now=now)
    cancel_meeting(meeting, by=ana, now=now)
    meeting.refresh_from_db()
    assert meeting.changed_by_role == "mentee"


def test_their_word_is_the_mentees(pair: Pairing, ana: User) -> None:
    meeting = planned_before(pair, WEDNESDAY)
    log_meeting(pair, by=ana, now=WEDNESDAY + HOUR, meeting=meeting)
    assert standing(meeting) == {"mentee": "met"}


def test_the_mentee_says_the_same_and_it_is_once(pair: Pairing, ana: User) -> None:
    meeting = planned_before(pair, WEDNESDAY)
    log_meeting(pair, by=ana, now=WEDNESDAY + HOUR, meeting=meeting)
    log_meeting(pair, by=pair.mentee, now=WEDNESDAY + 2 * HOUR, meeting=meeting)
    assert standing(meeting) == {"mentee": "met"}
    assert Meeting.objects.get().state == HELD


def test_they_say_not_yet_and_take_it_back(pair: Pairing, ana: User) -> None:
    meeting = planned_before(pair, WEDNESDAY)
    answer_not_yet(meeting, by=ana, now=WEDNESDAY + HOUR)
    meeting.refresh_from_db()
    assert meeting.state == NOT_MET
    undo_log(meeting, by=ana, now=WEDNESDAY + HOUR + timedelta(minutes=5))
    meeting.refresh_from_db()
    assert meeting.state == PLANNED


def test_what_was_reported_only_the_mentee_denies(pair: Pairing, ana: User) -> None:
    meeting = planned_before(pair, WEDNESDAY)
    log_meeting(pair, by=pair.mentor, now=WEDNESDAY + HOUR, meeting=meeting)
    with pytest.raises(Refusal, match="Only Tom"):
        answer_not_yet(meeting, by=ana, now=WEDNESDAY + 2 * HOUR)


def test_the_mentees_private_word_stands_and_shows_nowhere(pair: Pairing, ana: User) -> None:
    meeting = planned_before(pair, WEDNESDAY)
    log_meeting(pair, by=pair.mentor, now=WEDNESDAY + HOUR, meeting=meeting)
    answer_not_yet(meeting, by=pair.mentee, now=WEDNESDAY + 2 * HOUR)
    log_meeting(pair, by=ana, now=WEDNESDAY + 3 * HOUR, meeting=meeting)
    assert standing(meeting) == {"mentor": "met", "mentee": "not_yet"}
    with pytest.raises(Refusal, match="Only Tom"):
        answer_not_yet(meeting, by=ana, now=WEDNESDAY + 3 * HOUR)


def test_not_yet_of_the_mentee_is_not_turned_round(pair: Pairing, ana: User) -> None:
    meeting = planned_before(pair, WEDNESDAY)
    answer_not_yet(meeting, by=pair.mentee, now=WEDNESDAY + HOUR)
    with pytest.raises(Refusal, match="Tom has said already"):
        log_meeting(pair, by=ana, now=WEDNESDAY + 2 * HOUR, meeting=meeting)


def test_an_assistant_undoes_no_word_of_the_mentee(pair: Pairing, ana: User) -> None:
    meeting = planned_before(pair, WEDNESDAY)
    log_meeting(pair, by=pair.mentee, now=WEDNESDAY + HOUR, meeting=meeting)
    with pytest.raises(Refusal, match="not said anything"):
        undo_log(meeting, by=ana, now=WEDNESDAY + HOUR)


@pytest.mark.parametrize(
    "act",
    [
        lambda pair, by, now: log_contact(pair, "call", by=by, now=now),
        lambda pair, by, now: write_note(pair, NoteDraft("words"), by=by, now=now),
        lambda pair, by, now: add_item(pair, ItemDraft("words"), by=by, now=now),
        lambda pair, by, now: log_meeting(pair, LogDraft(note=NoteDraft("x")), by=by, now=now),
        lambda pair, by, now: pause_pair(pair, until=(now + 9 * DAY).date(), by=by, now=now),
    ],
    ids=["contact", "note", "agenda", "log with a note", "pause"],
)
def test_nothing_else_is_theirs(
    pair: Pairing, ana: User, now: datetime, act: Callable[[Pairing, User, datetime], object]
) -> None:
    with pytest.raises(Forbidden):
        act(pair, ana, now)


def test_who_was_one_is_none(
    pair: Pairing, ana: User, delegation: Delegation, now: datetime
) -> None:
    end_delegation(delegation=delegation, by=pair.mentee, now=now)
    with pytest.raises(Forbidden):
        plan_meeting(pair, PlanDraft(now + DAY, 45), by=ana, now=now)


def test_dates_that_a_break_takes_are_told_to_the_assistant_alone(
    pair: Pairing, ana: User, now: datetime
) -> None:
    plan_meeting(pair, PlanDraft(now + DAY, 45), by=pair.mentee, now=now)
    pause_pair(pair, until=(now + 9 * DAY).date(), by=pair.mentee, now=now)
    assert told("meeting_cancelled") == {"ana"}
    assert "new date" not in mail_to(ana, "meeting_cancelled", now)


# For which pairs


def test_only_pairs_as_a_mentee_are_meant(pair: Pairing, ana: User) -> None:
    builders.make_pair(mentor=pair.mentee)
    assert list(Pairing.objects.planned_by(ana)) == [pair]


@pytest.mark.parametrize("where", ["above", "below", "mentor"])
def test_never_with_a_mentor_of_their_own_line(pair: Pairing, ana: User, where: str) -> None:
    if where == "mentor":
        Pairing.objects.filter(pk=pair.pk).update(mentor=ana)
        pair.refresh_from_db()
    low, high = (pair.mentor, ana) if where == "above" else (ana, pair.mentor)
    if where != "mentor":
        User.objects.filter(pk=low.pk).update(manager=high)
    assert not Pairing.objects.planned_by(ana).exists()
    assert delegate_of(pair) is None


@pytest.mark.parametrize("how", ["coordinator", "deputy", "hr"])
def test_never_in_a_program_that_they_run(pair: Pairing, ana: User, how: str) -> None:
    if how == "hr":
        ana.is_hr_admin = True
        ana.save()
    else:
        ProgramStaff.objects.create(program=pair.program, user=ana, role=StaffRole(how))
    assert not Pairing.objects.planned_by(ana).exists()
    assert delegate_of(pair) is None


def test_a_pair_that_is_over_is_none_of_theirs(pair: Pairing, ana: User, now: datetime) -> None:
    Pairing.objects.filter(pk=pair.pk).update(state=PairState.ENDED, ended_at=now)
    assert not Pairing.objects.planned_by(ana).exists()


def test_many_pairs_cost_three_queries(pair: Pairing, ana: User) -> None:
    pairs = [pair, *(builders.make_pair(mentee=pair.mentee) for _ in range(3))]
    with CaptureQueriesContext(connection) as captured:
        assert set(delegates_of(pairs).values()) == {ana}
    assert len(captured) == 3


# Pages


@pytest.mark.parametrize("route", ROUTES)
def test_their_pages_open_and_hold_no_words_of_the_two(
    pair: Pairing, ana: User, sign_in: SignIn, now: datetime, route: str
) -> None:
    note = NoteDraft("canary-words", is_shared=True)
    write_note(pair, note, by=pair.mentor, now=now)
    add_item(pair, ItemDraft("canary-point"), by=pair.mentor, now=now)
    log_contact(pair, "corridor", by=pair.mentor, now=now)
    page = sign_in(ana).get(reverse(route, args=[pair.uid])).content.decode()
    assert "canary" not in page
    assert "Corridor chat" not in page
    assert "Times are those of Tom (Berlin)" in page


def test_a_date_is_typed_by_the_mentees_clock(
    pair: Pairing, ana: User, sign_in: SignIn, now: datetime
) -> None:
    User.objects.filter(pk=pair.mentee_id).update(time_zone="America/New_York")
    sent = {"on": "2026-12-02", "at": "10:00", "length": "45", "channel": "video"}
    address = reverse("meetings:plan-meeting", args=[pair.uid])
    sign_in(ana).post(address, sent | {"repeat": "once"})
    assert Meeting.objects.get().starts_at.isoformat() == "2026-12-02T15:00:00+00:00"


def test_dates_are_shown_in_both_zones(
    pair: Pairing, ana: User, sign_in: SignIn, now: datetime
) -> None:
    User.objects.filter(pk=pair.mentee_id).update(time_zone="America/New_York")
    pair.refresh_from_db()
    plan_meeting(pair, PlanDraft(now + DAY, 45), by=pair.mentee, now=now)
    page = sign_in(ana).get(reverse("meetings:list-meetings", args=[pair.uid])).content.decode()
    assert "Tue 24 Nov, 04:30 to 05:15" in page
    assert "Priya: Tue 10:30 (Berlin)" in page


def test_one_click_says_that_they_met(
    pair: Pairing, ana: User, sign_in: SignIn, now: datetime
) -> None:
    meeting = planned_before(pair, WEDNESDAY)
    client = sign_in(ana)
    page = client.get(reverse("meetings:list-meetings", args=[pair.uid])).content.decode()
    assert "Did Tom and Priya meet on Wednesday 18 November?" in page
    client.post(reverse("meetings:log-planned", args=[pair.uid, meeting.uid]))
    assert standing(meeting) == {"mentee": "met"}
    page = client.get(reverse("meetings:list-meetings", args=[pair.uid])).content.decode()
    assert reverse("meetings:undo-log", args=[pair.uid, meeting.uid]) in page


def test_another_day_is_logged_without_words(pair: Pairing, ana: User, sign_in: SignIn) -> None:
    sent = {"on": "2026-11-20", "length": "30", "channel": "phone", "note": "smuggled"}
    sign_in(ana).post(reverse("meetings:say-held", args=[pair.uid]), sent)
    meeting = Meeting.objects.get()
    assert (str(meeting.held_on), meeting.length, meeting.kind) == ("2026-11-20", 30, "phone")
    assert not meeting.notes.exists()


@pytest.mark.parametrize(
    ("field", "value"), [("on", "2026-12-24"), ("on", "soon"), ("length", ""), ("channel", "x")]
)
def test_what_is_wrong_is_said_and_kept(
    pair: Pairing, ana: User, sign_in: SignIn, field: str, value: str
) -> None:
    sent = {"on": "2026-11-20", "length": "30", "channel": "phone"} | {field: value}
    page = sign_in(ana).post(reverse("meetings:say-held", args=[pair.uid]), sent).content.decode()
    assert "Error:" in page
    assert f'value="{sent["on"]}"' in page
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    "route",
    [
        "home:show-pair",
        "meetings:log-meeting",
        "meetings:list-notes",
        "contracts:show-agreement",
        "lifecycle:pause-pair",
        "lifecycle:end-pair",
    ],
)
def test_everything_else_does_not_exist(
    pair: Pairing, ana: User, sign_in: SignIn, route: str
) -> None:
    page = sign_in(ana).get(reverse(route, args=[pair.uid]))
    assert page.status_code == 404
    assert "Priya" not in page.content.decode()


def test_another_pair_does_not_exist(pair: Pairing, ana: User, sign_in: SignIn) -> None:
    other = builders.make_pair()
    client = sign_in(ana)
    for route in ROUTES:
        page = client.get(reverse(route, args=[other.uid]))
        assert page.status_code == 404
        assert other.mentee.first_name not in page.content.decode()


def test_the_partner_sees_who_set_the_date(
    pair: Pairing, ana: User, sign_in: SignIn, now: datetime
) -> None:
    plan_meeting(pair, PlanDraft(now + DAY, 45), by=ana, now=now)
    plan_meeting(pair, PlanDraft(now + 2 * DAY, 45), by=pair.mentee, now=now)
    page = sign_in(pair.mentor).get(reverse("meetings:list-meetings", args=[pair.uid]))
    assert page.content.decode().count("Set by Ana, who plans for Tom") == 1


@pytest.mark.parametrize("route", ["meetings:log-planned", "meetings:list-meetings"])
def test_a_private_not_yet_changes_no_byte_of_what_they_read(
    pair: Pairing, ana: User, now: datetime, route: str
) -> None:
    meeting = planned_before(pair, WEDNESDAY)
    log_meeting(pair, by=pair.mentor, now=WEDNESDAY + HOUR, meeting=meeting)
    before = said_to(ana, pair, meeting, route)
    answer_not_yet(meeting, by=pair.mentee, now=WEDNESDAY + 2 * HOUR)
    assert said_to(ana, pair, meeting, route) == before


def said_to(person: User, pair: Pairing, meeting: Meeting, route: str) -> str:
    """Return what an assistant reads after an address, without what differs each time."""
    client = Client()
    client.force_login(person)
    if route == "meetings:log-planned":
        client.post(reverse(route, args=[pair.uid, meeting.uid]))
    page = client.get(reverse("meetings:list-meetings", args=[pair.uid])).content.decode()
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", page)
