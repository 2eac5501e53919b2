"""Who reads the page of a pair."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from lifecycle.actions import ask_to_end
from meetings.actions import NoteDraft, write_note
from pairings.models import Pairing
from pairings.rules import EndReason, PairState
from programs.models import Program
from tests import builders
from tests.contracts.agreements import MENTEE_GOAL, make_in_force
from tests.home.pages import HOME, page_of, words_of

SignIn = Callable[[User], Client]


@pytest.mark.parametrize("side", ["mentor", "mentee"])
def test_both_partners_read_their_page(
    pair: Pairing, sign_in: SignIn, request: pytest.FixtureRequest, side: str
) -> None:
    page = sign_in(request.getfixturevalue(side)).get(page_of(pair))
    assert "Priya mentors Tom" in words_of(page)


@pytest.mark.parametrize("other", ["stranger", "hr_admin", "coordinator", "other_coordinator"])
def test_for_everybody_else_there_is_no_such_page(
    pair: Pairing, sign_in: SignIn, request: pytest.FixtureRequest, other: str
) -> None:
    page = sign_in(request.getfixturevalue(other)).get(page_of(pair))
    assert (page.status_code, "Priya" in page.content.decode()) == (404, False)


@pytest.mark.parametrize(
    "address", ["/pairs/00000000-0000-4000-8000-000000000000/", "/pairs/1/", "/pairs/x/"]
)
def test_bad_ids_are_answered_with_the_page_for_it(
    sign_in: SignIn, mentor: User, pair: Pairing, address: str
) -> None:
    page = sign_in(mentor).get(address)
    assert page.status_code == 404
    assert "We cannot find this page" in page.content.decode()


@pytest.mark.parametrize("address", ["home", "pair"])
def test_nobody_reads_without_signing_in(client: Client, pair: Pairing, address: str) -> None:
    url = HOME if address == "home" else page_of(pair)
    answer = client.get(url)
    assert answer.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("address", ["home", "pair"])
def test_the_pages_only_show(sign_in: SignIn, mentor: User, pair: Pairing, address: str) -> None:
    url = HOME if address == "home" else page_of(pair)
    answer = sign_in(mentor).post(url)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("state", [PairState.ENDED, PairState.COMPLETED])
def test_former_partners_read_what_they_shared(
    pair: Pairing, sign_in: SignIn, mentee: User, now: datetime, state: PairState
) -> None:
    make_in_force(pair, now)
    Pairing.objects.filter(pk=pair.pk).update(state=state, ended_at=now)
    words = words_of(sign_in(mentee).get(page_of(pair)))
    assert "Priya mentored Tom" in words
    assert "You and Priya have finished" in words
    assert MENTEE_GOAL in words
    assert "Read our notes" in words


def test_nothing_can_be_logged_after_the_end(
    pair: Pairing, sign_in: SignIn, mentee: User, now: datetime
) -> None:
    Pairing.objects.filter(pk=pair.pk).update(state=PairState.ENDED, ended_at=now)
    page = sign_in(mentee).get(page_of(pair)).content.decode()
    offers = [reverse(f"meetings:{name}", args=[pair.uid]) for name in ("log-now", "log-contact")]
    assert not any(offer in page for offer in offers)


@pytest.mark.parametrize("state", [PairState.PROPOSED, PairState.DECLINED, PairState.WITHDRAWN])
def test_what_never_began_has_a_page_of_its_own(
    program: Program, sign_in: SignIn, mentor: User, state: PairState
) -> None:
    pair = builders.make_pair(program=program, mentor=mentor, state=state, started_at=None)
    answer = sign_in(mentor).get(page_of(pair))
    assert answer.headers["Location"] == reverse("pairings:show-proposal", args=[pair.uid])


def test_a_note_is_named_but_never_quoted(
    pair: Pairing, sign_in: SignIn, mentor: User, mentee: User, now: datetime
) -> None:
    for text, is_shared in (("canary-private", False), ("canary-shared", True)):
        write_note(pair, NoteDraft(text, is_shared=is_shared), by=mentor, now=now)
    words = words_of(sign_in(mentee).get(HOME))
    assert "Last word by Priya, 23 Nov" in words
    assert "canary" not in words


def test_a_private_note_of_the_partner_leaves_no_trace(
    pair: Pairing, sign_in: SignIn, mentor: User, mentee: User, now: datetime
) -> None:
    write_note(pair, NoteDraft("canary-private"), by=mentor, now=now)
    assert "Last word" not in words_of(sign_in(mentee).get(HOME))


def test_an_ask_to_end_shows_nowhere_before_its_day(
    pair: Pairing, sign_in: SignIn, mentor: User, mentee: User, now: datetime
) -> None:
    before = words_of(sign_in(mentee).get(HOME))
    ask_to_end(pair, reason=EndReason.NOT_A_GOOD_FIT, by=mentor, now=now)
    assert words_of(sign_in(mentee).get(HOME)) == before
