from datetime import date, datetime

import pytest

from core.errors import Refusal
from core.models import AuditEvent
from pairings.actions import activate_pair, bump_revision
from pairings.models import Pairing
from pairings.rules import PairState
from tests.builders import make_pair


def test_both_signatures_make_a_pair_active(pair: Pairing, now: datetime) -> None:
    assert activate_pair(pairing=pair, now=now).state == PairState.ACTIVE


def test_activating_twice_is_one_act(pair: Pairing, now: datetime) -> None:
    first = activate_pair(pairing=pair, now=now)
    second = activate_pair(pairing=pair, now=now)
    assert first.revision == second.revision
    assert AuditEvent.objects.filter(subject_uid=pair.uid, verb="activate").count() == 1


def test_signed_while_paused_it_comes_back_active(db: None, now: datetime) -> None:
    pair = make_pair(
        state=PairState.PAUSED,
        paused_until=date(2026, 12, 1),
        state_before_pause=PairState.GETTING_STARTED,
    )
    signed = activate_pair(pairing=pair, now=now)
    assert (signed.state, signed.state_before_pause) == (PairState.PAUSED, PairState.ACTIVE)


@pytest.mark.parametrize("state", [PairState.PROPOSED, PairState.ENDED, PairState.DECLINED])
def test_what_is_not_live_is_not_activated(state: PairState, db: None, now: datetime) -> None:
    pair = make_pair(state=state)
    with pytest.raises(Refusal, match="not meeting now"):
        activate_pair(pairing=pair, now=now)


def test_a_concluding_pair_stays_concluding(db: None, now: datetime) -> None:
    pair = make_pair(state=PairState.CONCLUDING)
    assert activate_pair(pairing=pair, now=now).state == PairState.CONCLUDING


def test_every_change_of_facts_is_counted(pair: Pairing) -> None:
    before = pair.revision
    bump_revision(pair)
    bump_revision(pair)
    pair.refresh_from_db()
    assert pair.revision == before + 2
