"""Two at once: one outcome."""

from functools import partial

import pytest

from lifecycle.models import Consent, Extension
from lifecycle.rules import Answer, ConsentKind
from outbox.models import OutboxMessage
from pairings.models import Pairing
from pairings.rules import PairState
from tests.contracts.racing import refusals, run_together
from tests.lifecycle.closing import IN_TOUCH, OVER, YES_3, YES_6, conclude, finish, say

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_yeses_at_once_extend_once(pair: Pairing) -> None:
    late = conclude(pair)
    results = run_together(
        partial(say, late, pair.mentor, YES_3), partial(say, late, pair.mentee, YES_6)
    )
    late.refresh_from_db()
    assert refusals(results) == []
    assert late.state == PairState.ACTIVE
    assert Extension.objects.count() == 1
    assert OutboxMessage.objects.filter(kind="pair_extended").count() == 2


def test_a_double_click_is_one_answer(pair: Pairing) -> None:
    late = conclude(pair)
    act = partial(say, late, pair.mentor, YES_3)
    assert refusals(run_together(act, act, act)) == []
    assert Consent.objects.filter(kind=ConsentKind.EXTEND, answer=Answer.YES).count() == 1


def test_two_who_stay_in_touch_at_once_are_told_once(pair: Pairing) -> None:
    late = conclude(pair)
    acts = [partial(say, late, who, IN_TOUCH) for who in (pair.mentor, pair.mentee)]
    assert refusals(run_together(*acts)) == []
    assert OutboxMessage.objects.filter(kind="pair_stays_in_touch").count() == 2


def test_the_last_day_passing_at_the_same_time_has_one_outcome(pair: Pairing) -> None:
    late = conclude(pair)
    say(late, pair.mentor, YES_3)
    run_together(partial(say, late, pair.mentee, YES_3), partial(finish, late, OVER))
    late.refresh_from_db()
    extended = Extension.objects.exists()
    assert late.state == (PairState.ACTIVE if extended else PairState.ENDED)
    mails = set(OutboxMessage.objects.values_list("kind", flat=True))
    assert mails == ({"pair_extended"} if extended else {"pair_ended"})
