from datetime import UTC, date, datetime

import pytest

from accounts.models import Leave, User
from attention.models import ActionItem
from core.errors import Forbidden, Refusal
from core.models import AuditEvent
from outbox.models import OutboxMessage
from pairings.actions import InvalidPair, propose_pair
from pairings.actions.items import NEXT_PARTNER
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import Enrollment, NeverMatch, Program
from programs.rules import ProgramState, Role
from tests.builders import make_coordinator, make_enrollment, make_person, make_program


def propose(
    mentor: Enrollment, mentee: Enrollment, by: User, now: datetime, reason: str = ""
) -> Pairing:
    return propose_pair(mentor=mentor, mentee=mentee, by=by, now=now, override_reason=reason)


def keep_apart(program: Program, one: User, other: User) -> None:
    low, high = sorted((one, other), key=lambda user: user.pk)
    NeverMatch.objects.create(program=program, first=low, second=high)


def test_a_proposal_waits_for_both(proposal: Pairing, coordinator: User) -> None:
    assert proposal.state == PairState.PROPOSED
    assert proposal.proposed_by == coordinator
    assert (proposal.mentor_accepted_at, proposal.mentee_accepted_at) == (None, None)


def test_both_are_told(proposal: Pairing, mentor: User, mentee: User) -> None:
    mails = OutboxMessage.objects.filter(kind="proposal_made", subject_uid=proposal.uid)
    assert {mail.person_id for mail in mails} == {mentor.pk, mentee.pk}


def test_proposing_is_audited(proposal: Pairing, coordinator: User) -> None:
    event = AuditEvent.objects.get(subject_uid=proposal.uid)
    assert (event.verb, event.actor_id) == ("propose", coordinator.pk)


def test_it_waits_ten_working_days(proposal: Pairing) -> None:
    # Monday 23 November, both in Berlin: the tenth working day is Monday 7 December.
    assert proposal.expires_at == datetime(2026, 12, 7, 23, tzinfo=UTC)


def test_leave_gives_more_time(
    mentor_place: Enrollment, mentee_place: Enrollment, coordinator: User, now: datetime
) -> None:
    Leave.objects.create(
        user=mentee_place.user, starts_on=date(2026, 11, 30), ends_on=date(2026, 12, 4)
    )
    proposal = propose(mentor_place, mentee_place, coordinator, now)
    assert proposal.expires_at == datetime(2026, 12, 14, 23, tzinfo=UTC)


def test_a_broken_rule_is_refused_with_its_sentence(
    mentor_place: Enrollment, mentee_place: Enrollment, coordinator: User, now: datetime
) -> None:
    User.objects.filter(pk=mentor_place.user_id).update(level=5)
    with pytest.raises(InvalidPair, match="is not 2 levels below Tom Hughes") as refusal:
        propose(mentor_place, mentee_place, coordinator, now)
    assert refusal.value.code == "level_gap"
    assert not Pairing.objects.exists()


def test_no_reason_outweighs_rank(
    mentor_place: Enrollment, mentee_place: Enrollment, coordinator: User, now: datetime
) -> None:
    User.objects.filter(pk=mentor_place.user_id).update(level=5)
    with pytest.raises(InvalidPair) as refusal:
        propose(mentor_place, mentee_place, coordinator, now, reason="They asked for it")
    assert not refusal.value.needs_reason


def test_no_reason_outweighs_the_line(
    mentor_place: Enrollment, mentee_place: Enrollment, coordinator: User, now: datetime
) -> None:
    User.objects.filter(pk=mentor_place.user_id).update(manager=mentee_place.user)
    with pytest.raises(InvalidPair, match="same reporting line"):
        propose(mentor_place, mentee_place, coordinator, now, reason="They asked for it")


def test_capacity_is_raised_not_overridden(
    proposal: Pairing, program: Program, mentor_place: Enrollment, coordinator: User, now: datetime
) -> None:
    other = make_enrollment(program, make_person(level=7), Role.MENTEE)
    with pytest.raises(InvalidPair, match="takes 1 pair at once"):
        propose(mentor_place, other, coordinator, now, reason="One more is fine")


def test_a_raised_capacity_takes_a_second_pair(
    proposal: Pairing, program: Program, mentor_place: Enrollment, coordinator: User, now: datetime
) -> None:
    Enrollment.objects.filter(pk=mentor_place.pk).update(capacity=2)
    other = make_enrollment(program, make_person(level=7), Role.MENTEE)
    propose(mentor_place, other, coordinator, now)
    assert Pairing.objects.open().of_person(mentor_place.user).count() == 2


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_rule_that_can_be_outweighed_asks_for_a_reason(
    reason: str,
    mentor_place: Enrollment,
    mentee_place: Enrollment,
    coordinator: User,
    now: datetime,
) -> None:
    keep_apart(mentor_place.program, mentor_place.user, mentee_place.user)
    with pytest.raises(InvalidPair, match="write down why") as refusal:
        propose(mentor_place, mentee_place, coordinator, now, reason=reason)
    assert refusal.value.needs_reason


