from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from attention.actions import raise_item
from attention.models import ActionItem
from contracts.actions import open_contract
from contracts.models import Version
from core import clock
from core.errors import Forbidden, Refusal
from core.models import AuditEvent
from core.registry import message_kind
from lifecycle.actions import (
    advance_lives,
    ask_to_end,
    end_pair,
    pause_pair,
    withdraw_ask,
)
from lifecycle.models import EndAsk
from lifecycle.queries import own_ask
from meetings.actions import PlanDraft, plan_meeting
from meetings.models import Meeting
from outbox.models import OutboxMessage
from pairings.models import Pairing, Pause
from pairings.rules import PairState

DAY = timedelta(days=1)
CHANGE_DAY = datetime(2026, 11, 26, 9, tzinfo=UTC)
SignIn = Callable[[User], Client]


def test_a_partners_ask_takes_effect_on_the_next_change_day(
    pair: Pairing, mentor: User, now: datetime
) -> None:
    ask = ask_to_end(pair, reason="schedule", by=mentor, now=now)
    assert ask.takes_effect_at == CHANGE_DAY
    advance_lives(now=CHANGE_DAY - timedelta(minutes=1))
    pair.refresh_from_db()
    assert pair.state == PairState.GETTING_STARTED
    advance_lives(now=CHANGE_DAY)
    pair.refresh_from_db()
    assert (pair.state, pair.end_reason, pair.ended_at) == (
        PairState.ENDED,
        "schedule",
        CHANGE_DAY,
    )


