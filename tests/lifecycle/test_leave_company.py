from datetime import date, datetime, timedelta

import pytest

from accounts.models import User
from attention.models import ActionItem
from core.errors import Forbidden
from core.models import AuditEvent
from lifecycle.actions import leave_company
from meetings.actions import PlanDraft, plan_meeting
from meetings.models import Meeting
from outbox.models import OutboxMessage
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import Program
from programs.rules import EnrollmentState
from tests import builders

DAY = timedelta(days=1)


def test_a_leavers_pairs_end_and_the_partner_is_told(
    pair: Pairing, mentor: User, mentee: User, hr_admin: User, now: datetime
) -> None:
    plan_meeting(pair, PlanDraft(now + DAY, 45), by=mentor, now=now)
    leave_company(mentee, by=hr_admin, now=now)
    pair.refresh_from_db()
    assert (pair.state, pair.end_reason) == (PairState.ENDED, "left_company")
    meeting = Meeting.objects.get()
    assert (meeting.cancel_cause, meeting.fell_through) == ("leaver", False)
    told = OutboxMessage.objects.filter(kind="pair_ended")
    assert [mail.person_id for mail in told] == [mentor.pk]


def test_a_leaver_is_switched_off_and_gives_up_every_place(
    pair: Pairing, mentee: User, hr_admin: User, now: datetime
) -> None:
    gone = leave_company(mentee, by=hr_admin, now=now)
    assert (gone.is_here, gone.left_on) == (False, date(2026, 11, 23))
    pair.mentee_enrollment.refresh_from_db()
    assert pair.mentee_enrollment.state == EnrollmentState.LEFT


def test_only_the_partner_is_looked_after(
    pair: Pairing, mentee: User, hr_admin: User, now: datetime
) -> None:
    leave_company(mentee, by=hr_admin, now=now)
    item = ActionItem.objects.get(kind="next_partner")
    assert item.subject_uid == pair.mentor_enrollment.uid


def test_open_proposals_are_taken_back(program: Program, mentee: User, now: datetime) -> None:
    proposed = builders.make_pair(program=program, mentee=mentee, state=PairState.PROPOSED)
    leave_company(mentee, by=None, now=now, left_on=date(2026, 11, 20))
    proposed.refresh_from_db()
    mentee.refresh_from_db()
    assert proposed.state == PairState.WITHDRAWN
    assert mentee.left_on == date(2026, 11, 20)


def test_leaving_twice_is_leaving_once(
    pair: Pairing, mentee: User, hr_admin: User, now: datetime
) -> None:
    for _click in range(2):
        leave_company(mentee, by=hr_admin, now=now)
    assert AuditEvent.objects.filter(verb="end").count() == 1
    assert OutboxMessage.objects.filter(kind="pair_ended").count() == 1


def test_the_trail_shows_the_program_and_no_cause(
    pair: Pairing, mentee: User, hr_admin: User, now: datetime
) -> None:
    leave_company(mentee, by=hr_admin, now=now)
    event = AuditEvent.objects.get(verb="end")
    assert (event.actor_id, event.actor_kind, event.facts) == (None, "program", {})


@pytest.mark.parametrize("who", ["mentee", "mentor", "coordinator"])
def test_only_hr_lets_people_go(
    pair: Pairing, mentee: User, now: datetime, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(Forbidden):
        leave_company(mentee, by=request.getfixturevalue(who), now=now)
    mentee.refresh_from_db()
    assert mentee.is_here
