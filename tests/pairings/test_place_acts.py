from collections.abc import Callable
from datetime import datetime

import pytest

from accounts.models import User
from attention.models import ActionItem
from core.errors import Forbidden, Refusal
from outbox.models import OutboxMessage
from pairings.actions import (
    accept_pair,
    change_availability,
    decline_pair,
    keep_apart,
    leave_program,
)
from pairings.actions.items import INVALID_PAIR, NEXT_PARTNER
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import Enrollment, Program
from programs.rules import EnrollmentState
from tests import builders


def rest(place: Enrollment, by: User, now: datetime) -> Enrollment:
    return change_availability(enrollment=place, is_available=False, by=by, now=now)


def leave(place: Enrollment, by: User, now: datetime) -> Enrollment:
    return leave_program(enrollment=place, by=by, now=now)


def test_resting_withdraws_the_open_proposal(
    proposal: Pairing, mentee_place: Enrollment, mentee: User, now: datetime
) -> None:
    rest(mentee_place, mentee, now)
    proposal.refresh_from_db()
    assert proposal.state == PairState.WITHDRAWN


def test_the_partner_reads_neutral_words(
    proposal: Pairing, mentee_place: Enrollment, mentee: User, mentor: User, now: datetime
) -> None:
    rest(mentee_place, mentee, now)
    assert OutboxMessage.objects.filter(kind="proposal_withdrawn", person_id=mentor.pk).exists()


def test_resting_leaves_a_pair_alone(
    half_accepted: Pairing, mentor: User, mentor_place: Enrollment, now: datetime
) -> None:
    accept_pair(pairing=half_accepted, by=mentor, now=now)
    rest(mentor_place, mentor, now)
    half_accepted.refresh_from_db()
    assert half_accepted.state == PairState.GETTING_STARTED


def test_resting_ends_the_search_for_a_partner(
    proposal: Pairing, mentor: User, mentor_place: Enrollment, now: datetime
) -> None:
    decline_pair(pairing=proposal, by=mentor, now=now)
    rest(mentor_place, mentor, now)
    searches = ActionItem.objects.open().filter(kind=NEXT_PARTNER)
    assert mentor_place.uid not in {item.subject_uid for item in searches}


def test_coming_back_withdraws_nothing(
    proposal: Pairing, mentor_place: Enrollment, mentor: User, now: datetime
) -> None:
    change_availability(enrollment=mentor_place, is_available=True, by=mentor, now=now)
    proposal.refresh_from_db()
    assert proposal.state == PairState.PROPOSED


def test_leaving_withdraws_the_open_proposal(
    proposal: Pairing, mentor_place: Enrollment, mentor: User, now: datetime
) -> None:
    left = leave_program(enrollment=mentor_place, by=mentor, now=now)
    proposal.refresh_from_db()
    assert (left.state, proposal.state) == (EnrollmentState.WITHDRAWN, PairState.WITHDRAWN)


def test_who_is_in_a_pair_ends_it_first(
    half_accepted: Pairing, mentor_place: Enrollment, mentor: User, now: datetime
) -> None:
    accept_pair(pairing=half_accepted, by=mentor, now=now)
    with pytest.raises(Refusal, match="still a pair with Tom Hughes"):
        leave_program(enrollment=mentor_place, by=mentor, now=now)
    mentor_place.refresh_from_db()
    assert mentor_place.state == EnrollmentState.APPROVED


def test_a_pair_that_is_kept_apart_becomes_an_action_item(
    pair: Pairing, program: Program, coordinator: User, now: datetime
) -> None:
    keep_apart(program=program, one=pair.mentee, other=pair.mentor, by=coordinator, now=now)
    item = ActionItem.objects.open().get()
    pair.refresh_from_db()
    assert (item.kind, item.facts) == (INVALID_PAIR, {"rules": ["never_match"]})
    assert pair.state == PairState.GETTING_STARTED


def test_two_who_are_no_pair_are_simply_kept_apart(
    mentor_place: Enrollment,
    program: Program,
    coordinator: User,
    mentor: User,
    mentee: User,
    now: datetime,
) -> None:
    keep_apart(program=program, one=mentor, other=mentee, by=coordinator, now=now)
    assert not ActionItem.objects.exists()


@pytest.mark.parametrize("act", [leave, rest])
def test_a_coordinator_leaves_the_places_of_their_own_line_alone(
    coordinator: User,
    mentee: User,
    mentee_place: Enrollment,
    now: datetime,
    act: Callable[[Enrollment, User, datetime], Enrollment],
) -> None:
    builders.make_coordinator(mentee_place.program)
    User.objects.filter(pk=coordinator.pk).update(manager=mentee)
    with pytest.raises(Forbidden, match="somebody else of the team"):
        act(mentee_place, User.objects.get(pk=coordinator.pk), now)
    mentee_place.refresh_from_db()
    assert (mentee_place.state, mentee_place.is_available) == ("approved", True)


def test_where_nobody_is_free_the_farthest_hr_admin_may(
    hr_admin: User, mentee: User, mentee_place: Enrollment, now: datetime
) -> None:
    User.objects.filter(pk=hr_admin.pk).update(manager=mentee)
    by = User.objects.get(pk=hr_admin.pk)
    place = change_availability(enrollment=mentee_place, is_available=False, by=by, now=now)
    assert not place.is_available


def test_a_pair_of_the_own_line_is_not_named(
    pair: Pairing, coordinator: User, mentee: User, hr_admin: User, now: datetime
) -> None:
    User.objects.filter(pk=coordinator.pk).update(manager=mentee)
    by = User.objects.get(pk=coordinator.pk)
    with pytest.raises(Refusal) as refused:
        leave_program(enrollment=pair.mentor_enrollment, by=by, now=now)
    assert mentee.first_name not in str(refused.value.message)
    with pytest.raises(Refusal, match=mentee.first_name):
        leave_program(enrollment=pair.mentor_enrollment, by=hr_admin, now=now)
