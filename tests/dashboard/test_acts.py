from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.models import AuditEvent
from lifecycle.models import EndAsk
from outbox.models import OutboxMessage
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import Program
from reminders.actions.drafts import kind_of
from reminders.rules.steps import Step
from tests.dashboard.stage import IN_SEPTEMBER, make_couple, meet, text_of

SignIn = Callable[[User], Client]
ACTS = ("nudge", "pause", "resume", "end", "withdraw")
NUDGE = kind_of(Step.HR)


def address(act: str, pair: Pairing) -> str:
    return reverse(f"dashboard:{act}-pair", args=[pair.uid])


def state_of(pair: Pairing) -> str:
    pair.refresh_from_db()
    return pair.state


def test_a_nudge_writes_one_mail_to_each(desk: Client, pair: Pairing) -> None:
    meet(pair, IN_SEPTEMBER)
    page = text_of(desk.post(address("nudge", pair), follow=True))
    assert "2 mails go out." in page
    people = OutboxMessage.objects.filter(kind=NUDGE).values_list("person_id", flat=True)
    assert set(people) == {pair.mentor_id, pair.mentee_id}


def test_a_second_nudge_within_a_week_is_refused_in_words(desk: Client, pair: Pairing) -> None:
    meet(pair, IN_SEPTEMBER)
    desk.post(address("nudge", pair))
    page = text_of(desk.post(address("nudge", pair)))
    assert "You have asked this pair within the last week." in page
    assert OutboxMessage.objects.filter(kind=NUDGE).count() == 2


def test_a_break_starts_and_ends(desk: Client, pair: Pairing) -> None:
    page = text_of(desk.post(address("pause", pair), {"until": "2026-12-14"}, follow=True))
    assert "They have a break until 14 Dec." in page
    assert state_of(pair) == PairState.PAUSED
    assert pair.paused_until == date(2026, 12, 14)
    desk.post(address("resume", pair))
    assert state_of(pair) == PairState.GETTING_STARTED


def test_a_coordinator_may_give_a_longer_break_than_the_pair_has_left(
    desk: Client, pair: Pairing
) -> None:
    desk.post(address("pause", pair), {"until": "2027-02-20"})
    assert state_of(pair) == PairState.PAUSED


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("2026-11-23", "Choose a day that is still to come."),
        ("2027-03-01", "Your time as a pair ends"),
        ("1900-01-01", "Choose a day that is still to come."),
        ("9999-12-31", "Your time as a pair ends"),
        ("soon", "Enter a valid date."),
        ("", "This field is required."),
    ],
)
def test_a_break_that_cannot_be_is_said_beside_the_field(
    desk: Client, pair: Pairing, until: str, said: str
) -> None:
    response = desk.post(address("pause", pair), {"until": until})
    assert said in text_of(response)
    assert f'value="{until}"' in response.content.decode() or not until
    assert state_of(pair) == PairState.GETTING_STARTED


def test_ending_at_once_ends_at_once_as_the_programs_act(desk: Client, pair: Pairing) -> None:
    data = {"reason": "schedule", "when": "now"}
    page = text_of(desk.post(address("end", pair), data, follow=True))
    assert "The pair has ended." in page
    assert state_of(pair) == PairState.ENDED
    assert AuditEvent.objects.get(verb="end").actor_id is None
    assert "schedule" not in page.lower()


def test_ending_on_the_change_day_shows_nothing_before(
    desk: Client, pair: Pairing, now: datetime
) -> None:
    form = text_of(desk.get(address("end", pair)))
    assert "On the next change day, Thu 26 Nov, 10:00." in form
    desk.post(address("end", pair), {"reason": "other", "when": "change_day"})
    assert state_of(pair) == PairState.GETTING_STARTED
    ask = EndAsk.objects.get(pairing=pair)
    assert now < ask.takes_effect_at < now + timedelta(days=7)


@pytest.mark.parametrize(
    "data", [{}, {"reason": "love", "when": "now"}, {"reason": "other", "when": "yesterday"}]
)
def test_an_end_needs_a_reason_and_a_time_from_the_list(
    desk: Client, pair: Pairing, data: dict[str, str]
) -> None:
    response = desk.post(address("end", pair), data)
    assert "to put right" in text_of(response)
    assert state_of(pair) == PairState.GETTING_STARTED


def test_a_proposal_is_withdrawn_and_a_pair_that_runs_is_not(
    desk: Client, program: Program, pair: Pairing
) -> None:
    proposal = make_couple(program, "Amara Osei", "Ingrid Sand", state=PairState.PROPOSED)
    page = text_of(desk.post(address("withdraw", proposal), follow=True))
    assert "The proposal is withdrawn." in page
    assert state_of(proposal) == PairState.WITHDRAWN
    refused = desk.post(address("withdraw", pair))
    assert refused.status_code == 409
    assert "cannot be taken back" in text_of(refused)
    assert state_of(pair) == PairState.GETTING_STARTED


@pytest.mark.parametrize("act", ACTS)
def test_looking_at_an_act_does_nothing(desk: Client, pair: Pairing, act: str) -> None:
    page = text_of(desk.get(address(act, pair)))
    assert "Priya" in page
    assert state_of(pair) == PairState.GETTING_STARTED
    assert not OutboxMessage.objects.exists()
    assert not EndAsk.objects.exists()


@pytest.mark.parametrize("act", ACTS)
def test_only_who_oversees_the_pair_finds_an_act(
    pair: Pairing, other_coordinator: User, stranger: User, sign_in: SignIn, act: str
) -> None:
    for person in (other_coordinator, stranger, pair.mentor):
        client = sign_in(person)
        data = {"until": "2026-12-14", "reason": "other", "when": "now"}
        assert client.get(address(act, pair)).status_code == 404
        assert client.post(address(act, pair), data).status_code == 404
    assert state_of(pair) == PairState.GETTING_STARTED
    assert not AuditEvent.objects.exists()
