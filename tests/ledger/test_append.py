"""Appending: gapless, chained, in the transaction of the act."""

from datetime import datetime
from typing import Never
from uuid import UUID

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from core.canonical import NotCanonical
from ledger.actions import append
from ledger.models import LedgerEvent, LedgerPayload, LedgerTip, Pseudonym
from ledger.rules import GENESIS, Kind
from tests.ledger.chains import FIRST, PRIYA, SECOND, TOM, found, make_history, say

pytestmark = pytest.mark.django_db


def test_each_event_names_the_one_before(now: datetime) -> None:
    events = make_history(now)
    assert [event.seq for event in events] == [1, 2, 3, 4, 5, 6]
    assert bytes(events[0].previous) == GENESIS
    assert [bytes(e.previous) for e in events[1:]] == [bytes(e.hash) for e in events[:-1]]
    assert found() == []


def test_an_event_says_who_what_and_when_and_its_payload_is_canonical(now: datetime) -> None:
    event = say(now, Kind.OFFERED)
    stored = LedgerEvent.objects.get()
    assert (stored.stream, stored.kind, stored.at) == (FIRST, "offered", now)
    assert bytes(stored.hash) == bytes(event.hash)
    assert bytes(stored.payload.content or b"") == b'{"word":"canary"}'
    assert len(bytes(stored.payload.salt or b"")) == 32


def test_a_person_has_one_name_in_a_stream_and_another_in_the_next(now: datetime) -> None:
    first, again = say(now), say(now)
    elsewhere, other = say(now, stream=SECOND), say(now, by=TOM)
    assert first.actor == again.actor
    assert len({first.actor, elsewhere.actor, other.actor}) == 3
    row = Pseudonym.objects.get(actor=first.actor or SECOND)
    assert (row.stream, row.person_id) == (FIRST, PRIYA)


def test_an_act_of_the_program_has_no_actor(now: datetime) -> None:
    assert say(now, Kind.ENDED, by=None).actor is None
    assert Pseudonym.objects.count() == 0


def test_the_same_payload_twice_commits_to_different_bytes(now: datetime) -> None:
    assert bytes(say(now).commitment) != bytes(say(now).commitment)


@pytest.mark.django_db(transaction=True)
def test_outside_of_a_transaction_nothing_is_appended(now: datetime) -> None:
    with pytest.raises(TransactionManagementError):
        append(stream=FIRST, kind=Kind.OPENED, actor_id=None, payload={}, now=now)
    assert LedgerEvent.objects.count() == 0


def _fail(now: datetime) -> Never:
    with transaction.atomic():
        say(now, by=TOM)
        raise LookupError


def test_an_act_that_fails_leaves_no_gap(now: datetime) -> None:
    say(now)
    with pytest.raises(LookupError):
        _fail(now)
    assert say(now).seq == 2
    assert Pseudonym.objects.count() == 1
    assert found() == []


@pytest.mark.parametrize("payload", [{"a": 1.5}, {"a": "x\u202ey"}, {"a": UUID(int=1)}, {1: 2}])
def test_what_cannot_be_canonical_is_refused(payload: dict[str, object], now: datetime) -> None:
    with pytest.raises(NotCanonical), transaction.atomic():
        append(stream=FIRST, kind=Kind.OPENED, actor_id=None, payload=payload, now=now)
    assert (LedgerEvent.objects.count(), LedgerPayload.objects.count()) == (0, 0)


def test_a_lost_row_of_the_tip_is_made_again_from_the_chain(now: datetime) -> None:
    make_history(now)
    LedgerTip.objects.all().delete()
    assert found() == [("tip", None)]
    assert say(now).seq == 7
    assert found() == []