def test_before_it_takes_effect_it_shows_nowhere(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    before = Pairing.objects.values().get()
    ask_to_end(pair, reason="not_a_good_fit", by=mentor, now=now)
    assert Pairing.objects.values().get() == before
    assert not AuditEvent.objects.exists()
    assert not OutboxMessage.objects.exists()
    assert not ActionItem.objects.exists()
    assert own_ask(pair, mentee) is None
    assert own_ask(pair, mentor) is not None


def test_asking_twice_is_asking_once(pair: Pairing, mentor: User, now: datetime) -> None:
    first = ask_to_end(pair, reason="schedule", by=mentor, now=now)
    assert ask_to_end(pair, reason="other", by=mentor, now=now + DAY) == first


def test_an_ask_can_be_taken_back(pair: Pairing, mentor: User, now: datetime) -> None:
    ask_to_end(pair, reason="schedule", by=mentor, now=now)
    assert withdraw_ask(pair, by=mentor, now=now) == 1
    assert withdraw_ask(pair, by=mentor, now=now) == 0
    advance_lives(now=CHANGE_DAY)
    pair.refresh_from_db()
    assert pair.is_live


def test_both_may_ask_and_one_taken_back_leaves_the_other(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    ask_to_end(pair, reason="schedule", by=mentor, now=now)
    ask_to_end(pair, reason="goals_reached", by=mentee, now=now)
    withdraw_ask(pair, by=mentor, now=now)
    advance_lives(now=CHANGE_DAY)
    pair.refresh_from_db()
    assert (pair.state, pair.end_reason) == (PairState.ENDED, "goals_reached")
    assert not EndAsk.objects.open().exists()


def test_whoever_asked_the_trail_shows_the_program(
    pair: Pairing, mentor: User, hr_admin: User, now: datetime
) -> None:
    ask_to_end(pair, reason="schedule", by=mentor, now=now)
    advance_lives(now=CHANGE_DAY)
    event = AuditEvent.objects.get(verb="end")
    assert (event.actor_id, event.actor_kind, event.facts) == (None, "program", {})


def test_every_end_is_told_in_the_same_words(
    program: object, mentor: User, mentee: User, coordinator: User, pair: Pairing, now: datetime
) -> None:
    end_pair(pair, reason="not_a_good_fit", by=coordinator, now=now)
    mails = OutboxMessage.objects.filter(kind="pair_ended").order_by("person_id")
    kind = message_kind("pair_ended")
    assert kind is not None
    texts = [kind.render(mail.envelope(), now).text for mail in mails]
    assert {mail.person_id for mail in mails} == {mentor.pk, mentee.pk}
    assert texts[0].replace("Tom", "X") == texts[1].replace("Priya", "X")
    assert "has ended. Thank you both." in texts[0]
    assert "fit" not in texts[0]


def test_a_coordinator_ends_at_once(pair: Pairing, coordinator: User, now: datetime) -> None:
    ended = end_pair(pair, reason="inactivity", by=coordinator, now=now)
    assert (ended.state, ended.ended_at) == (PairState.ENDED, now)
    sealed = EndAsk.objects.get()
    assert (sealed.by, sealed.closed_at) == (coordinator, now)


def test_ending_twice_is_ending_once(pair: Pairing, coordinator: User, now: datetime) -> None:
    for _click in range(2):
        end_pair(pair, reason="other", by=coordinator, now=now)
    assert AuditEvent.objects.filter(verb="end").count() == 1
    assert OutboxMessage.objects.filter(kind="pair_ended").count() == 2


def test_a_coordinator_may_wait_for_the_change_day(
    pair: Pairing, coordinator: User, now: datetime
) -> None:
    ask_to_end(pair, reason="inactivity", by=coordinator, now=now)
    advance_lives(now=CHANGE_DAY)
    pair.refresh_from_db()
    assert pair.state == PairState.ENDED


@pytest.mark.parametrize("who", ["mentor", "mentee", "stranger", "other_coordinator"])
def test_only_a_coordinator_ends_at_once(
    pair: Pairing, now: datetime, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(Forbidden):
        end_pair(pair, reason="other", by=request.getfixturevalue(who), now=now)


def test_hr_in_the_pair_asks_like_every_partner(pair: Pairing, mentee: User, now: datetime) -> None:
    User.objects.filter(pk=mentee.pk).update(is_hr_admin=True)
    mentee.refresh_from_db()
    with pytest.raises(Forbidden):
        end_pair(pair, reason="other", by=mentee, now=now)
    assert ask_to_end(pair, reason="other", by=mentee, now=now).takes_effect_at == CHANGE_DAY


def test_a_stranger_cannot_ask(pair: Pairing, stranger: User, now: datetime) -> None:
    with pytest.raises(Forbidden):
        ask_to_end(pair, reason="other", by=stranger, now=now)


@pytest.mark.parametrize("reason", ["", "she is boring", "x" * 500])
def test_a_reason_is_one_of_the_list(
    pair: Pairing, mentor: User, coordinator: User, now: datetime, reason: str
) -> None:
    with pytest.raises(Refusal) as refused:
        ask_to_end(pair, reason=reason, by=mentor, now=now)
    assert refused.value.code == "reason"
    with pytest.raises(Refusal):
        end_pair(pair, reason=reason, by=coordinator, now=now)


def test_a_proposal_has_nothing_to_end(
    pair: Pairing, mentor: User, coordinator: User, now: datetime
) -> None:
    Pairing.objects.update(state=PairState.PROPOSED)
    for act in (ask_to_end, end_pair):
        with pytest.raises(Refusal) as refused:
            act(pair, reason="other", by=coordinator, now=now)
        assert refused.value.code == "not_live"


def test_dates_agreement_items_and_pause_go_with_the_pair(
    pair: Pairing, mentor: User, coordinator: User, now: datetime
) -> None:
    open_contract(pairing=pair, now=now)
    plan_meeting(pair, PlanDraft(now + 30 * DAY, 45), by=mentor, now=now)
    raise_item(
        program=pair.program,
        kind="stalled",
        subject_uid=pair.uid,
        people=[pair.mentor, pair.mentee],
        facts={},
        now=now,
    )
    pause_pair(pair, until=date(2026, 12, 7), by=mentor, now=now)
    end_pair(pair, reason="schedule", by=coordinator, now=now + 2 * DAY)
    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.cancel_cause, meeting.fell_through) == (
        "cancelled",
        "end",
        False,
    )
    assert Version.objects.get().state == "ended"
    assert not ActionItem.objects.filter(kind="stalled", settled_at=None).exists()
    assert Pause.objects.get().resumed_on == date(2026, 11, 25)
    pair.refresh_from_db()
    assert (pair.paused_until, pair.state_before_pause) == (None, "")


def test_both_are_looked_after_when_a_pair_ends_early(
    pair: Pairing, coordinator: User, now: datetime
) -> None:
    end_pair(pair, reason="schedule", by=coordinator, now=now)
    items = ActionItem.objects.filter(kind="next_partner", settled_at=None)
    assert {item.subject_uid for item in items} == {
        pair.mentor_enrollment.uid,
        pair.mentee_enrollment.uid,
    }


def test_the_page_asks_and_takes_back(
    pair: Pairing,
    mentor: User,
    mentee: User,
    now: datetime,
    sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)
    where = reverse("lifecycle:end-pair", args=[pair.uid])
    client = sign_in(mentor)
    assert (
        "The next change day is Thursday 26 November, 10:00" in client.get(where).content.decode()
    )
    page = client.post(where, {"reason": "schedule"}, follow=True).content.decode()
    assert "You asked to end" in page
    assert "You asked to end" not in sign_in(mentee).get(where).content.decode()
    sign_in(mentor).post(reverse("lifecycle:withdraw-ask", args=[pair.uid]))
    assert not EndAsk.objects.open().exists()


@pytest.mark.parametrize("reason", ["", "left_company", "\x00", "x" * 300])
def test_the_page_takes_no_other_reason(
    pair: Pairing, mentor: User, sign_in: SignIn, reason: str
) -> None:
    where = reverse("lifecycle:end-pair", args=[pair.uid])
    page = sign_in(mentor).post(where, {"reason": reason})
    assert list(page.context["form"].errors) == ["reason"]
    assert not EndAsk.objects.exists()
