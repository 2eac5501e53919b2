from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from core.errors import Forbidden, Refusal
from core.models import AuditEvent
from meetings.actions import PlanDraft, plan_meeting
from meetings.models import PLANNED, Meeting
from outbox.models import OutboxMessage
from pairings.models import Pairing
from pairings.rules import PairState

DAY = timedelta(days=1)
TOMORROW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_a_planned_date_is_kept_and_the_partner_is_told(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    meeting = plan_meeting(pair, PlanDraft(now + DAY, 30, "phone"), by=mentor, now=now)
    assert (meeting.state, meeting.minutes, meeting.channel) == (PLANNED, 30, "phone")
    assert meeting.planned_by == mentor
    mail = OutboxMessage.objects.get(kind="meeting_planned")
    assert (mail.person_id, mail.address) == (mentee.pk, mentee.email)


def test_planning_counts_as_a_change_of_the_pair_and_is_audited_without_words(
    pair: Pairing, mentee: User, now: datetime
) -> None:
    meeting = plan_meeting(pair, PlanDraft(now + DAY, 45), by=mentee, now=now)
    pair.refresh_from_db()
    assert pair.revision == 1
    event = AuditEvent.objects.get(verb="plan meeting")
    assert (event.actor_id, event.subject_uid) == (mentee.pk, meeting.uid)
    assert event.facts == {"minutes": 45}


def test_a_double_click_plans_once(pair: Pairing, mentor: User, now: datetime) -> None:
    draft = PlanDraft(now + DAY, 45)
    first = plan_meeting(pair, draft, by=mentor, now=now)
    assert plan_meeting(pair, draft, by=mentor, now=now) == first
    assert OutboxMessage.objects.filter(kind="meeting_planned").count() == 1


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (PlanDraft(datetime(2026, 11, 23, 9, 30, tzinfo=UTC), 45), "past"),
        (PlanDraft(datetime(1900, 1, 1, tzinfo=UTC), 45), "past"),
        (PlanDraft(datetime(2027, 3, 1, 9, tzinfo=UTC), 45), "after_end"),
        (PlanDraft(datetime.max.replace(tzinfo=UTC), 45), "after_end"),
        (PlanDraft(TOMORROW, 4), "minutes"),
        (PlanDraft(TOMORROW, 0), "minutes"),
        (PlanDraft(TOMORROW, -5), "minutes"),
        (PlanDraft(TOMORROW, 10**9), "minutes"),
        (PlanDraft(TOMORROW, 45, "my secret bar"), "channel"),
    ],
)
def test_what_cannot_be_planned_is_refused(
    pair: Pairing, mentor: User, now: datetime, draft: PlanDraft, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        plan_meeting(pair, draft, by=mentor, now=now)
    assert refused.value.code == code
    assert not Meeting.objects.exists()


def test_the_last_day_is_the_mentees(pair: Pairing, mentor: User, now: datetime) -> None:
    # 23:30 on 28 February in Berlin, the last day of the pair.
    late = datetime(2027, 2, 28, 22, 30, tzinfo=UTC)
    assert plan_meeting(pair, PlanDraft(late, 15), by=mentor, now=now).starts_at == late


def test_two_conversations_do_not_overlap(pair: Pairing, mentor: User, now: datetime) -> None:
    plan_meeting(pair, PlanDraft(now + DAY, 60), by=mentor, now=now)
    for start in (now + DAY + timedelta(minutes=59), now + DAY - timedelta(minutes=29)):
        with pytest.raises(Refusal) as refused:
            plan_meeting(pair, PlanDraft(start, 30), by=mentor, now=now)
        assert refused.value.code == "overlaps"
    after = plan_meeting(pair, PlanDraft(now + DAY + timedelta(hours=1), 30), by=mentor, now=now)
    assert after.state == PLANNED


def test_a_pair_on_a_break_plans_only_for_after_it(
    pair: Pairing, mentor: User, now: datetime
) -> None:
    back_on = (now + 7 * DAY).date()
    Pairing.objects.update(state=PairState.PAUSED, paused_until=back_on)
    with pytest.raises(Refusal) as refused:
        plan_meeting(pair, PlanDraft(now + 6 * DAY, 45), by=mentor, now=now)
    assert refused.value.code == "paused"
    assert plan_meeting(pair, PlanDraft(now + 7 * DAY, 45), by=mentor, now=now).pk


@pytest.mark.parametrize("state", [PairState.PROPOSED, PairState.ENDED, PairState.COMPLETED])
def test_only_a_live_pair_plans(
    pair: Pairing, mentor: User, now: datetime, state: PairState
) -> None:
    Pairing.objects.update(state=state)
    with pytest.raises(Refusal) as refused:
        plan_meeting(pair, PlanDraft(now + DAY, 45), by=mentor, now=now)
    assert refused.value.code == "not_live"


@pytest.mark.parametrize("who", ["stranger", "coordinator", "hr_admin"])
def test_nobody_else_plans_for_the_pair(
    pair: Pairing, now: datetime, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(Forbidden):
        plan_meeting(pair, PlanDraft(now + DAY, 45), by=request.getfixturevalue(who), now=now)
    assert not Meeting.objects.exists()
