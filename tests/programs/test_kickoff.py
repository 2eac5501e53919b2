"""The kick-off: planned, moved, called off; everybody with a place is asked and answers."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from accounts.models import Leave, User
from core.days import Closed, WorkCalendar, previous_working_day
from core.errors import Forbidden, Refusal, Stale
from core.models import AuditEvent
from core.registry import Envelope, Verdict, message_kind
from lifecycle.actions import advance_lives
from outbox.models import OutboxMessage
from programs.actions import (
    KickOffFacts,
    answer_kickoff,
    cancel_kickoff,
    look_after_kickoffs,
    plan_kickoff,
    undo_kickoff_answer,
)
from programs.emails.kickoff import KICKOFF_REMINDER
from programs.models import Enrollment, KickOff, KickOffGuest, Program
from programs.queries import GuestCounts, guest_counts
from programs.rules import EnrollmentState, ProgramState, Role
from tests.builders import make_enrollment, make_person

DAY = timedelta(days=1)
# Wednesday, two in the afternoon in Berlin.
WED = datetime(2026, 12, 2, 13, tzinfo=UTC)
FACTS = KickOffFacts(WED, 60, "Room 4")


@pytest.fixture
def places(program: Program, mentor: User, mentee: User) -> list[Enrollment]:
    """Priya and Tom have places; a third has applied, a fourth has left."""
    waiting = {"state": EnrollmentState.APPLIED}
    make_enrollment(program, make_person(), Role.MENTOR, **waiting)
    make_enrollment(program, make_person(left_on=date(2026, 9, 1)), Role.MENTOR)
    return [
        make_enrollment(program, mentor, Role.MENTOR),
        make_enrollment(program, mentee, Role.MENTEE),
    ]


@pytest.fixture
def kickoff(
    program: Program, places: list[Enrollment], coordinator: User, now: datetime
) -> KickOff:
    """Planned for Wednesday in a week."""
    return plan_kickoff(program=program, facts=FACTS, by=coordinator, now=now)


def move(kickoff: KickOff, by: User, now: datetime, **changes: Any) -> KickOff:
    kickoff.refresh_from_db()
    stored = {name: getattr(kickoff, name) for name in ("starts_at", "minutes", "place", "agenda")}
    facts = KickOffFacts(**(stored | changes))
    program, seen = kickoff.program, kickoff.revision
    return plan_kickoff(program=program, facts=facts, by=by, now=now, revision=seen)


def told(kind: str) -> list[int | None]:
    mails = OutboxMessage.objects.filter(kind=kind).order_by("person_id")
    return list(mails.values_list("person_id", flat=True))


def everybody(places: list[Enrollment]) -> list[int]:
    return sorted(place.user_id for place in places)


def test_everybody_with_a_place_is_asked(kickoff: KickOff, places: list[Enrollment]) -> None:
    assert told("kickoff_invited") == everybody(places)
    assert guest_counts(kickoff) == GuestCounts(coming=0, cannot=0, silent=2)


def test_planning_is_audited(kickoff: KickOff, coordinator: User) -> None:
    event = AuditEvent.objects.get(subject_uid=kickoff.uid)
    assert (event.verb, event.actor_id) == ("plan", coordinator.pk)


def test_the_time_to_come_is_asked_for(program: Program, coordinator: User, now: datetime) -> None:
    for at in (now, now - DAY):
        with pytest.raises(Refusal, match="still to come"):
            plan_kickoff(program=program, facts=KickOffFacts(at, 60, "x"), by=coordinator, now=now)
    assert not KickOff.objects.exists()


def test_it_comes_before_the_last_day(program: Program, coordinator: User, now: datetime) -> None:
    late = KickOffFacts(datetime(2027, 3, 1, 9, tzinfo=UTC), 60, "x")
    with pytest.raises(Refusal, match="after the last day"):
        plan_kickoff(program=program, facts=late, by=coordinator, now=now)


def test_others_plan_nothing(
    program: Program, other_coordinator: User, mentor: User, now: datetime
) -> None:
    for who in (other_coordinator, mentor):
        with pytest.raises(Forbidden):
            plan_kickoff(program=program, facts=FACTS, by=who, now=now)


def test_a_closed_program_has_no_kickoff(
    program: Program, coordinator: User, now: datetime
) -> None:
    Program.objects.update(state=ProgramState.CLOSED)
    with pytest.raises(Refusal, match="closed"):
        plan_kickoff(program=program, facts=FACTS, by=coordinator, now=now)


def test_saving_over_somebody_elses_change_is_told(
    kickoff: KickOff, coordinator: User, now: datetime
) -> None:
    move(kickoff, coordinator, now, place="Room 5")
    with pytest.raises(Stale):
        plan_kickoff(program=kickoff.program, facts=FACTS, by=coordinator, now=now, revision=0)


def test_an_answer_is_kept_and_the_last_one_counts(
    kickoff: KickOff, mentor: User, now: datetime
) -> None:
    for comes in (True, True, False):
        answer_kickoff(kickoff=kickoff, by=mentor, comes=comes, now=now)
    assert guest_counts(kickoff) == GuestCounts(coming=0, cannot=1, silent=1)


def test_who_has_no_place_does_not_answer(
    kickoff: KickOff, stranger: User, coordinator: User, now: datetime
) -> None:
    for who in (stranger, coordinator):
        with pytest.raises(Forbidden):
            answer_kickoff(kickoff=kickoff, by=who, comes=True, now=now)


def test_who_was_enrolled_this_minute_can_answer(
    kickoff: KickOff, program: Program, stranger: User, now: datetime
) -> None:
    make_enrollment(program, stranger, Role.MENTOR)
    assert answer_kickoff(kickoff=kickoff, by=stranger, comes=True, now=now).comes
    look_after_kickoffs(now=now)
    assert stranger.pk not in told("kickoff_invited")


def test_after_it_has_begun_nobody_answers(kickoff: KickOff, mentor: User) -> None:
    with pytest.raises(Refusal, match="over"):
        answer_kickoff(kickoff=kickoff, by=mentor, comes=True, now=WED)


def test_a_link_answers_once_and_again_after_an_undo(
    kickoff: KickOff, mentor: User, now: datetime
) -> None:
    answer_kickoff(kickoff=kickoff, by=mentor, comes=True, now=now, link="n1")
    with pytest.raises(Refusal, match="answered this already"):
        answer_kickoff(kickoff=kickoff, by=mentor, comes=False, now=now, link="n1")
    undo_kickoff_answer(kickoff=kickoff, by=mentor, now=now + timedelta(minutes=10))
    assert not answer_kickoff(kickoff=kickoff, by=mentor, comes=False, now=now, link="n1").comes


def test_an_undo_comes_within_ten_minutes(kickoff: KickOff, mentor: User, now: datetime) -> None:
    answer_kickoff(kickoff=kickoff, by=mentor, comes=True, now=now)
    with pytest.raises(Refusal, match="10 minutes"):
        undo_kickoff_answer(kickoff=kickoff, by=mentor, now=now + timedelta(minutes=11))


def test_a_new_time_asks_everybody_again(
    kickoff: KickOff, places: list[Enrollment], coordinator: User, mentor: User, now: datetime
) -> None:
    answer_kickoff(kickoff=kickoff, by=mentor, comes=False, now=now)
    move(kickoff, coordinator, now, starts_at=WED + DAY)
    assert told("kickoff_moved") == everybody(places)
    assert guest_counts(kickoff).silent == 2


def test_a_new_place_is_told_to_who_may_come_and_answers_stay(
    kickoff: KickOff, coordinator: User, mentor: User, mentee: User, now: datetime
) -> None:
    answer_kickoff(kickoff=kickoff, by=mentor, comes=True, now=now)
    answer_kickoff(kickoff=kickoff, by=mentee, comes=False, now=now)
    move(kickoff, coordinator, now, place="Room 5")
    assert told("kickoff_moved") == [mentor.pk]
    assert guest_counts(kickoff) == GuestCounts(coming=1, cannot=1, silent=0)


def test_a_new_agenda_sends_no_mail(kickoff: KickOff, coordinator: User, now: datetime) -> None:
    move(kickoff, coordinator, now, agenda="Coffee first")
    assert told("kickoff_moved") == []
    assert KickOff.objects.get().agenda == "Coffee first"


def test_calling_it_off_is_told_once(
    kickoff: KickOff, coordinator: User, mentor: User, mentee: User, now: datetime
) -> None:
    answer_kickoff(kickoff=kickoff, by=mentee, comes=False, now=now)
    for _twice in range(2):
        cancel_kickoff(program=kickoff.program, by=coordinator, now=now)
    assert told("kickoff_cancelled") == [mentor.pk]
    with pytest.raises(Refusal, match="called off"):
        answer_kickoff(kickoff=kickoff, by=mentor, comes=True, now=now)


def test_what_is_over_is_not_called_off(kickoff: KickOff, coordinator: User) -> None:
    with pytest.raises(Refusal, match="begun or is over"):
        cancel_kickoff(program=kickoff.program, by=coordinator, now=WED + DAY)


def test_after_it_was_called_off_another_is_planned(
    kickoff: KickOff, places: list[Enrollment], coordinator: User, now: datetime
) -> None:
    cancel_kickoff(program=kickoff.program, by=coordinator, now=now)
    again = move(kickoff, coordinator, now, starts_at=WED + 7 * DAY)
    assert again.cancelled_at is None
    assert told("kickoff_moved") == everybody(places)


def test_who_joins_later_is_asked_by_the_sweep_once(
    kickoff: KickOff, program: Program, stranger: User, now: datetime
) -> None:
    make_enrollment(program, stranger, Role.MENTOR)
    for _twice in range(2):
        advance_lives(now=now + DAY)
    assert told("kickoff_invited").count(stranger.pk) == 1


def test_what_is_called_off_asks_nobody(
    kickoff: KickOff, program: Program, stranger: User, coordinator: User, now: datetime
) -> None:
    cancel_kickoff(program=program, by=coordinator, now=now)
    make_enrollment(program, stranger, Role.MENTOR)
    assert look_after_kickoffs(now=now) == 0


def reminders() -> dict[int | None, datetime]:
    mails = OutboxMessage.objects.filter(kind=KICKOFF_REMINDER)
    return {mail.person_id: mail.not_before for mail in mails}


def test_a_reminder_waits_for_the_working_day_before(
    kickoff: KickOff, mentor: User, mentee: User, now: datetime
) -> None:
    User.objects.filter(pk=mentee.pk).update(time_zone="America/New_York", country="US")
    look_after_kickoffs(now=now)
    assert reminders() == {
        mentor.pk: datetime(2026, 12, 1, 7, tzinfo=UTC),
        mentee.pk: datetime(2026, 12, 1, 13, tzinfo=UTC),
    }


def test_leave_moves_a_reminder_forward(kickoff: KickOff, mentor: User, now: datetime) -> None:
    away = {"starts_on": date(2026, 11, 28), "ends_on": date(2026, 12, 1)}
    Leave.objects.create(user=mentor, **away)
    look_after_kickoffs(now=now)
    assert reminders()[mentor.pk] == datetime(2026, 11, 27, 7, tzinfo=UTC)


def test_nobody_is_reminded_twice(kickoff: KickOff, now: datetime) -> None:
    assert look_after_kickoffs(now=now) == 2
    assert look_after_kickoffs(now=now + 3 * DAY) == 0


def test_who_cannot_come_is_not_reminded(kickoff: KickOff, mentor: User, now: datetime) -> None:
    answer_kickoff(kickoff=kickoff, by=mentor, comes=False, now=now)
    look_after_kickoffs(now=now)
    assert mentor.pk not in reminders()


def test_what_is_planned_for_tomorrow_needs_no_reminder(
    program: Program, places: list[Enrollment], coordinator: User, now: datetime
) -> None:
    soon = KickOffFacts(now + DAY, 60, "Room 4")
    plan_kickoff(program=program, facts=soon, by=coordinator, now=now)
    assert look_after_kickoffs(now=now) == 0


def test_a_move_brings_a_reminder_of_the_new_day(
    kickoff: KickOff, coordinator: User, mentor: User, now: datetime
) -> None:
    look_after_kickoffs(now=now)
    move(kickoff, coordinator, now, starts_at=WED + DAY)
    look_after_kickoffs(now=now)
    mails = OutboxMessage.objects.filter(kind=KICKOFF_REMINDER, person_id=mentor.pk)
    assert mails.count() == 2


def admitted(kind: str, person: User, now: datetime) -> Verdict:
    message = OutboxMessage.objects.filter(kind=kind, person_id=person.pk).order_by("pk")[0]
    found = message_kind(kind)
    assert found is not None
    envelope: Envelope = message.envelope()
    return found.admit(envelope, now)


def test_a_mail_about_an_old_date_does_not_leave(
    kickoff: KickOff, coordinator: User, mentor: User, now: datetime
) -> None:
    assert admitted("kickoff_invited", mentor, now).send
    move(kickoff, coordinator, now, starts_at=WED + DAY)
    assert not admitted("kickoff_invited", mentor, now).send
    assert admitted("kickoff_moved", mentor, now).send


@pytest.mark.parametrize(
    ("at", "sends"),
    [
        (datetime(2026, 12, 1, 9, tzinfo=UTC), True),
        (datetime(2026, 12, 1, 22, tzinfo=UTC), False),
        (WED, False),
    ],
)
def test_a_reminder_keeps_the_manners_of_every_nudge(
    at: datetime, *, sends: bool, kickoff: KickOff, mentor: User, now: datetime
) -> None:
    look_after_kickoffs(now=now)
    assert admitted(KICKOFF_REMINDER, mentor, at).send is sends


def test_who_has_left_the_program_gets_no_mail(
    kickoff: KickOff, mentor: User, now: datetime
) -> None:
    Enrollment.objects.filter(user=mentor).update(state=EnrollmentState.WITHDRAWN)
    assert not admitted("kickoff_invited", mentor, now).send
    assert guest_counts(kickoff).asked == 1
    assert KickOffGuest.objects.count() == 2


@pytest.mark.parametrize(
    ("day", "away", "expected"),
    [
        (date(2026, 12, 2), (), date(2026, 12, 1)),
        (date(2026, 11, 30), (), date(2026, 11, 27)),
        (date(2026, 11, 30), ((date(2026, 11, 27), date(2026, 11, 27)),), date(2026, 11, 26)),
        (date(2026, 11, 30), ((date(2026, 11, 1), date(2026, 11, 29)),), None),
    ],
)
def test_the_working_day_before(
    day: date, away: tuple[tuple[date, date], ...], expected: date | None
) -> None:
    assert previous_working_day(day, WorkCalendar(), Closed.of(away)) == expected
