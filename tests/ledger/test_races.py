"""Several acts at once: one place in the chain each, and no gap."""

from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Never

import pytest
from django.db import transaction

from ledger.actions import append, erase, sign_head
from ledger.keys import SigningKey
from ledger.models import LedgerEvent, LedgerHead, LedgerKey, Pseudonym
from ledger.rules import Kind
from tests.contracts.racing import run_together
from tests.ledger.chains import FIRST, found, make_history, say

pytestmark = pytest.mark.django_db(transaction=True)


def _many(now: datetime, person: int) -> None:
    for _ in range(12):
        say(now, by=person)


def test_events_of_two_at_once_stay_gapless(now: datetime) -> None:
    run_together(partial(_many, now, 1), partial(_many, now, 2), partial(_many, now, 1))
    seqs = list(LedgerEvent.objects.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, 37))
    assert Pseudonym.objects.count() == 2
    assert found() == []


def test_the_very_first_events_at_once_are_one_chain(now: datetime) -> None:
    run_together(*[partial(say, now, by=person) for person in (1, 2, 3)])
    assert LedgerEvent.objects.count() == 3
    assert found() == []


def _fail(now: datetime) -> Never:
    with transaction.atomic():
        append(stream=FIRST, kind=Kind.OFFERED, actor_id=9, payload={}, now=now)
        raise LookupError


def _fails(now: datetime) -> None:
    for _ in range(6):
        with suppress(LookupError):
            _fail(now)


def test_acts_that_fail_beside_others_leave_no_gap(now: datetime) -> None:
    run_together(partial(_fails, now), partial(_many, now, 1))
    assert LedgerEvent.objects.count() == 12
    assert found() == []


def test_a_head_signed_by_two_at_once_is_one_head(key: SigningKey, now: datetime) -> None:
    make_history(now)
    heads = run_together(*[partial(sign_head, now=now)] * 3)
    assert len({bytes(h.signature) for h in heads if isinstance(h, LedgerHead)}) == 1
    assert (LedgerHead.objects.count(), LedgerKey.objects.count()) == (1, 1)
    assert found() == []


def test_erasing_twice_at_once_is_one_event(now: datetime) -> None:
    make_history(now)
    counts = run_together(*[partial(erase, stream=FIRST, now=now)] * 3)
    assert sorted(map(str, counts)) == ["0", "0", "3"]
    assert LedgerEvent.objects.filter(kind="erased").count() == 1
    assert found() == []
