"""Both partners, or two tabs of one, at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from core.errors import Refusal
from lifecycle.actions import pause_pair
from meetings.actions import (
    PlanDraft,
    cancel_meeting,
    log_meeting,
    move_meeting,
    plan_meeting,
    undo_log,
)
from meetings.models import HELD, PLANNED, Meeting, MeetingLog, Move
from pairings.models import Pairing
from tests.meetings.stage import DAY, standing

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
Act = Callable[[], object]


def together(*acts: Act) -> list[object]:
    """Do several acts at once, each on a connection of its own; a refusal is an outcome."""
    barrier = Barrier(len(acts))

    def run(act: Act) -> object:
        barrier.wait()
        try:
            return act()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_both_log_at_once_and_it_is_one_meeting(pair: Pairing) -> None:
    together(
        partial(log_meeting, pair, by=pair.mentor, now=NOW),
        partial(log_meeting, pair, by=pair.mentee, now=NOW),
    )
    meeting = Meeting.objects.get()
    assert meeting.state == HELD
    assert standing(meeting) == {"mentor": "met", "mentee": "met"}


def test_four_clicks_of_one_person_are_one_log(pair: Pairing) -> None:
    together(*[partial(log_meeting, pair, by=pair.mentor, now=NOW)] * 4)
    assert (Meeting.objects.count(), MeetingLog.objects.count()) == (1, 1)


def test_two_clicks_plan_one_date(pair: Pairing) -> None:
    draft = PlanDraft(NOW + DAY, 45)
    together(*[partial(plan_meeting, pair, draft, by=pair.mentor, now=NOW)] * 2)
    assert Meeting.objects.count() == 1


def test_two_dates_at_one_time_are_not_both_planned(pair: Pairing) -> None:
    outcomes = together(
        partial(plan_meeting, pair, PlanDraft(NOW + DAY, 45), by=pair.mentor, now=NOW),
        partial(plan_meeting, pair, PlanDraft(NOW + DAY, 60), by=pair.mentee, now=NOW),
    )
    assert Meeting.objects.filter(state=PLANNED).count() == 1
    assert outcomes.count("overlaps") == 1


def test_a_move_and_a_cancellation_at_once_leave_one_outcome(pair: Pairing) -> None:
    planned = plan_meeting(pair, PlanDraft(NOW + 5 * DAY, 45), by=pair.mentor, now=NOW)
    later = PlanDraft(NOW + 6 * DAY, 45)
    together(
        partial(move_meeting, planned, later, by=pair.mentor, now=NOW),
        partial(cancel_meeting, planned, by=pair.mentee, now=NOW),
    )
    planned.refresh_from_db()
    assert planned.state == "cancelled"
    assert Move.objects.count() in (0, 1)


def test_a_pause_and_a_plan_at_once_leave_no_date_in_the_pause(pair: Pairing) -> None:
    until = date(2026, 12, 7)
    together(
        partial(plan_meeting, pair, PlanDraft(NOW + DAY, 45), by=pair.mentee, now=NOW),
        partial(pause_pair, pair, until=until, by=pair.mentor, now=NOW),
    )
    assert not Meeting.objects.filter(state=PLANNED).exists()


def test_an_undo_and_the_partners_log_at_once_keep_the_partners_word(pair: Pairing) -> None:
    meeting = log_meeting(pair, by=pair.mentor, now=NOW)
    soon = NOW + timedelta(minutes=1)
    together(
        partial(undo_log, meeting, by=pair.mentor, now=soon),
        partial(log_meeting, pair, by=pair.mentee, now=soon),
    )
    held = Meeting.objects.get(state=HELD)
    assert standing(held) == {"mentee": "met"}
