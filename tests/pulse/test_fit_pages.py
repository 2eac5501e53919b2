from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from pairings.models import Pairing
from pairings.rules import PairState
from pulse.models import FitAsk
from tests.dashboard.stage import text_of
from tests.pulse.conftest import Move

SignIn = Callable[[User], Client]
CLOSED = "This question is closed"


@pytest.fixture
def page(ask: FitAsk) -> str:
    return reverse("pulse:answer-fit", args=[ask.pairing.uid])


@pytest.fixture
def priya(client: Client, mentor: User) -> Client:
    client.force_login(mentor)
    return client


def test_two_questions_stand_on_one_screen(priya: Client, page: str) -> None:
    words = text_of(priya.get(page))
    assert "How does it feel so far? A good fit Still deciding" in words
    assert "May the program team contact you?" in words
    assert "Neither Tom nor the program team sees what you answered" in words


def test_one_choice_and_one_button_answer_both(priya: Client, page: str, ask: FitAsk) -> None:
    answer = priya.post(page, {"fit": "deciding", "may_contact": "yes"}, follow=True)
    ask.refresh_from_db()
    assert (ask.answer, ask.may_contact) == ("deciding", True)
    words = text_of(answer)
    assert "Thank you. It stays with you." in words
    assert "You can change it until Monday 30 November" in words


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"may_contact": "yes"}, "Choose one, then send it"),
        ({"fit": "", "may_contact": "no"}, "Choose one, then send it"),
        ({"fit": "superb", "may_contact": "no"}, "superb is not one of the available choices"),
        ({"fit": "good"}, "Answer with one of the two buttons"),
        ({"fit": "good", "may_contact": "perhaps"}, "perhaps is not one of the available choices"),
        ({"fit": "\x00", "may_contact": "no"}, "Error"),
    ],
)
def test_half_an_answer_is_asked_for_again_and_writes_nothing(
    priya: Client, page: str, ask: FitAsk, sent: dict[str, str], said: str
) -> None:
    answer = priya.post(page, sent)
    assert answer.status_code == 200
    assert said in text_of(answer)
    assert FitAsk.objects.get(pk=ask.pk).answered_at is None


def test_what_was_chosen_is_kept_when_a_button_is_missing(priya: Client, page: str) -> None:
    body = priya.post(page, {"fit": "deciding"}).content.decode()
    chosen = body[body.index('value="deciding"') :]
    assert "checked" in chosen[: chosen.index(">")]


def test_it_is_changed_within_a_week_and_stands_still_after(
    priya: Client, page: str, ask: FitAsk, move_to: Move, now: datetime
) -> None:
    priya.post(page, {"fit": "good", "may_contact": "yes"})
    move_to(now + timedelta(days=6))
    priya.post(page, {"fit": "good", "may_contact": "no"})
    assert FitAsk.objects.get(pk=ask.pk).may_contact is False
    move_to(now + timedelta(days=8))
    assert CLOSED in text_of(priya.get(page))
    late = priya.post(page, {"fit": "good", "may_contact": "yes"})
    assert late.status_code == 409
    assert FitAsk.objects.get(pk=ask.pk).may_contact is False


def test_after_the_end_of_the_pair_it_is_closed(priya: Client, page: str) -> None:
    Pairing.objects.update(state=PairState.ENDED)
    words = text_of(priya.get(page))
    assert CLOSED in words
    assert "You did not have to answer." in words


@pytest.mark.parametrize("who", ["stranger", "coordinator", "hr_admin", "other_coordinator"])
def test_for_everybody_else_it_does_not_exist(
    page: str, who: str, client: Client, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(page).status_code == 404
    assert client.post(page, {"fit": "good", "may_contact": "no"}).status_code == 404
    assert not FitAsk.objects.exclude(answered_at=None).exists()


def test_the_partner_answers_only_for_themselves(
    page: str, ask: FitAsk, mentee: User, sign_in: SignIn
) -> None:
    sign_in(mentee).post(page, {"fit": "good", "may_contact": "no"})
    answered = FitAsk.objects.exclude(answered_at=None)
    assert list(answered.values_list("person", flat=True)) == [mentee.pk]


def test_signed_out_it_asks_for_a_sign_in(page: str, client: Client) -> None:
    assert client.get(page).headers["Location"].startswith("/accounts/login/")
