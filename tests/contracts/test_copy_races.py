"""Two workers at once make one copy."""

from datetime import datetime
from functools import partial

import pytest

from contracts.actions.copies import make_copies
from contracts.models import SignedCopy
from ledger.keys import SigningKey
from pairings.models import Pairing
from tests.contracts.agreements import make_in_force
from tests.contracts.racing import run_together
from tools.verify_contract import Code, verify

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_workers_at_once_make_one_copy(pair: Pairing, key: SigningKey, now: datetime) -> None:
    make_in_force(pair, now)
    act = partial(make_copies, now=now)
    made = run_together(act, act)
    assert sorted(map(str, made)) == ["0", "1"]
    copy = SignedCopy.objects.get()
    assert verify(bytes(copy.content), [key.fingerprint]).code == Code.GENUINE
