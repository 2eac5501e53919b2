from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from pairings.actions import accept_pair, decline_pair, withdraw_pair
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import Enrollment
from tests.builders import make_person
from tests.programs.pages import text_of

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def clock_stands(now: datetime) -> Iterator[None]:
    """Pages read the clock; it stands at `now`."""
    with time_machine.travel(now, tick=False):
        yield


def page(pairing: Pairing) -> str:
    return reverse("pairings:show-proposal", args=[pairing.uid])


def accept(pairing: Pairing) -> str:
    return reverse("pairings:accept-proposal", args=[pairing.uid])


def decline(pairing: Pairing) -> str:
    return reverse("pairings:decline-proposal", args=[pairing.uid])


def test_the_question_and_both_answers_are_there(
    proposal: Pairing, mentor: User, sign_in: SignIn
) -> None:
    text = text_of(sign_in(mentor).get(page(proposal)))
    assert "Would you like to start with Tom?" in text
    assert "Yes, let us start" in text
    assert "Not this time" in text
    assert "Please answer by 7 Dec 2026" in text


def test_it_says_who_and_why(
    proposal: Pairing, mentor: User, mentee: User, sign_in: SignIn
) -> None:
    for place in (proposal.mentor_enrollment, proposal.mentee_enrollment):
        place.topics.set(proposal.program.topics.filter(name="AI at work"))
    text = text_of(sign_in(mentor).get(page(proposal)))
    assert "Tom Hughes Operations" in text
    assert "You both chose: AI at work" in text


def test_what_the_partner_wrote_is_not_shown(
    proposal: Pairing, mentor: User, sign_in: SignIn
) -> None:
    Enrollment.objects.filter(pk=proposal.mentee_enrollment_id).update(
        hope="canary-hope", boundaries="canary-boundary"
    )
    assert "canary" not in sign_in(mentor).get(page(proposal)).content.decode()


def test_a_yes_waits_for_the_other(
    proposal: Pairing, mentor: User, mentee: User, sign_in: SignIn
) -> None:
    answer = sign_in(mentor).post(accept(proposal), follow=True)
    assert "When Tom says yes too" in text_of(answer)


def test_a_yes_is_not_shown_to_the_other(
    half_accepted: Pairing, mentor: User, sign_in: SignIn
) -> None:
    text = text_of(sign_in(mentor).get(page(half_accepted)))
    assert "Would you like to start with Tom?" in text
    assert "said yes" not in text


def test_the_second_yes_makes_a_pair(half_accepted: Pairing, mentor: User, sign_in: SignIn) -> None:
    answer = sign_in(mentor).post(accept(half_accepted), follow=True)
    assert "You both said yes. You are a pair now." in text_of(answer)
    half_accepted.refresh_from_db()
    assert half_accepted.state == PairState.GETTING_STARTED


def test_a_no_asks_for_no_reason(proposal: Pairing, mentor: User, sign_in: SignIn) -> None:
    answer = sign_in(mentor).post(decline(proposal), follow=True)
    assert "It did not work out this time" in text_of(answer)
    proposal.refresh_from_db()
    assert proposal.state == PairState.DECLINED


def test_a_no_and_silence_look_the_same_to_the_other(
    proposal: Pairing, mentor: User, mentee: User, now: datetime, sign_in: SignIn
) -> None:
    decline_pair(pairing=proposal, by=mentor, now=now)
    client = sign_in(mentee)
    after_no = text_of(client.get(page(proposal)))
    Pairing.objects.update(state=PairState.EXPIRED)
    assert text_of(client.get(page(proposal))) == after_no


def test_a_proposal_past_its_time_asks_nothing(
    proposal: Pairing, mentor: User, sign_in: SignIn
) -> None:
    long_ago = proposal.proposed_at - timedelta(days=60)
    Pairing.objects.update(proposed_at=long_ago, expires_at=long_ago + timedelta(days=14))
    text = text_of(sign_in(mentor).get(page(proposal)))
    assert "It did not work out this time" in text
    assert "Yes, let us start" not in text


