from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import Leave, User
from attention.models import ActionItem
from core.errors import Forbidden, Refusal
from core.models import AuditEvent
from outbox.models import OutboxMessage
from pairings.actions import (
    accept_pair,
    expire_proposals,
    withdraw_pair,
    withdraw_proposals_of,
)
from pairings.actions.items import NEXT_PARTNER
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import Enrollment, Program
from programs.rules import ProgramState


def told(kind: str) -> set[int | None]:
    return set(OutboxMessage.objects.filter(kind=kind).values_list("person_id", flat=True))


def state_of(pairing: Pairing) -> str:
    pairing.refresh_from_db()
    return pairing.state


def test_a_coordinator_takes_a_proposal_back(
    proposal: Pairing, coordinator: User, mentor: User, mentee: User, now: datetime
) -> None:
    assert withdraw_pair(pairing=proposal, by=coordinator, now=now).state == PairState.WITHDRAWN
    assert told("proposal_withdrawn") == {mentor.pk, mentee.pk}


def test_taking_back_twice_tells_once(
    proposal: Pairing, coordinator: User, hr_admin: User, now: datetime
) -> None:
    withdraw_pair(pairing=proposal, by=coordinator, now=now)
    withdraw_pair(pairing=proposal, by=hr_admin, now=now)
    assert AuditEvent.objects.filter(subject_uid=proposal.uid, verb="withdraw").count() == 1


def test_introductions_that_still_wait_are_not_sent(
    proposal: Pairing, coordinator: User, now: datetime
) -> None:
    withdraw_pair(pairing=proposal, by=coordinator, now=now)
    states = OutboxMessage.objects.filter(kind="proposal_made").values_list("state", flat=True)
    assert set(states) == {"superseded"}


def test_a_pair_that_started_is_not_taken_back(
    half_accepted: Pairing, mentor: User, coordinator: User, now: datetime
) -> None:
    accept_pair(pairing=half_accepted, by=mentor, now=now)
    with pytest.raises(Refusal, match="has its answer"):
        withdraw_pair(pairing=half_accepted, by=coordinator, now=now)


def test_others_take_nothing_back(
    proposal: Pairing, mentor: User, other_coordinator: User, now: datetime
) -> None:
    for who in (mentor, other_coordinator):
        with pytest.raises(Forbidden):
            withdraw_pair(pairing=proposal, by=who, now=now)


def test_a_coordinator_in_the_line_takes_nothing_back(
    proposal: Pairing, coordinator: User, mentor: User, now: datetime
) -> None:
    User.objects.filter(pk=mentor.pk).update(manager=coordinator)
    fresh = User.objects.get(pk=coordinator.pk)
    with pytest.raises(Forbidden):
        withdraw_pair(pairing=proposal, by=fresh, now=now)


def test_a_leavers_proposals_are_taken_back(
    proposal: Pairing, mentor: User, hr_admin: User, now: datetime
) -> None:
    assert withdraw_proposals_of(person=mentor, by=hr_admin, now=now) == 1
    assert state_of(proposal) == PairState.WITHDRAWN
    assert withdraw_proposals_of(person=mentor, by=hr_admin, now=now) == 0


def test_nothing_expires_before_its_time(proposal: Pairing) -> None:
    assert expire_proposals(now=proposal.expires_at - timedelta(seconds=1)) == 0
    assert state_of(proposal) == PairState.PROPOSED


def test_a_proposal_expires_for_both(proposal: Pairing, mentor: User, mentee: User) -> None:
    assert expire_proposals(now=proposal.expires_at) == 1
    assert state_of(proposal) == PairState.EXPIRED
    assert told("proposal_closed") == {mentor.pk, mentee.pk}


def test_time_is_the_actor(proposal: Pairing) -> None:
    expire_proposals(now=proposal.expires_at)
    event = AuditEvent.objects.get(subject_uid=proposal.uid, verb="expire")
    assert (event.actor_id, event.actor_kind) == (None, "time")


def test_expiring_twice_closes_once(proposal: Pairing) -> None:
    expire_proposals(now=proposal.expires_at)
    assert expire_proposals(now=proposal.expires_at + timedelta(days=1)) == 0


def test_leave_entered_since_moves_the_date(proposal: Pairing, mentor: User) -> None:
    Leave.objects.create(user=mentor, starts_on=date(2026, 11, 30), ends_on=date(2026, 12, 4))
    assert expire_proposals(now=proposal.expires_at) == 0
    proposal.refresh_from_db()
    assert proposal.expires_at == datetime(2026, 12, 14, 23, tzinfo=UTC)


def test_leave_of_somebody_who_has_answered_moves_nothing(
    half_accepted: Pairing, mentee: User
) -> None:
    Leave.objects.create(user=mentee, starts_on=date(2026, 11, 30), ends_on=date(2026, 12, 4))
    assert expire_proposals(now=half_accepted.expires_at) == 1


def test_after_an_expiry_both_wait_for_a_partner(
    proposal: Pairing, mentor_place: Enrollment, mentee_place: Enrollment
) -> None:
    expire_proposals(now=proposal.expires_at)
    items = ActionItem.objects.open().filter(kind=NEXT_PARTNER)
    assert {item.subject_uid for item in items} == {mentor_place.uid, mentee_place.uid}


def test_a_closing_program_takes_its_proposals_back(proposal: Pairing, now: datetime) -> None:
    Program.objects.update(state=ProgramState.CLOSING)
    assert expire_proposals(now=now) == 1
    assert state_of(proposal) == PairState.WITHDRAWN


def test_a_leaver_is_not_written_to(
    proposal: Pairing, mentor: User, mentee: User, hr_admin: User, now: datetime
) -> None:
    User.objects.filter(pk=mentor.pk).update(left_on=now.date())
    withdraw_proposals_of(person=mentor, by=hr_admin, now=now)
    assert told("proposal_withdrawn") == {mentee.pk}


def test_a_started_pair_does_not_expire(
    half_accepted: Pairing, mentor: User, now: datetime
) -> None:
    started = accept_pair(pairing=half_accepted, by=mentor, now=now)
    assert expire_proposals(now=started.expires_at + timedelta(days=30)) == 0
    assert state_of(started) == PairState.GETTING_STARTED
