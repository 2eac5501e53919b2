from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from contracts.emails import SENT_BACK
from lifecycle.actions import ask_to_end
from meetings.models import InformalContact, Meeting, Note
from outbox.actions import Draft, enqueue
from outbox.models import OutboxMessage
from pairings.models import Pairing
from pairings.rules import EndReason, PairState
from programs.models import Program
from reminders.actions.drafts import kind_of
from reminders.rules.steps import Step
from tests.contracts import agreements
from tests.dashboard.stage import (
    IN_SEPTEMBER,
    main_of,
    make_couple,
    meet,
    raise_late,
    refresh,
    text_of,
)

SignIn = Callable[[User], Client]


def page_of(pair: Pairing) -> str:
    return reverse("dashboard:show-pair", args=[pair.uid])


def test_the_timeline_tells_what_happened_newest_first(
    desk: Client, pair: Pairing, now: datetime
) -> None:
    meet(pair, IN_SEPTEMBER)
    Meeting.objects.create(
        pairing=pair,
        state="cancelled",
        fell_through=True,
        starts_at=now - timedelta(days=20),
        created_at=now,
    )
    InformalContact.objects.create(
        pairing=pair, kind="corridor", on=date(2026, 9, 20), by=pair.mentor, at=now
    )
    refresh(now)
    page = text_of(desk.get(page_of(pair))).split("What happened")[1]
    order = ["fell through", "Corridor chat 20 Sep", "reported 14 Sep", "Both said yes 1 Sep"]
    assert [page.index(each) for each in order] == sorted(page.index(each) for each in order)


def test_where_the_pair_stands_and_why_is_said_in_words(
    desk: Client, pair: Pairing, now: datetime
) -> None:
    meet(pair, IN_SEPTEMBER)
    refresh(now)
    page = text_of(desk.get(page_of(pair)))
    assert "40 days late" in page
    assert "Twice the agreed time has passed without a meeting." in page
    assert "1 of 3 expected" in page


def test_no_word_of_the_pair_is_on_the_page(desk: Client, pair: Pairing, now: datetime) -> None:
    agreements.make_in_force(pair, now)
    for is_shared in (True, False):
        Note.objects.create(
            pairing=pair,
            author=pair.mentor,
            is_shared=is_shared,
            text="canary-note: the truth",
            created_at=now,
            changed_at=now,
        )
    refresh(now)
    response = desk.get(page_of(pair))
    page = text_of(response)
    assert "You cannot read their notes" in page
    assert "canary" not in response.content.decode()
    assert "Agreement signed by both" in page
    assert "In force" in page


def test_mails_show_how_far_they_came_and_nothing_else(
    desk: Client, pair: Pairing, now: datetime
) -> None:
    for kind in (kind_of(Step.BEHIND), SENT_BACK):
        enqueue(
            Draft(
                kind=kind,
                key=f"{kind}:{pair.uid}",
                person_id=pair.mentee_id,
                address=pair.mentee.email,
                subject_uid=pair.uid,
                facts={"secret": "canary-fact"},
            ),
            now=now,
        )
    OutboxMessage.objects.filter(kind=kind_of(Step.BEHIND)).update(state="sent", sent_at=now)
    response = desk.get(page_of(pair))
    page = text_of(response)
    assert "Reminded of the due date Tom: Sent, Mon 23 Nov, 10:30" in page
    assert page.count("Tom:") == 1
    assert "canary" not in response.content.decode()


def test_who_asked_for_the_end_and_that_somebody_did_shows_nowhere(
    desk: Client, pair: Pairing, now: datetime
) -> None:
    before = text_of(desk.get(page_of(pair)))
    ask_to_end(pair, reason=EndReason.NOT_A_GOOD_FIT, by=pair.mentor, now=now)
    assert text_of(desk.get(page_of(pair))) == before


@pytest.mark.parametrize(
    ("state", "fields", "acts"),
    [
        (PairState.PROPOSED, {}, {"withdraw"}),
        (PairState.GETTING_STARTED, {}, {"nudge", "pause", "end"}),
        (PairState.ACTIVE, {}, {"nudge", "pause", "end"}),
        (
            PairState.PAUSED,
            {"paused_until": date(2027, 1, 4), "state_before_pause": "active"},
            {"resume", "end"},
        ),
        (PairState.CONCLUDING, {}, {"nudge", "end"}),
        (PairState.ENDED, {}, set()),
        (PairState.EXPIRED, {}, set()),
    ],
)
def test_only_acts_that_are_possible_are_offered(
    desk: Client,
    program: Program,
    state: PairState,
    fields: dict[str, object],
    acts: set[str],
) -> None:
    pair = make_couple(program, "Amara Osei", "Ingrid Sand", state=state, **fields)
    body = desk.get(page_of(pair)).content.decode()
    known = ("nudge", "pause", "resume", "end", "withdraw")
    offered = {act for act in known if reverse(f"dashboard:{act}-pair", args=[pair.uid]) in body}
    assert offered == acts


def test_declined_and_expired_read_the_same(desk: Client, program: Program, now: datetime) -> None:
    pages = []
    for state in (PairState.DECLINED, PairState.EXPIRED):
        pair = make_couple(program, "Amara Osei", "Ingrid Sand", state=state, ended_at=now)
        pages.append(main_of(desk.get(page_of(pair))))
    assert pages[0] == pages[1]


def test_what_needs_a_person_can_be_put_aside_here(
    desk: Client, pair: Pairing, now: datetime
) -> None:
    item = raise_late(pair, now)
    body = desk.get(page_of(pair)).content.decode()
    assert "Ten days past the due date" in body
    assert reverse("dashboard:snooze-need", args=[item.uid]) in body


def test_the_pair_itself_and_others_do_not_find_the_page(
    pair: Pairing, stranger: User, other_coordinator: User, sign_in: SignIn
) -> None:
    for person in (pair.mentor, pair.mentee, stranger, other_coordinator):
        response = sign_in(person).get(page_of(pair))
        assert response.status_code == 404
        assert "What happened" not in text_of(response)


def test_a_coordinator_in_the_line_of_the_pair_does_not_find_it(
    desk: Client, pair: Pairing, coordinator: User
) -> None:
    User.objects.filter(pk=pair.mentor_id).update(manager=coordinator)
    response = desk.get(page_of(pair))
    assert response.status_code == 404
    assert "What happened" not in text_of(response)
