from datetime import date, datetime, timedelta

import pytest

from accounts.models import Leave, User
from attention.models import ActionItem
from core.errors import Forbidden, Refusal
from core.models import AuditEvent
from outbox.models import OutboxMessage
from pairings.actions import (
    NoLongerPossible,
    accept_pair,
    decline_pair,
    propose_pair,
    withdraw_pair,
)
from pairings.actions.items import INVALID_PAIR, NEXT_PARTNER
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import Enrollment, Program
from programs.rules import ProgramKind, ProgramState, Role
from tests.builders import make_enrollment, make_person


def accept(pairing: Pairing, by: User, now: datetime) -> Pairing:
    return accept_pair(pairing=pairing, by=by, now=now)


def decline(pairing: Pairing, by: User, now: datetime) -> Pairing:
    return decline_pair(pairing=pairing, by=by, now=now)


def mails(kind: str) -> list[int | None]:
    found = OutboxMessage.objects.filter(kind=kind).exclude(state="superseded")
    return sorted(found.values_list("person_id", flat=True), key=lambda pk: pk or 0)


def test_one_yes_starts_nothing(half_accepted: Pairing, now: datetime) -> None:
    assert half_accepted.state == PairState.PROPOSED
    assert (half_accepted.mentee_accepted_at, half_accepted.started_at) == (now, None)


def test_two_yeses_start_the_pair(half_accepted: Pairing, mentor: User, now: datetime) -> None:
    later = now + timedelta(days=1)
    started = accept(half_accepted, mentor, later)
    assert (started.state, started.started_at) == (PairState.GETTING_STARTED, later)


def test_it_ends_with_the_program(half_accepted: Pairing, mentor: User, now: datetime) -> None:
    assert accept(half_accepted, mentor, now).ends_on == half_accepted.program.ends_on


def test_in_an_always_on_program_it_lasts_six_months(
    half_accepted: Pairing, mentor: User, now: datetime
) -> None:
    Program.objects.update(kind=ProgramKind.ALWAYS_ON, ends_on=None)
    assert accept(half_accepted, mentor, now).ends_on == date(2027, 5, 23)


