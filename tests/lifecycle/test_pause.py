from datetime import date, datetime, timedelta

import pytest

from accounts.models import User
from core.errors import Forbidden, Refusal
from core.models import AuditEvent
from lifecycle.actions import pause_pair, resume_pair
from lifecycle.queries import pause_budget_of
from meetings.actions import PlanDraft, plan_meeting
from meetings.models import CANCELLED, PLANNED, Meeting
from meetings.queries import pair_facts
from outbox.models import OutboxMessage
from outbox.rules import State
from pairings.actions import activate_pair
from pairings.models import Pairing, Pause
from pairings.rules import PairState

DAY = timedelta(days=1)
TODAY = date(2026, 11, 23)
DECEMBER = date(2026, 12, 7)


def test_a_partner_lets_the_pair_rest_and_the_other_is_told(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    paused = pause_pair(pair, until=DECEMBER, by=mentor, now=now)
    assert (paused.state, paused.paused_until) == (PairState.PAUSED, DECEMBER)
    taken = Pause.objects.get()
    assert (taken.starts_on, taken.ends_on) == (TODAY, DECEMBER - DAY)
    assert not taken.by_program
    assert OutboxMessage.objects.get(kind="pair_paused").person_id == mentee.pk
    assert pair_facts(paused).is_paused


def test_a_coordinators_pause_is_told_to_both(
    pair: Pairing, coordinator: User, now: datetime
) -> None:
    pause_pair(pair, until=DECEMBER, by=coordinator, now=now)
    assert Pause.objects.get().by_program
    assert OutboxMessage.objects.filter(kind="pair_paused").count() == 2


def test_dates_in_the_pause_are_called_off_and_count_for_nothing(
    pair: Pairing, mentor: User, now: datetime
) -> None:
    plan_meeting(pair, PlanDraft(now + 3 * DAY, 45), by=mentor, now=now)
    after = plan_meeting(pair, PlanDraft(now + 14 * DAY, 45), by=mentor, now=now)
    pause_pair(pair, until=DECEMBER, by=mentor, now=now)
    off = Meeting.objects.get(state=CANCELLED)
    assert (off.cancel_cause, off.fell_through) == ("pause", False)
    assert Meeting.objects.get(state=PLANNED) == after
    waiting = OutboxMessage.objects.filter(state=State.PENDING, kind="meeting_planned")
    assert [message.subject_uid for message in waiting] == [after.uid]


def test_the_same_pause_twice_is_one(pair: Pairing, mentor: User, now: datetime) -> None:
    for _click in range(2):
        pause_pair(pair, until=DECEMBER, by=mentor, now=now)
    assert Pause.objects.count() == 1
    assert AuditEvent.objects.filter(verb="pause").count() == 1


def test_another_date_while_paused_is_refused(pair: Pairing, mentor: User, now: datetime) -> None:
    pause_pair(pair, until=DECEMBER, by=mentor, now=now)
    with pytest.raises(Refusal) as refused:
        pause_pair(pair, until=DECEMBER + DAY, by=mentor, now=now)
    assert refused.value.code == "not_now"


@pytest.mark.parametrize(
    ("until", "code"),
    [
        (TODAY, "until_past"),
        (date(1900, 1, 1), "until_past"),
        (date(9999, 12, 31), "until_after_end"),
        (date(2027, 3, 1), "until_after_end"),
        (TODAY + 61 * DAY, "pause_days"),
    ],
)
def test_a_day_back_that_cannot_be_is_refused(
    pair: Pairing, mentor: User, now: datetime, until: date, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        pause_pair(pair, until=until, by=mentor, now=now)
    assert refused.value.code == code
    assert not Pause.objects.exists()


def test_sixty_days_in_all_and_two_times(pair: Pairing, mentor: User, now: datetime) -> None:
    pause_pair(pair, until=TODAY + 40 * DAY, by=mentor, now=now)
    resume_pair(pair, by=mentor, now=now + 10 * DAY)
    assert (pause_budget_of(pair).days, pause_budget_of(pair).times) == (50, 1)
    later = now + 20 * DAY
    with pytest.raises(Refusal) as refused:
        pause_pair(pair, until=later.date() + 51 * DAY, by=mentor, now=later)
    assert refused.value.code == "pause_days"
    pause_pair(pair, until=later.date() + 50 * DAY, by=mentor, now=later)
    resume_pair(pair, by=mentor, now=later + DAY)
    with pytest.raises(Refusal) as refused:
        pause_pair(pair, until=later.date() + 5 * DAY, by=mentor, now=later + 2 * DAY)
    assert refused.value.code == "pause_times"


def test_a_coordinator_may_give_more(pair: Pairing, coordinator: User, now: datetime) -> None:
    paused = pause_pair(pair, until=TODAY + 90 * DAY, by=coordinator, now=now)
    assert paused.state == PairState.PAUSED


@pytest.mark.parametrize(
    "state", [PairState.PROPOSED, PairState.CONCLUDING, PairState.ENDED, PairState.COMPLETED]
)
def test_not_every_pair_can_rest(
    pair: Pairing, mentor: User, now: datetime, state: PairState
) -> None:
    Pairing.objects.update(state=state)
    with pytest.raises(Refusal) as refused:
        pause_pair(pair, until=DECEMBER, by=mentor, now=now)
    assert refused.value.code == "not_now"


@pytest.mark.parametrize("who", ["stranger", "other_coordinator"])
def test_nobody_else_pauses_or_resumes(
    pair: Pairing, now: datetime, who: str, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(who)
    with pytest.raises(Forbidden):
        pause_pair(pair, until=DECEMBER, by=person, now=now)
    with pytest.raises(Forbidden):
        resume_pair(pair, by=person, now=now)


@pytest.mark.parametrize("before", [PairState.GETTING_STARTED, PairState.ACTIVE])
def test_resuming_goes_back_to_where_it_was(
    pair: Pairing, mentor: User, mentee: User, now: datetime, before: PairState
) -> None:
    Pairing.objects.update(state=before)
    pause_pair(pair, until=DECEMBER, by=mentor, now=now)
    back = resume_pair(pair, by=mentee, now=now + 3 * DAY)
    assert (back.state, back.paused_until, back.state_before_pause) == (before, None, "")
    assert Pause.objects.get().resumed_on == TODAY + 3 * DAY
    assert OutboxMessage.objects.get(kind="pair_resumed").person_id == mentor.pk


def test_a_first_agreement_while_paused_makes_it_active(
    pair: Pairing, mentor: User, now: datetime
) -> None:
    pause_pair(pair, until=DECEMBER, by=mentor, now=now)
    activate_pair(pairing=pair, now=now)
    assert resume_pair(pair, by=mentor, now=now + DAY).state == PairState.ACTIVE


def test_resuming_twice_is_resuming_once(pair: Pairing, mentor: User, now: datetime) -> None:
    pause_pair(pair, until=DECEMBER, by=mentor, now=now)
    for _click in range(2):
        resume_pair(pair, by=mentor, now=now + DAY)
    assert AuditEvent.objects.filter(verb="resume").count() == 1


def test_the_news_of_a_pause_that_is_over_does_not_leave(
    pair: Pairing, mentor: User, now: datetime
) -> None:
    pause_pair(pair, until=DECEMBER, by=mentor, now=now)
    resume_pair(pair, by=mentor, now=now + timedelta(minutes=1))
    waiting = OutboxMessage.objects.filter(state=State.PENDING)
    assert [message.kind for message in waiting] == ["pair_resumed"]


def test_dates_called_off_by_the_pause_stay_so(pair: Pairing, mentor: User, now: datetime) -> None:
    plan_meeting(pair, PlanDraft(now + 3 * DAY, 45), by=mentor, now=now)
    pause_pair(pair, until=DECEMBER, by=mentor, now=now)
    resume_pair(pair, by=mentor, now=now + DAY)
    assert Meeting.objects.get().state == CANCELLED


def test_an_ended_pair_does_not_resume(pair: Pairing, mentor: User, now: datetime) -> None:
    Pairing.objects.update(state=PairState.ENDED)
    with pytest.raises(Refusal) as refused:
        resume_pair(pair, by=mentor, now=now)
    assert refused.value.code == "not_now"
