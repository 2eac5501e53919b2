"""What the page of a pair says and offers."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from lifecycle.actions import pause_pair
from meetings.actions import ItemDraft, add_item, cancel_meeting, tick_item
from meetings.models import ACTION, InformalContact, Meeting
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import Program
from programs.rules import Role
from pulse.models import FitAsk
from reminders.starters import STARTERS, starter
from tests import builders
from tests.contracts.agreements import (
    MENTEE_GOAL,
    MENTOR_GAIN,
    make_in_force,
    make_offer,
    sign_as,
)
from tests.home.pages import DAY, HOME, in_touch, met, page_of, planned, question_of, words_of
from tests.page_forms import forms_of

SignIn = Callable[[User], Client]


@pytest.fixture
def new_pair(program: Program, mentor: User, mentee: User, now: datetime) -> Pairing:
    """Priya and Tom, a pair since two days."""
    return builders.make_pair(
        program=program,
        mentor=mentor,
        mentee=mentee,
        started_at=now - 2 * DAY,
        ends_on=date(2027, 5, 31),
    )


def test_a_new_pair_agrees_how_it_works_and_picks_a_date(
    new_pair: Pairing, sign_in: SignIn, mentor: User
) -> None:
    question = question_of(sign_in(mentor).get(HOME))
    assert "Agree how you will work" in question
    assert "Pick a first date" in question


def test_who_has_signed_is_not_asked_again(
    new_pair: Pairing, sign_in: SignIn, mentor: User, mentee: User, now: datetime
) -> None:
    sign_as(make_offer(new_pair, now), mentor, now)
    assert "Read and sign your agreement" in question_of(sign_in(mentee).get(HOME))
    page = sign_in(mentor).get(HOME)
    assert "Half an hour is enough to start" in question_of(page)
    assert "One signature is there" in words_of(page)


def test_a_late_pair_is_asked_whether_it_met(
    pair: Pairing, sign_in: SignIn, mentor: User, now: datetime
) -> None:
    met(pair, 40, now)
    page = sign_in(mentor).get(HOME)
    question = question_of(page)
    assert "Did you and Tom meet?" in question
    assert "“We met” logs today, 45 minutes, by video" in question
    assert "days late" in words_of(page)


def test_we_met_is_one_click_and_can_be_taken_back(
    pair: Pairing, sign_in: SignIn, mentor: User, now: datetime
) -> None:
    client = sign_in(mentor)
    log = reverse("meetings:log-now", args=[pair.uid])
    assert f'action="{log}"' in client.get(HOME).content.decode()
    answer = client.post(log, {"next": HOME}, follow=True)
    meeting = Meeting.objects.get(pairing=pair)
    assert answer.redirect_chain == [(HOME, 302)]
    assert (meeting.held_on, meeting.minutes) == (now.date(), 45)
    assert reverse("meetings:undo-log", args=[pair.uid, meeting.uid]) in answer.content.decode()


def test_who_met_today_is_not_offered_to_log_it_again(
    pair: Pairing, sign_in: SignIn, mentor: User, now: datetime
) -> None:
    make_in_force(pair, now)
    met(pair, 0, now)
    question = question_of(sign_in(mentor).get(HOME))
    assert "Find your next date" in question
    assert "We met today" not in question


def test_a_date_that_passed_is_asked_about(
    pair: Pairing, sign_in: SignIn, mentor: User, now: datetime
) -> None:
    meeting = planned(pair, now - DAY)
    page = sign_in(mentor).get(HOME)
    question = question_of(page)
    assert "Planned for Sunday 22 November, 45 minutes" in question
    for answer in ("log-planned", "say-not-yet", "move-meeting"):
        address = reverse(f"meetings:{answer}", args=[pair.uid, meeting.uid])
        assert address in page.content.decode()


def test_the_log_form_offers_the_day_that_passed_first(
    pair: Pairing, sign_in: SignIn, mentor: User, now: datetime
) -> None:
    planned(pair, now - 5 * DAY)
    assert "Wed 18 Nov Today Yesterday Another day" in words_of(sign_in(mentor).get(HOME))


def test_more_than_a_click_brings_one_back_to_the_page(
    pair: Pairing, sign_in: SignIn, mentor: User, now: datetime
) -> None:
    form = sign_in(mentor).get(HOME).context["log_form"]
    said = {name: form[name].value() for name in ("day", "length", "channel", "note_uid")}
    address = reverse("meetings:log-meeting", args=[pair.uid])
    answer = sign_in(mentor).post(address, said | {"channel": "coffee", "next": HOME})
    assert answer.headers["Location"] == HOME
    assert Meeting.objects.get(pairing=pair).kind == "coffee"


def test_the_next_date_is_told_by_both_clocks(
    pair: Pairing, sign_in: SignIn, mentor: User, mentee: User, now: datetime
) -> None:
    make_in_force(pair, now)
    met(pair, 5, now)
    planned(pair, now + 2 * DAY)
    User.objects.filter(pk=mentee.pk).update(time_zone="Asia/Tokyo")
    page = sign_in(mentor).get(HOME)
    assert "Next: Wed 25 Nov, 10:30" in question_of(page)
    said = "Wed 25 Nov, 10:30 to 11:15, your time zone (Berlin). Tom sees 18:30 (Tokyo)."
    assert said in words_of(page).replace(" , ", ", ")


def test_a_day_that_differs_is_named(
    pair: Pairing, sign_in: SignIn, mentor: User, mentee: User, now: datetime
) -> None:
    planned(pair, now + 2 * DAY + timedelta(hours=8))
    User.objects.filter(pk=mentee.pk).update(time_zone="Asia/Tokyo")
    assert "Tom sees Thursday 02:30 (Tokyo)." in words_of(sign_in(mentor).get(HOME))


def test_one_clock_is_enough_where_both_show_the_same(
    pair: Pairing, sign_in: SignIn, mentor: User, mentee: User, now: datetime
) -> None:
    planned(pair, now + 2 * DAY)
    User.objects.filter(pk=mentee.pk).update(time_zone="Europe/Madrid")
    words = words_of(sign_in(mentor).get(HOME))
    assert "Tom sees" not in words
    assert "10:30 to 11:15" in words


def test_what_was_agreed_is_read_by_the_pair(
    pair: Pairing, sign_in: SignIn, mentee: User, now: datetime
) -> None:
    make_in_force(pair, now)
    words = words_of(sign_in(mentee).get(HOME))
    assert "Signed by Priya 23 Nov and Tom 23 Nov." in words
    assert f"{MENTEE_GOAL} Tom" in words
    assert f"{MENTOR_GAIN} Priya Not started" in words


def test_a_draft_shows_no_goals(
    pair: Pairing, sign_in: SignIn, mentee: User, now: datetime
) -> None:
    make_offer(pair, now)
    words = words_of(sign_in(mentee).get(HOME))
    assert MENTEE_GOAL not in words
    assert "It waits for both signatures." in words


def test_a_break_says_until_when(
    pair: Pairing, sign_in: SignIn, mentor: User, now: datetime
) -> None:
    pause_pair(pair, until=date(2026, 12, 14), by=mentor, now=now)
    page = sign_in(mentor).get(HOME)
    assert "You take a break until 14 December" in question_of(page)
    assert reverse("lifecycle:pause-pair", args=[pair.uid]) not in page.content.decode()


def test_two_dates_that_fell_through_ask_for_a_short_one(
    pair: Pairing, sign_in: SignIn, mentor: User, now: datetime
) -> None:
    make_in_force(pair, now)
    met(pair, 7, now)
    for days in (3, 4):
        cancel_meeting(planned(pair, now + days * DAY), by=mentor, now=now)
    page = sign_in(mentor).get(HOME)
    assert "A short conversation counts too" in question_of(page)
    assert "Two dates fell through" in words_of(page)


def test_the_last_weeks_propose_a_closing_conversation(
    pair: Pairing, sign_in: SignIn, mentor: User, now: datetime
) -> None:
    state, ends_on = PairState.CONCLUDING, (now + 9 * DAY).date()
    Pairing.objects.filter(pk=pair.pk).update(state=state, ends_on=ends_on)
    words = words_of(sign_in(mentor).get(HOME))
    assert "Your time as a pair ends on 2 December." in words
    assert "Take a break" not in words


def test_who_looks_after_the_pair_instead_of_a_coordinator_is_named(
    pair: Pairing, sign_in: SignIn, mentor: User, hr_admin: User
) -> None:
    Pairing.objects.filter(pk=pair.pk).update(overseer=hr_admin)
    assert "Hana Reyes looks after your pair" in words_of(sign_in(mentor).get(HOME))


def test_contact_in_between_is_one_tap(pair: Pairing, sign_in: SignIn, mentor: User) -> None:
    address = reverse("meetings:log-contact", args=[pair.uid])
    answer = sign_in(mentor).post(address, {"kind": "call", "next": HOME}, follow=True)
    assert InformalContact.objects.get(pairing=pair).kind == "call"
    assert "In touch Call Noted by Priya, 23 Nov" in words_of(answer)


def test_since_you_last_met_holds_what_came_after(
    pair: Pairing, sign_in: SignIn, mentor: User, now: datetime
) -> None:
    in_touch(pair, 12, now)
    met(pair, 9, now)
    in_touch(pair, 3, now)
    cancel_meeting(planned(pair, now + DAY), by=mentor, now=now)
    words = words_of(sign_in(mentor).get(HOME))
    assert "Noted by Priya, 20 Nov" in words
    assert "Noted by Priya, 11 Nov" not in words
    assert "Called off Your date on Tuesday 24 Nov" in words


def test_follow_ups_done_and_open_stand_first(
    pair: Pairing, sign_in: SignIn, mentor: User, mentee: User, now: datetime
) -> None:
    met(pair, 9, now)
    done = ItemDraft("Posted the update", kind=ACTION, owner=Role.MENTEE)
    tick_item(add_item(pair, done, by=mentor, now=now - 8 * DAY), by=mentee, now=now - 5 * DAY)
    add_item(pair, ItemDraft("Send the deck", kind=ACTION), by=mentor, now=now)
    in_touch(pair, 3, now)
    words = words_of(sign_in(mentor).get(HOME)).partition("Since you last met")[2]
    assert words.index("Done Posted the update Marked by Tom, 18 Nov") < words.index("Open Send")
    assert "Open Send the deck Both of you, for the next meeting" in words
    assert words.index("Send the deck") < words.index("In touch")


def test_what_was_done_before_the_last_meeting_is_no_news(
    pair: Pairing, sign_in: SignIn, mentor: User, now: datetime
) -> None:
    item = add_item(pair, ItemDraft("Old news", kind=ACTION), by=mentor, now=now - 20 * DAY)
    tick_item(item, by=mentor, now=now - 12 * DAY)
    met(pair, 9, now)
    assert "Old news" not in words_of(sign_in(mentor).get(HOME))


def test_a_topic_is_put_on_the_agenda_with_one_click(
    pair: Pairing, sign_in: SignIn, mentor: User
) -> None:
    client = sign_in(mentor)
    page = client.get(page_of(pair), {"topic": 3})
    where = page_of(pair)
    add = next(
        form.filled() for form in forms_of(page.content.decode(), where) if "text" in form.fields
    )
    answer = client.post(reverse("meetings:add-item", args=[pair.uid]), add, follow=True)
    assert answer.redirect_chain == [(where, 302)]
    assert starter(3) in words_of(answer)


def test_nothing_is_said_of_who_called_off(
    pair: Pairing, sign_in: SignIn, mentor: User, mentee: User, now: datetime
) -> None:
    cancel_meeting(planned(pair, now + DAY), by=mentee, now=now)
    since = words_of(sign_in(mentor).get(HOME)).partition("Called off")[2][:60]
    assert "Tom" not in since


@pytest.mark.parametrize("number", [0, len(STARTERS) - 1])
def test_a_topic_comes_on_demand(pair: Pairing, sign_in: SignIn, mentor: User, number: int) -> None:
    page = sign_in(mentor).get(page_of(pair), {"topic": number})
    assert starter(number) in words_of(page)
    assert f"?topic={(number + 1) % len(STARTERS)}#topic" in page.content.decode()


@pytest.mark.parametrize("bad", ["-1", str(len(STARTERS)), "9" * 5000, "x", "", "1.0", "٣", "\x00"])
def test_a_topic_that_does_not_exist_is_none(
    pair: Pairing, sign_in: SignIn, mentor: User, bad: str
) -> None:
    page = sign_in(mentor).get(page_of(pair), {"topic": bad})
    assert "Need a topic?" in words_of(page)


@pytest.mark.parametrize(
    ("days_ago", "status"),
    [
        (2, "On rhythm"),
        (11, "Due Thursday"),
        (13, "Due tomorrow"),
        (14, "Due today"),
        (17, "3 days late"),
    ],
)
def test_the_status_names_the_day(
    pair: Pairing, sign_in: SignIn, mentor: User, now: datetime, days_ago: int, status: str
) -> None:
    Program.objects.filter(pk=pair.program_id).update(cadence="fortnightly")
    met(pair, days_ago, now)
    assert f"Your rhythm {status}" in words_of(sign_in(mentor).get(HOME))


def test_a_private_question_shows_to_its_person_alone(
    pair: Pairing, sign_in: SignIn, mentor: User, mentee: User, now: datetime
) -> None:
    ask = FitAsk.objects.create(
        pairing=pair, person=mentor, number=1, asked_at=now, closes_at=now + 7 * DAY
    )
    assert "A question only for you" in words_of(sign_in(mentor).get(HOME))
    assert "A question only for you" not in words_of(sign_in(mentee).get(HOME))
    FitAsk.objects.filter(pk=ask.pk).update(answered_at=now, answer="good", may_contact=False)
    assert "A question only for you" not in words_of(sign_in(mentor).get(HOME))


def test_three_dates_are_one_tap_each(
    pair: Pairing, sign_in: SignIn, mentor: User, now: datetime
) -> None:
    make_in_force(pair, now)
    met(pair, 3, now)
    client = sign_in(mentor)
    page = client.get(HOME)
    assert "Fri 18 Dec, 10:00 Mon 21 Dec, 10:00 Wed 23 Dec, 10:00" in question_of(page)
    form = next(f for f in forms_of(page.content.decode(), HOME) if "when" in f.fields)
    answer = client.post(form.action, form.filled(), follow=True)
    assert "Next: Fri 18 Dec, 10:00" in question_of(answer)


def test_read_and_sign_leads_to_the_page_for_it(
    new_pair: Pairing, sign_in: SignIn, mentor: User, now: datetime
) -> None:
    make_offer(new_pair, now)
    page = sign_in(mentor).get(HOME).content.decode()
    contract = reverse("contracts:sign-agreement", args=[new_pair.uid])
    assert f'href="{contract}"' in page
    assert sign_in(mentor).get(contract).status_code == 200