def test_both_are_told_once(
    half_accepted: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    for _ in range(2):
        accept(half_accepted, mentor, now)
    assert mails("pair_started") == sorted([mentor.pk, mentee.pk])


def test_introductions_that_still_wait_are_taken_back(
    half_accepted: Pairing, mentor: User, now: datetime
) -> None:
    accept(half_accepted, mentor, now)
    assert mails("proposal_made") == []


def test_a_yes_said_twice_is_one_yes(half_accepted: Pairing, mentee: User, now: datetime) -> None:
    again = accept(half_accepted, mentee, now + timedelta(hours=1))
    assert again.mentee_accepted_at == now
    assert AuditEvent.objects.filter(subject_uid=again.uid, verb="accept").count() == 1


def test_a_yes_after_the_start_changes_nothing(
    half_accepted: Pairing, mentor: User, now: datetime
) -> None:
    started = accept(half_accepted, mentor, now)
    again = accept(started, mentor, now + timedelta(days=3))
    assert (again.started_at, again.revision) == (started.started_at, started.revision)


def test_nobody_answers_for_others(
    proposal: Pairing, coordinator: User, stranger: User, now: datetime
) -> None:
    for who in (coordinator, stranger):
        with pytest.raises(Forbidden):
            accept(proposal, who, now)
        with pytest.raises(Forbidden):
            decline(proposal, who, now)


def test_a_no_closes_the_proposal(half_accepted: Pairing, mentor: User, now: datetime) -> None:
    closed = decline(half_accepted, mentor, now)
    assert (closed.state, closed.started_at) == (PairState.DECLINED, None)


def test_a_no_is_told_to_the_other_alone(
    proposal: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    decline(proposal, mentor, now)
    assert mails("proposal_closed") == [mentee.pk]


def test_a_no_said_twice_is_one_no(proposal: Pairing, mentor: User, now: datetime) -> None:
    for _ in range(2):
        decline(proposal, mentor, now)
    assert OutboxMessage.objects.filter(kind="proposal_closed").count() == 1


def test_after_a_no_there_is_no_yes(
    proposal: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    decline(proposal, mentor, now)
    with pytest.raises(Refusal, match="did not lead to a pair"):
        accept(proposal, mentee, now)


def test_after_the_start_there_is_no_no(
    half_accepted: Pairing, mentor: User, now: datetime
) -> None:
    accept(half_accepted, mentor, now)
    with pytest.raises(Refusal, match="You are a pair already"):
        decline(half_accepted, mentor, now)


def test_after_a_no_both_wait_for_a_partner(
    proposal: Pairing,
    mentor_place: Enrollment,
    mentee_place: Enrollment,
    mentor: User,
    now: datetime,
) -> None:
    decline(proposal, mentor, now)
    items = ActionItem.objects.open().filter(kind=NEXT_PARTNER)
    assert {item.subject_uid for item in items} == {mentor_place.uid, mentee_place.uid}


def test_a_withdrawn_proposal_says_so(
    proposal: Pairing, mentor: User, coordinator: User, now: datetime
) -> None:
    withdraw_pair(pairing=proposal, by=coordinator, now=now)
    with pytest.raises(Refusal, match="This proposal was taken back"):
        accept(proposal, mentor, now)


def test_an_answer_comes_too_late(proposal: Pairing, mentor: User) -> None:
    with pytest.raises(Refusal, match="did not lead to a pair"):
        accept(proposal, mentor, proposal.expires_at)


def test_an_answer_in_the_last_minute_counts(proposal: Pairing, mentor: User) -> None:
    accepted = accept(proposal, mentor, proposal.expires_at - timedelta(minutes=1))
    assert accepted.mentor_accepted_at is not None


def test_leave_entered_later_gives_more_time(proposal: Pairing, mentor: User) -> None:
    Leave.objects.create(user=mentor, starts_on=date(2026, 11, 24), ends_on=date(2026, 12, 11))
    accepted = accept(proposal, mentor, proposal.expires_at + timedelta(days=5))
    assert accepted.mentor_accepted_at is not None


def test_a_closing_program_starts_no_pairs(
    half_accepted: Pairing, mentor: User, now: datetime
) -> None:
    Program.objects.update(state=ProgramState.CLOSING)
    with pytest.raises(Refusal, match="starts no more pairs"):
        accept(half_accepted, mentor, now)


def test_a_program_past_its_last_day_starts_no_pairs(
    half_accepted: Pairing, mentor: User, now: datetime
) -> None:
    Program.objects.update(ends_on=now.date())
    with pytest.raises(Refusal, match="starts no more pairs"):
        accept(half_accepted, mentor, now)


def test_a_no_is_possible_while_the_program_closes(
    proposal: Pairing, mentor: User, now: datetime
) -> None:
    Program.objects.update(state=ProgramState.CLOSING)
    assert decline(proposal, mentor, now).state == PairState.DECLINED


def test_a_rule_broken_meanwhile_stops_the_start_without_saying_which(
    half_accepted: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    User.objects.filter(pk=mentor.pk).update(manager=mentee)
    with pytest.raises(NoLongerPossible) as refusal:
        accept(half_accepted, mentor, now)
    assert "line" not in str(refusal.value.message)
    half_accepted.refresh_from_db()
    assert (half_accepted.state, half_accepted.mentor_accepted_at) == (PairState.PROPOSED, None)


def test_a_rule_broken_meanwhile_becomes_an_action_item(
    half_accepted: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    User.objects.filter(pk=mentor.pk).update(manager=mentee)
    with pytest.raises(NoLongerPossible):
        accept(half_accepted, mentor, now)
    item = ActionItem.objects.open().get()
    assert (item.kind, item.subject_uid, item.facts) == (
        INVALID_PAIR,
        half_accepted.uid,
        {"rules": ["reporting_line"]},
    )


def test_an_overridden_rule_does_not_stop_the_start(
    mentor_place: Enrollment, mentee_place: Enrollment, coordinator: User, now: datetime
) -> None:
    User.objects.filter(pk=mentor_place.user_id).update(languages=["pt"])
    proposal = propose_pair(
        mentor=mentor_place, mentee=mentee_place, by=coordinator, now=now, override_reason="Fine"
    )
    for who in (mentor_place.user, mentee_place.user):
        started = accept(proposal, who, now)
    assert started.state == PairState.GETTING_STARTED


def test_a_lowered_capacity_stops_the_second_start(
    half_accepted: Pairing, coordinator: User, mentor: User, now: datetime
) -> None:
    Enrollment.objects.update(capacity=2)
    other = make_enrollment(half_accepted.program, make_person(level=7), Role.MENTEE)
    second = propose_pair(
        mentor=half_accepted.mentor_enrollment, mentee=other, by=coordinator, now=now
    )
    Enrollment.objects.update(capacity=1)
    with pytest.raises(NoLongerPossible):
        accept(second, mentor, now)