def test_a_written_reason_outweighs_it_and_is_kept(
    mentor_place: Enrollment, mentee_place: Enrollment, coordinator: User, now: datetime
) -> None:
    keep_apart(mentor_place.program, mentor_place.user, mentee_place.user)
    proposal = propose(mentor_place, mentee_place, coordinator, now, reason="Both asked for it")
    proposal.refresh_from_db()
    assert (proposal.override_reason, proposal.overridden_rules) == (
        "Both asked for it",
        ["never_match"],
    )


def test_an_override_is_audited_without_the_reason(
    mentor_place: Enrollment, mentee_place: Enrollment, coordinator: User, now: datetime
) -> None:
    User.objects.filter(pk=mentor_place.user_id).update(languages=["pt"])
    proposal = propose(mentor_place, mentee_place, coordinator, now, reason="An interpreter helps")
    facts = AuditEvent.objects.get(subject_uid=proposal.uid).facts
    assert facts == {"overridden": "no_shared_language", "overseer": None}


def test_a_reason_nobody_needs_is_not_kept(
    mentor_place: Enrollment, mentee_place: Enrollment, coordinator: User, now: datetime
) -> None:
    proposal = propose(mentor_place, mentee_place, coordinator, now, reason="Just in case")
    assert (proposal.override_reason, proposal.overridden_rules) == ("", [])


def test_the_same_two_are_proposed_once(
    proposal: Pairing,
    mentor_place: Enrollment,
    mentee_place: Enrollment,
    coordinator: User,
    now: datetime,
) -> None:
    Enrollment.objects.update(capacity=2)
    with pytest.raises(InvalidPair, match="already have a pair or a proposal"):
        propose(mentor_place, mentee_place, coordinator, now)


@pytest.mark.parametrize("state", [ProgramState.DRAFT, ProgramState.CLOSING, ProgramState.CLOSED])
def test_only_a_program_that_pairs_makes_proposals(
    state: str, mentor_place: Enrollment, mentee_place: Enrollment, coordinator: User, now: datetime
) -> None:
    Program.objects.update(state=state)
    with pytest.raises(Refusal, match="from the opening of enrollment"):
        propose(mentor_place, mentee_place, coordinator, now)


@pytest.mark.parametrize(
    "state", [ProgramState.ENROLLING, ProgramState.MATCHING, ProgramState.RUNNING]
)
def test_hand_pairing_works_from_enrolling_to_running(
    state: str, mentor_place: Enrollment, mentee_place: Enrollment, coordinator: User, now: datetime
) -> None:
    Program.objects.update(state=state)
    assert propose(mentor_place, mentee_place, coordinator, now).state == PairState.PROPOSED


def test_a_program_past_its_last_day_makes_no_pairs(
    mentor_place: Enrollment, mentee_place: Enrollment, coordinator: User, now: datetime
) -> None:
    Program.objects.update(ends_on=now.date())
    with pytest.raises(Refusal, match="last day of this program"):
        propose(mentor_place, mentee_place, coordinator, now)


def test_two_programs_make_no_pair(
    mentor_place: Enrollment, mentee: User, hr_admin: User, now: datetime
) -> None:
    elsewhere = make_enrollment(make_program("Elsewhere"), mentee, Role.MENTEE)
    with pytest.raises(Refusal, match="different programs"):
        propose(mentor_place, elsewhere, hr_admin, now)


def test_others_propose_nothing(
    mentor_place: Enrollment, mentee_place: Enrollment, other_coordinator: User, now: datetime
) -> None:
    for who in (other_coordinator, mentor_place.user):
        with pytest.raises(Forbidden):
            propose(mentor_place, mentee_place, who, now)


def test_a_coordinator_in_the_line_is_told_who_can(
    mentor_place: Enrollment, mentee_place: Enrollment, coordinator: User, now: datetime
) -> None:
    deputy = make_coordinator(mentor_place.program, "Dora Deputy")
    User.objects.filter(pk=mentor_place.user_id).update(manager=coordinator)
    with pytest.raises(Forbidden, match="This can be done by: Dora Deputy"):
        propose(mentor_place, mentee_place, coordinator, now)
    assert propose(mentor_place, mentee_place, deputy, now).overseer is None


def test_a_coordinator_does_not_pair_themselves(
    program: Program, mentor_place: Enrollment, coordinator: User, now: datetime
) -> None:
    own = make_enrollment(program, coordinator, Role.MENTEE)
    with pytest.raises(Forbidden):
        propose(mentor_place, own, coordinator, now)


def test_a_new_proposal_ends_the_search_for_a_partner(
    mentor_place: Enrollment, mentee_place: Enrollment, coordinator: User, now: datetime
) -> None:
    ActionItem.objects.create(
        program=mentor_place.program, kind=NEXT_PARTNER, subject_uid=mentor_place.uid, raised_at=now
    )
    propose(mentor_place, mentee_place, coordinator, now)
    assert not ActionItem.objects.open().exists()
