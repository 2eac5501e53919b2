from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core import clock
from lifecycle.actions import ask_to_end
from lifecycle.models import Consent
from pairings.models import Pairing
from pairings.rules import PairState
from tests.contracts.agreements import make_in_force
from tests.lifecycle.closing import IN_TOUCH, LATE, YES_3, complete, conclude, say

SignIn = Callable[[User], Client]
EVERYTHING = {"extend": "3", "stay_in_touch": "not_yet", "after": "done"}


@pytest.fixture(autouse=True)
def late_in_february(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATE)


def address(pair: Pairing) -> str:
    return reverse("lifecycle:show-closing", args=[pair.uid])


def test_what_one_said_is_there_again(pair: Pairing, mentor: User, sign_in: SignIn) -> None:
    conclude(pair)
    client = sign_in(mentor)
    client.post(address(pair), EVERYTHING)
    form = client.get(address(pair)).context["form"]
    assert {name: form[name].value() for name in EVERYTHING} == EVERYTHING


def test_the_second_yes_says_what_came_of_it(
    pair: Pairing, mentor: User, mentee: User, sign_in: SignIn
) -> None:
    say(conclude(pair), mentor, YES_3)
    page = sign_in(mentee).post(address(pair), {"extend": "6"}, follow=True).content.decode()
    assert "You both said yes. You go on until 28 May 2027." in page


def test_every_other_answer_gets_the_same_words(
    pair: Pairing, mentor: User, mentee: User, sign_in: SignIn
) -> None:
    conclude(pair)
    said = []
    for who, data in ((mentor, {"extend": "3"}), (mentee, {"extend": "no"}), (mentee, {})):
        page = sign_in(who).post(address(pair), data, follow=True).content.decode()
        said.append("Only you see what you said" in page)
    assert said == [True, True, True]


def test_nothing_said_is_nothing_stored(pair: Pairing, mentor: User, sign_in: SignIn) -> None:
    conclude(pair)
    sign_in(mentor).post(address(pair), {})
    assert not Consent.objects.exists()


@pytest.mark.parametrize("value", ["yes", "12", "-3", "\x00", "<b>", "9" * 400])
def test_a_choice_that_is_not_offered_is_refused(
    pair: Pairing, mentor: User, sign_in: SignIn, value: str
) -> None:
    conclude(pair)
    page = sign_in(mentor).post(address(pair), {"extend": value})
    assert list(page.context["form"].errors) == ["extend"]
    assert not Consent.objects.exists()


def test_what_both_want_is_no_question_any_more(
    pair: Pairing, mentor: User, mentee: User, sign_in: SignIn
) -> None:
    conclude(pair)
    for person in (mentor, mentee):
        say(pair, person, IN_TOUCH)
    page = sign_in(mentor).get(address(pair))
    assert "stay_in_touch" not in page.context["form"].fields
    assert "You both said that you would like to stay in touch." in page.content.decode()


def test_who_asked_to_end_is_told_what_a_yes_does(
    pair: Pairing, mentor: User, mentee: User, sign_in: SignIn
) -> None:
    ask_to_end(conclude(pair), reason="schedule", by=mentor, now=LATE)
    words = "A yes here takes that back."
    assert words in sign_in(mentor).get(address(pair)).content.decode()
    assert words not in sign_in(mentee).get(address(pair)).content.decode()


def test_before_the_last_weeks_nothing_is_asked(
    pair: Pairing, mentor: User, sign_in: SignIn
) -> None:
    client = sign_in(mentor)
    assert "There is nothing to answer now." in client.get(address(pair)).content.decode()
    assert client.post(address(pair), EVERYTHING).status_code == 409


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("coordinator", 403)])
@pytest.mark.parametrize(
    "name", ["show-closing", "share-goals", "write-thanks", "choose-next", "download-certificate"]
)
def test_the_pages_are_the_pairs_alone(
    pair: Pairing,
    sign_in: SignIn,
    who: str,
    status: int,
    name: str,
    request: pytest.FixtureRequest,
) -> None:
    complete(pair)
    client = sign_in(request.getfixturevalue(who))
    assert client.get(reverse(f"lifecycle:{name}", args=[pair.uid])).status_code == status


def test_home_leads_to_the_question(pair: Pairing, mentor: User, sign_in: SignIn) -> None:
    conclude(pair)
    client, home = sign_in(mentor), reverse("home:show-home")
    assert "Say what is next" in client.get(home).content.decode()
    client.post(address(pair), EVERYTHING)
    assert "Change what is next" in client.get(home).content.decode()


def test_the_agreement_says_until_when_it_holds_now(
    pair: Pairing, mentor: User, mentee: User, sign_in: SignIn, now: datetime
) -> None:
    make_in_force(pair, now)
    conclude(pair)
    for person in (mentor, mentee):
        say(pair, person, YES_3)
    page = sign_in(mentor).get(reverse("home:show-home")).content.decode()
    assert "You both said yes to going on: it holds until 28 May 2027." in page
    contract = pair.contract.uid
    shown = sign_in(mentor).get(reverse("contracts:show-agreement", args=[contract]))
    assert "It now holds until 28 May 2027." in shown.content.decode()
    pair.refresh_from_db()
    assert pair.state == PairState.ACTIVE
