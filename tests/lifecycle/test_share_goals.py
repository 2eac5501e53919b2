from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core import clock
from core.errors import Forbidden, Refusal
from core.models import AuditEvent
from lifecycle.actions import answer_about_goals, end_pair
from lifecycle.models import Consent
from lifecycle.queries import seen_in, shared_goals
from lifecycle.rules import Answer, ConsentKind
from outbox.models import OutboxMessage
from pairings.models import Pairing
from tests.contracts.agreements import MENTEE_GOAL, MENTOR_GAIN, make_in_force, make_offer

SignIn = Callable[[User], Client]
GOALS = ConsentKind.SHARE_GOALS


@pytest.fixture
def signed(pair: Pairing, now: datetime) -> Pairing:
    make_in_force(pair, now - timedelta(days=30))
    pair.refresh_from_db()
    return pair


def hr_page(sign_in: SignIn, who: User, pair: Pairing) -> str:
    return sign_in(who).get(reverse("dashboard:show-pair", args=[pair.uid])).content.decode()


def answer(pair: Pairing, now: datetime, *people: User, said: Answer = Answer.YES) -> None:
    for person in people:
        answer_about_goals(pair, answer=said, by=person, now=now)


def test_with_two_yeses_hr_reads_the_goals(
    signed: Pairing, mentor: User, mentee: User, coordinator: User, sign_in: SignIn, now: datetime
) -> None:
    answer(signed, now, mentor, mentee)
    page = hr_page(sign_in, coordinator, signed)
    assert MENTEE_GOAL in page
    assert MENTOR_GAIN in page


def test_with_one_yes_hr_reads_nothing(
    signed: Pairing, mentor: User, coordinator: User, sign_in: SignIn, now: datetime
) -> None:
    answer(signed, now, mentor)
    assert "canary" not in hr_page(sign_in, coordinator, signed)
    assert shared_goals(signed) == ()


def test_taken_back_it_is_gone_at_once(
    signed: Pairing, mentor: User, mentee: User, coordinator: User, sign_in: SignIn, now: datetime
) -> None:
    answer(signed, now, mentor, mentee)
    answer(signed, now, mentee, said=Answer.NOT_YET)
    assert "canary" not in hr_page(sign_in, coordinator, signed)
    assert GOALS not in seen_in(signed, mentor).revealed


def test_nothing_of_it_leaves_a_trace(
    signed: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    def count() -> tuple[int, int, str]:
        rows = list(Pairing.objects.values())
        return AuditEvent.objects.count(), OutboxMessage.objects.count(), repr(rows)

    before = count()
    answer(signed, now, mentor, mentee)
    answer(signed, now, mentor, said=Answer.NO)
    assert count() == before


def test_what_both_chose_stays_after_the_end_and_can_be_taken_back(
    signed: Pairing, mentor: User, mentee: User, coordinator: User, now: datetime
) -> None:
    answer(signed, now, mentor, mentee)
    end_pair(signed, reason="schedule", by=coordinator, now=now)
    assert shared_goals(signed)
    answer(signed, now, mentor, said=Answer.NO)
    assert not shared_goals(signed)


def test_after_the_end_nobody_is_asked_any_more(
    signed: Pairing, mentor: User, mentee: User, coordinator: User, now: datetime
) -> None:
    answer(signed, now, mentor)
    end_pair(signed, reason="schedule", by=coordinator, now=now)
    assert not Consent.objects.exists()
    with pytest.raises(Refusal, match="in force"):
        answer(signed, now, mentee)


def test_it_is_asked_once_the_agreement_is_in_force(
    pair: Pairing, mentor: User, now: datetime
) -> None:
    make_offer(pair, now)
    with pytest.raises(Refusal, match="in force"):
        answer(pair, now, mentor)


def test_only_the_two_answer(signed: Pairing, coordinator: User, now: datetime) -> None:
    with pytest.raises(Forbidden):
        answer(signed, now, coordinator)


def test_the_page_asks_and_keeps_the_answer(
    signed: Pairing, mentor: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)
    client, address = sign_in(mentor), reverse("lifecycle:share-goals", args=[signed.uid])
    client.post(address, {"answer": "yes"})
    page = client.get(address)
    assert page.context["form"]["answer"].value() == "yes"
    assert "the program team can read your goals" not in page.content.decode()


@pytest.mark.parametrize("said", ["", "maybe", "\x00", "<script>"])
def test_another_answer_is_refused_beside_the_question(
    signed: Pairing, mentor: User, sign_in: SignIn, said: str
) -> None:
    address = reverse("lifecycle:share-goals", args=[signed.uid])
    page = sign_in(mentor).post(address, {"answer": said})
    assert list(page.context["form"].errors) == ["answer"]
    assert not Consent.objects.exists()
