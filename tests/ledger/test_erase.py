"""Erasing: what happened goes, that it happened stays, and nothing else may go."""

from datetime import datetime

import pytest
from django.db import connection

from ledger.actions import erase
from ledger.models import LedgerEvent, LedgerPayload, Pseudonym
from ledger.rules import LEDGER_STREAM
from tests.ledger.chains import FIRST, PRIYA, SECOND, found, make_history, say, sql, unguarded

pytestmark = pytest.mark.django_db


def test_the_payloads_of_one_stream_go_and_the_chain_stays(now: datetime) -> None:
    events = make_history(now)
    assert erase(stream=FIRST, now=now) == 3
    gone = LedgerPayload.objects.filter(content=None, salt=None)
    assert sorted(gone.values_list("pk", flat=True)) == [1, 3, 5]
    stand = LedgerEvent.objects.order_by("seq")[:6]
    assert [bytes(e.hash) for e in stand] == [e.hash for e in events]
    assert found() == []


def test_who_acted_is_forgotten_and_their_name_stays(now: datetime) -> None:
    event = say(now)
    say(now, stream=SECOND)
    erase(stream=FIRST, now=now)
    row = Pseudonym.objects.get(actor=event.actor or SECOND)
    assert (row.person_id, row.salt) == (None, None)
    assert Pseudonym.objects.get(stream=SECOND).person_id == PRIYA


def test_one_event_names_what_went(now: datetime) -> None:
    make_history(now)
    erase(stream=SECOND, now=now)
    event = LedgerEvent.objects.latest("seq")
    assert (event.kind, event.stream, event.actor) == ("erased", SECOND, None)
    assert event.payload.content is not None
    assert bytes(event.payload.content) == b'{"seqs":[2,4,6]}'


def test_erasing_again_appends_nothing(now: datetime) -> None:
    make_history(now)
    erase(stream=FIRST, now=now)
    assert erase(stream=FIRST, now=now) == 0
    assert erase(stream=SECOND, now=now) == 3
    assert LedgerEvent.objects.count() == 8
    assert found() == []


def test_what_follows_an_erasure_can_be_erased_too(now: datetime) -> None:
    make_history(now)
    erase(stream=FIRST, now=now)
    again = say(now)
    assert again.actor not in LedgerEvent.objects.filter(seq__lt=7).values_list("actor", flat=True)
    assert erase(stream=FIRST, now=now) == 1
    assert found() == []


def test_a_stream_that_nobody_knows_has_nothing_to_erase(now: datetime) -> None:
    assert erase(stream=FIRST, now=now) == 0
    assert LedgerEvent.objects.count() == 0


def test_the_ledgers_own_stream_is_never_erased(now: datetime) -> None:
    with pytest.raises(ValueError, match="own events"):
        erase(stream=LEDGER_STREAM, now=now)


def test_more_emptied_than_the_event_names_is_found(now: datetime) -> None:
    make_history(now)
    erase(stream=FIRST, now=now)
    say(now)
    with unguarded():
        sql("UPDATE ledger_ledgerpayload SET content = NULL, salt = NULL WHERE event_id IN (2, 8)")
    assert found() == [("payload missing", 2), ("payload missing", 8)]


def test_an_erasure_whose_own_event_is_emptied_is_found(now: datetime) -> None:
    make_history(now)
    erase(stream=FIRST, now=now)
    with unguarded():
        sql("UPDATE ledger_ledgerpayload SET content = NULL, salt = NULL WHERE event_id = 7")
    assert {("payload missing", 1), ("payload missing", 7)} <= set(found())


def test_an_erasure_taken_over_from_another_stream_explains_nothing(now: datetime) -> None:
    make_history(now)
    erase(stream=FIRST, now=now)
    other = str(SECOND) if connection.vendor == "postgresql" else SECOND.hex
    with unguarded():
        sql("UPDATE ledger_ledgerevent SET stream = %s WHERE seq = 7", other)
    assert {("payload missing", seq) for seq in (1, 3, 5)} < set(found())


def test_nothing_of_an_erased_word_is_left_in_any_row(now: datetime) -> None:
    make_history(now)
    erase(stream=FIRST, now=now)
    left = LedgerPayload.objects.exclude(content=None).values_list("pk", "content")
    assert [pk for pk, content in left if b"canary" in bytes(content or b"")] == [2, 4, 6]