def test_a_withdrawn_proposal_says_so_kindly(
    proposal: Pairing, mentor: User, coordinator: User, now: datetime, sign_in: SignIn
) -> None:
    withdraw_pair(pairing=proposal, by=coordinator, now=now)
    assert "This proposal was taken back" in text_of(sign_in(mentor).get(page(proposal)))


def test_a_late_answer_is_refused_in_words(
    proposal: Pairing, mentor: User, mentee: User, now: datetime, sign_in: SignIn
) -> None:
    decline_pair(pairing=proposal, by=mentee, now=now)
    answer = sign_in(mentor).post(accept(proposal))
    assert answer.status_code == 409
    assert "did not lead to a pair this time" in text_of(answer)


def test_a_rule_broken_meanwhile_is_not_told(
    half_accepted: Pairing, mentor: User, mentee: User, sign_in: SignIn
) -> None:
    User.objects.filter(pk=mentor.pk).update(manager=mentee)
    answer = sign_in(mentor).post(accept(half_accepted))
    assert answer.status_code == 409
    assert "The program team knows" in text_of(answer)
    assert "reporting line" not in text_of(answer)


@pytest.mark.parametrize("address", [page, accept, decline])
def test_strangers_find_nothing(
    address: Callable[[Pairing], str],
    proposal: Pairing,
    stranger: User,
    other_coordinator: User,
    sign_in: SignIn,
) -> None:
    for who in (stranger, other_coordinator):
        assert sign_in(who).post(address(proposal)).status_code in {404, 405}
        assert sign_in(who).get(address(proposal)).status_code in {404, 405}
    proposal.refresh_from_db()
    assert proposal.state == PairState.PROPOSED


@pytest.mark.parametrize("address", [accept, decline])
def test_a_coordinator_answers_for_nobody(
    address: Callable[[Pairing], str], proposal: Pairing, coordinator: User, sign_in: SignIn
) -> None:
    answer = sign_in(coordinator).post(address(proposal))
    assert answer.status_code == 403
    assert "Only the two people" in text_of(answer)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.mentor_accepted_at) == (PairState.PROPOSED, None)


@pytest.mark.parametrize("address", [accept, decline])
def test_opening_a_link_answers_nothing(
    address: Callable[[Pairing], str], proposal: Pairing, mentor: User, sign_in: SignIn
) -> None:
    assert sign_in(mentor).get(address(proposal)).status_code == 405
    proposal.refresh_from_db()
    assert (proposal.state, proposal.mentor_accepted_at) == (PairState.PROPOSED, None)


def test_an_exceptional_overseer_is_named_to_the_pair(
    proposal: Pairing, mentor: User, sign_in: SignIn
) -> None:
    Pairing.objects.update(overseer=make_person("Hana Far", is_hr_admin=True))
    assert "Hana Far, who is farthest from it" in text_of(sign_in(mentor).get(page(proposal)))


def test_a_live_pair_is_led_home(
    half_accepted: Pairing, mentor: User, now: datetime, sign_in: SignIn
) -> None:
    accept_pair(pairing=half_accepted, by=mentor, now=now)
    assert "You are a pair" in text_of(sign_in(mentor).get(page(half_accepted)))


def test_an_ended_pair_is_thanked(pair: Pairing, mentor: User, sign_in: SignIn) -> None:
    Pairing.objects.update(state=PairState.ENDED)
    assert "This pair has ended" in text_of(sign_in(mentor).get(page(pair)))


def test_the_page_is_cheap(proposal: Pairing, mentor: User, sign_in: SignIn) -> None:
    client = sign_in(mentor)
    with CaptureQueriesContext(connection) as queries:
        client.get(page(proposal))
    assert len(queries) <= 8


def test_names_are_shown_as_text(
    proposal: Pairing, mentor: User, mentee: User, sign_in: SignIn
) -> None:
    User.objects.filter(pk=mentee.pk).update(
        display_name="<img src=x onerror=alert(1)>", job_title="{{7*7}}"
    )
    content = sign_in(mentor).get(page(proposal)).content.decode()
    assert "<img src=x" not in content
    assert "{{7*7}}" in content
