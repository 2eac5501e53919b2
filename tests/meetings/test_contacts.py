from datetime import date, datetime

import pytest

from accounts.models import User
from core.errors import Forbidden, Refusal
from meetings.actions import log_contact, undo_contact
from meetings.models import InformalContact, Meeting
from meetings.queries import pair_facts
from pairings.models import Pairing
from tests.meetings.stage import DAY, MINUTE


def test_a_corridor_chat_counts_as_contact_and_is_no_meeting(
    pair: Pairing, mentor: User, now: datetime
) -> None:
    log_contact(pair, "corridor", by=mentor, now=now)
    assert pair_facts(pair).informal_on == [date(2026, 11, 23)]
    assert not Meeting.objects.exists()


def test_one_of_a_kind_a_day_and_person(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    for _click in range(2):
        log_contact(pair, "call", by=mentor, now=now)
    log_contact(pair, "message", by=mentor, now=now)
    log_contact(pair, "call", by=mentee, now=now)
    assert InformalContact.objects.count() == 3
    pair.refresh_from_db()
    assert pair.revision == 3


def test_it_is_taken_back_within_ten_minutes_and_leaves_a_tombstone(
    pair: Pairing, mentor: User, now: datetime
) -> None:
    contact = log_contact(pair, "call", by=mentor, now=now)
    for minutes in (5, 20):
        undo_contact(contact, by=mentor, now=now + minutes * MINUTE)
    assert InformalContact.objects.get().undone_at == now + 5 * MINUTE
    assert not pair_facts(pair).informal_on
    assert log_contact(pair, "call", by=mentor, now=now + 21 * MINUTE) != contact


def test_after_ten_minutes_it_stays(pair: Pairing, mentor: User, now: datetime) -> None:
    contact = log_contact(pair, "call", by=mentor, now=now)
    with pytest.raises(Refusal) as refused:
        undo_contact(contact, by=mentor, now=now + 11 * MINUTE)
    assert refused.value.code == "too_late_to_undo"


def test_the_partners_contact_is_not_ones_own(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    contact = log_contact(pair, "call", by=mentor, now=now)
    with pytest.raises(Refusal) as refused:
        undo_contact(contact, by=mentee, now=now)
    assert refused.value.code == "nothing_to_undo"


@pytest.mark.parametrize(
    ("kind", "days", "code"),
    [("carrier pigeon", 0, "kind"), ("call", 1, "future"), ("call", -100, "before_start")],
)
def test_what_cannot_have_been_is_refused(
    pair: Pairing, mentor: User, now: datetime, kind: str, days: int, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        log_contact(pair, kind, by=mentor, now=now, on=(now + days * DAY).date())
    assert refused.value.code == code


def test_nobody_else_notes_contact(pair: Pairing, stranger: User, now: datetime) -> None:
    with pytest.raises(Forbidden):
        log_contact(pair, "call", by=stranger, now=now)
