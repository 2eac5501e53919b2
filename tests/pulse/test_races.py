"""Several sweeps and a double click at the same moment."""

from datetime import UTC, date, datetime

import pytest

from meetings.actions import LogDraft, log_meeting
from outbox.models import OutboxMessage
from pairings.models import Pairing
from pulse.actions import answer_fit, ask_both, draw_list, mark_talked, sweep_pulses
from pulse.actions.answer import FitAnswer
from pulse.emails import FIT
from pulse.models import FitAsk, TalkList, TalkName
from pulse.rules import Fit
from tests import builders
from tests.contracts.racing import run_together

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def met() -> Pairing:
    pair = builders.make_pair(program=builders.make_program())
    log_meeting(pair, LogDraft(on=date(2026, 11, 20)), by=pair.mentor, now=NOW)
    return pair


def test_two_sweeps_at_once_ask_once_and_draw_once(met: Pairing) -> None:
    run_together(*[lambda: sweep_pulses(now=NOW)] * 3)
    assert FitAsk.objects.count() == 2
    assert OutboxMessage.objects.filter(kind=FIT).count() == 6
    assert TalkList.objects.count() == 1


def test_two_draws_at_once_make_one_list(met: Pairing) -> None:
    ask_both(met, number=1, now=NOW)
    yes = FitAnswer(Fit.GOOD, may_contact=True)
    answer_fit(ask=FitAsk.objects.get(person=met.mentor), by=met.mentor, answer=yes, now=NOW)
    drawn = run_together(*[lambda: draw_list(met.program, period_at=NOW, now=NOW)] * 2)
    assert sorted(map(bool, drawn)) == [False, True]
    assert TalkName.objects.filter(person=met.mentor).count() == 1


def test_a_double_click_is_one_answer_and_one_note(met: Pairing) -> None:
    ask_both(met, number=1, now=NOW)
    ask = FitAsk.objects.get(person=met.mentor)
    yes = FitAnswer(Fit.GOOD, may_contact=True)
    run_together(*[lambda: answer_fit(ask=ask, by=met.mentor, answer=yes, now=NOW)] * 2)
    draw_list(met.program, period_at=NOW, now=NOW)
    boss = builders.make_coordinator(met.program)
    name = TalkName.objects.get(person=met.mentor)
    run_together(*[lambda: mark_talked(name=name, by=boss, now=NOW)] * 2)
    assert TalkName.objects.exclude(talked_at=None).count() == 1
