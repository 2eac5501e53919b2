"""What home costs, session and navigation included: the same however much there is."""

from collections.abc import Callable
from datetime import datetime

from django.test import Client

from accounts.models import Leave, User
from meetings.actions import ItemDraft, NoteDraft, PlanDraft, add_item, move_meeting, write_note
from meetings.models import ACTION, POINT
from pairings.models import Pairing, Pause
from pairings.rules import PairState
from programs.models import Blackout
from tests import builders
from tests.contracts.agreements import make_in_force
from tests.home.pages import DAY, HOME, in_touch, met, page_of, planned, queries_of

SignIn = Callable[[User], Client]

# Session, person, own pairs (and whether they run a program); agreement, meetings, what was said of
# them, contacts and closed days, agenda.
PAIR_PAGE = 8
# The same without the page's five, and the facts of several pairs instead.
SEVERAL_PAIRS = 7
# Session, person, own pairs, two looks whether they run a program, places.
NO_PAIR = 7


def live_a_little(pair: Pairing, times: int, now: datetime) -> None:
    """Add as many meetings, contacts, pauses, blackouts, leaves, dates and notes."""
    for number in range(1, times + 1):
        met(pair, 7 * number, now)
        in_touch(pair, 7 * number - 3, now)
        date = planned(pair, now + number * 7 * DAY)
        move_meeting(date, PlanDraft(date.starts_at + DAY, 45), by=pair.mentor, now=now)
        write_note(pair, NoteDraft("A note", is_shared=True), by=pair.mentee, now=now)
        for kind in (POINT, ACTION):
            add_item(pair, ItemDraft("Words", kind=kind), by=pair.mentee, now=now)
        day = (now - (60 + 5 * number) * DAY).date()
        Pause.objects.create(pairing=pair, starts_on=day, ends_on=day)
        Blackout.objects.create(program=pair.program, name="Fair", starts_on=day, ends_on=day)
        Leave.objects.create(user=pair.mentee, starts_on=day, ends_on=day)


def test_the_page_of_a_pair_costs_the_same_with_one_and_with_three(
    pair: Pairing, mentor: User, sign_in: SignIn, now: datetime
) -> None:
    quiet = builders.make_pair()
    make_in_force(pair, now)
    live_a_little(pair, 3, now)
    live_a_little(quiet, 1, now)
    full = queries_of(sign_in(mentor), HOME)
    assert queries_of(sign_in(quiet.mentor), HOME) == full == PAIR_PAGE


def test_an_empty_page_costs_no_more(pair: Pairing, mentor: User, sign_in: SignIn) -> None:
    client = sign_in(mentor)
    assert queries_of(client, HOME) == queries_of(client, page_of(pair)) == PAIR_PAGE


def test_a_former_pair_costs_no_more(
    pair: Pairing, mentor: User, sign_in: SignIn, now: datetime
) -> None:
    live_a_little(pair, 3, now)
    Pairing.objects.filter(pk=pair.pk).update(state=PairState.ENDED, ended_at=now)
    assert queries_of(sign_in(mentor), page_of(pair)) == PAIR_PAGE


def test_several_pairs_cost_the_same_with_two_and_with_four(
    pair: Pairing, mentor: User, sign_in: SignIn, now: datetime
) -> None:
    client, found = sign_in(mentor), []
    for _round in range(3):
        live_a_little(builders.make_pair(mentor=mentor), 1, now)
        found.append(queries_of(client, HOME))
    assert found == [SEVERAL_PAIRS] * 3


def test_who_has_no_pair_pays_least(stranger: User, sign_in: SignIn) -> None:
    assert queries_of(sign_in(stranger), HOME) == NO_PAIR
