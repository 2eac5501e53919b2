from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.models import AuditEvent
from meetings.actions import LogDraft, log_meeting
from outbox.models import OutboxMessage
from outbox.queries import history_about
from pairings.models import Pairing
from pairings.rules import PairState
from pulse.actions import ask_both, sweep_pulses
from pulse.emails import FIT
from pulse.models import FitAsk
from pulse.queries import due_asks
from tests import builders
from tests.pulse.conftest import MET_ON

DAY = timedelta(days=1)


def asks() -> list[tuple[str, int]]:
    rows = FitAsk.objects.order_by("number", "person__display_name")
    return list(rows.values_list("person__display_name", "number"))


BOTH = [("Priya Nair", 1), ("Tom Hughes", 1)]


def test_two_days_after_the_first_meeting_both_are_asked(met_pair: Pairing, now: datetime) -> None:
    assert sweep_pulses(now=now - 2 * DAY).asked == 0
    assert sweep_pulses(now=now).asked == 2
    assert asks() == BOTH


def test_swept_again_nobody_is_asked_twice(met_pair: Pairing, now: datetime) -> None:
    sweep_pulses(now=now)
    assert sweep_pulses(now=now + DAY).asked == 0
    assert ask_both(met_pair, number=1, now=now) == 0
    assert OutboxMessage.objects.filter(kind=FIT).count() == 6


def test_the_second_meeting_asks_anew_and_closes_the_first_question(
    met_pair: Pairing, mentor: User, now: datetime
) -> None:
    sweep_pulses(now=now)
    later = now + 10 * DAY
    log_meeting(met_pair, LogDraft(on=MET_ON + 7 * DAY), by=mentor, now=later)
    sweep_pulses(now=later)
    assert asks() == [*BOTH, ("Priya Nair", 2), ("Tom Hughes", 2)]
    waiting = FitAsk.objects.waiting(later).values_list("number", flat=True)
    assert list(waiting) == [2, 2]
    first = OutboxMessage.objects.filter(kind=FIT, created_at=now)
    assert set(first.values_list("state", flat=True)) == {"superseded"}


def test_a_third_meeting_asks_nobody(met_pair: Pairing, mentor: User, now: datetime) -> None:
    for week in (1, 2):
        log_meeting(met_pair, LogDraft(on=MET_ON - 7 * week * DAY), by=mentor, now=now)
    assert sweep_pulses(now=now).asked == 2
    assert {number for _name, number in asks()} == {2}
    log_meeting(met_pair, LogDraft(on=MET_ON + 7 * DAY), by=mentor, now=now + 10 * DAY)
    assert sweep_pulses(now=now + 10 * DAY).asked == 0


@pytest.mark.parametrize("state", [PairState.ENDED, PairState.COMPLETED])
def test_a_pair_that_is_over_is_not_asked(
    met_pair: Pairing, now: datetime, state: PairState
) -> None:
    Pairing.objects.filter(pk=met_pair.pk).update(state=state)
    assert sweep_pulses(now=now).asked == 0


def test_a_meeting_of_long_ago_asks_nobody(pair: Pairing, mentor: User, now: datetime) -> None:
    log_meeting(pair, LogDraft(on=date(2026, 10, 20)), by=mentor, now=now)
    assert sweep_pulses(now=now).asked == 0


def test_the_day_is_that_of_the_mentee(met_pair: Pairing, mentee: User, now: datetime) -> None:
    mentee.time_zone = "Pacific/Auckland"
    mentee.save()
    # There the 22nd began at 11:00 UTC of the 21st.
    begins = datetime(2026, 11, 22, tzinfo=ZoneInfo(mentee.time_zone))
    assert sweep_pulses(now=begins - timedelta(minutes=1)).asked == 0
    assert sweep_pulses(now=begins).asked == 2


def test_three_pairs_are_found_with_as_many_queries_as_one(
    met_pair: Pairing, now: datetime
) -> None:
    counts = []
    for more in (0, 2):
        for _ in range(more):
            other = builders.make_pair(program=met_pair.program)
            log_meeting(other, LogDraft(on=MET_ON), by=other.mentor, now=now)
        with CaptureQueriesContext(connection) as queries:
            found = list(due_asks(now))
        counts.append((len(found), len(queries)))
    assert counts == [(1, 3), (3, 3)]


def test_asking_leaves_no_trace_at_the_pair(met_pair: Pairing, now: datetime) -> None:
    before = (Pairing.objects.get().revision, AuditEvent.objects.count())
    history = history_about(met_pair.uid)
    sweep_pulses(now=now)
    assert (Pairing.objects.get().revision, AuditEvent.objects.count()) == before
    assert history_about(met_pair.uid) == history
