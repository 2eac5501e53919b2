"""A cohort is announced: what was fixed quietly starts at once, for everybody, once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import User
from attention.models import ActionItem
from core.errors import Forbidden, Refusal
from core.models import AuditEvent
from lifecycle.actions import advance_lives
from lifecycle.queries.due import due_acts
from outbox.models import OutboxMessage
from pairings.actions import (
    Announced,
    announce_pairs,
    announce_what_is_due,
    change_availability,
    propose_pair,
    withdraw_pair,
)
from pairings.models import Pairing
from pairings.queries import preview_announcement
from pairings.rules import PairState
from programs.models import Enrollment, Program, Topic
from programs.rules import ProgramKind, ProgramState, Role
from tests.builders import make_coordinator, make_enrollment, make_person, make_program

DAY = timedelta(days=1)


def seat(program: Program, level: int, role: Role, name: str = "") -> Enrollment:
    return make_enrollment(program, make_person(name, level=level), role)


def fix(program: Program, by: User, now: datetime) -> Pairing:
    """Fix one more pair of two new people."""
    mentor, mentee = seat(program, 2, Role.MENTOR), seat(program, 6, Role.MENTEE)
    return propose_pair(mentor=mentor, mentee=mentee, by=by, now=now)


def mails(kind: str) -> int:
    return OutboxMessage.objects.filter(kind=kind).count()


def test_all_start_at_the_announcement(quiet: Pairing, coordinator: User, now: datetime) -> None:
    other = fix(quiet.program, coordinator, now)
    done = announce_pairs(program=quiet.program, by=coordinator, now=now + DAY)
    assert done == Announced(started=2, left_out=0)
    for pair in (quiet, other):
        pair.refresh_from_db()
        assert (pair.state, pair.is_quiet) == (PairState.GETTING_STARTED, False)
        assert pair.started_at == pair.mentor_accepted_at == now + DAY
        assert pair.ends_on == date(2027, 2, 28)


def test_each_partner_gets_one_mail(quiet: Pairing, coordinator: User, now: datetime) -> None:
    announce_pairs(program=quiet.program, by=coordinator, now=now)
    told = OutboxMessage.objects.filter(kind="pair_announced")
    assert set(told.values_list("person_id", flat=True)) == {quiet.mentor_id, quiet.mentee_id}
    assert OutboxMessage.objects.count() == 2


def test_the_mail_names_the_topics_both_chose(
    quiet: Pairing, coordinator: User, now: datetime
) -> None:
    topic = Topic.objects.filter(program=quiet.program).order_by("name")[0]
    for place in (quiet.mentor_enrollment, quiet.mentee_enrollment):
        place.topics.add(topic)
    announce_pairs(program=quiet.program, by=coordinator, now=now)
    assert OutboxMessage.objects.all()[0].facts["topics"] == topic.name


def test_a_second_announcement_changes_nothing(
    quiet: Pairing, coordinator: User, now: datetime
) -> None:
    announce_pairs(program=quiet.program, by=coordinator, now=now)
    again = announce_pairs(program=quiet.program, by=coordinator, now=now + DAY)
    quiet.refresh_from_db()
    assert again == Announced()
    assert quiet.started_at == now
    assert mails("pair_announced") == 2


def test_it_is_audited_once_for_the_program_and_for_each_pair(
    quiet: Pairing, coordinator: User, now: datetime
) -> None:
    announce_pairs(program=quiet.program, by=coordinator, now=now)
    events = AuditEvent.objects.filter(verb="announce", actor_id=coordinator.pk)
    assert {event.subject_uid for event in events} == {quiet.uid, quiet.program.uid}
    assert events.get(subject_uid=quiet.program.uid).facts == {"pairs": 1}


def test_others_announce_nothing(
    quiet: Pairing, other_coordinator: User, mentor: User, now: datetime
) -> None:
    for who in (other_coordinator, mentor):
        with pytest.raises(Forbidden):
            announce_pairs(program=quiet.program, by=who, now=now)


def test_without_a_pair_there_is_nothing_to_announce(
    cohort: Program, coordinator: User, now: datetime
) -> None:
    with pytest.raises(Refusal, match="no pair to announce"):
        announce_pairs(program=cohort, by=coordinator, now=now)
    cohort.refresh_from_db()
    assert cohort.announced_at is None


def test_without_a_date_there_is_no_announcement(
    program: Program, coordinator: User, now: datetime
) -> None:
    with pytest.raises(Refusal, match="Set a date"):
        announce_pairs(program=program, by=coordinator, now=now)


@pytest.mark.parametrize("state", [ProgramState.CLOSING, ProgramState.CLOSED])
def test_a_program_that_closes_announces_nothing(
    state: str, quiet: Pairing, coordinator: User, now: datetime
) -> None:
    Program.objects.update(state=state)
    with pytest.raises(Refusal, match="from the opening of enrollment"):
        announce_pairs(program=quiet.program, by=coordinator, now=now)


def test_after_the_last_day_nothing_is_announced(
    quiet: Pairing, coordinator: User, now: datetime
) -> None:
    Program.objects.update(ends_on=now.date())
    with pytest.raises(Refusal, match="last day"):
        announce_pairs(program=quiet.program, by=coordinator, now=now)


def test_a_pair_that_breaks_a_rule_is_left_out_and_the_others_start(
    quiet: Pairing, coordinator: User, now: datetime
) -> None:
    other = fix(quiet.program, coordinator, now)
    User.objects.filter(pk=quiet.mentor_id).update(level=6)
    done = announce_pairs(program=quiet.program, by=coordinator, now=now)
    quiet.refresh_from_db()
    other.refresh_from_db()
    assert done == Announced(started=1, left_out=1)
    assert (quiet.state, quiet.is_quiet) == (PairState.WITHDRAWN, True)
    assert other.state == PairState.GETTING_STARTED


def test_the_two_who_are_left_out_need_a_person_and_get_no_mail(
    quiet: Pairing, coordinator: User, now: datetime
) -> None:
    fix(quiet.program, coordinator, now)
    User.objects.filter(pk=quiet.mentor_id).update(level=6)
    announce_pairs(program=quiet.program, by=coordinator, now=now)
    items = ActionItem.objects.open().filter(kind="next_partner")
    places = {quiet.mentor_enrollment.uid, quiet.mentee_enrollment.uid}
    assert {item.subject_uid for item in items} == places
    told = OutboxMessage.objects.filter(person_id__in=(quiet.mentor_id, quiet.mentee_id))
    assert not told.exists()


def test_an_overridden_rule_does_not_leave_a_pair_out(
    mentor_place: Enrollment, mentee_place: Enrollment, cohort: Program, coordinator: User
) -> None:
    now = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    User.objects.filter(pk=mentor_place.user_id).update(languages=["pt"])
    propose_pair(
        mentor=mentor_place, mentee=mentee_place, by=coordinator, now=now, override_reason="We help"
    )
    assert announce_pairs(program=cohort, by=coordinator, now=now).started == 1


def test_capacity_that_was_lowered_keeps_the_pairs_there_are(
    quiet: Pairing, coordinator: User, now: datetime
) -> None:
    Enrollment.objects.filter(pk=quiet.mentor_enrollment_id).update(capacity=2)
    other = seat(quiet.program, 7, Role.MENTEE)
    propose_pair(mentor=quiet.mentor_enrollment, mentee=other, by=coordinator, now=now)
    Enrollment.objects.update(capacity=1)
    assert announce_pairs(program=quiet.program, by=coordinator, now=now).started == 2


def test_time_announces_at_the_set_moment_and_not_before(quiet: Pairing, now: datetime) -> None:
    at = quiet.program.announce_at
    assert at is not None
    assert announce_what_is_due(now=at - timedelta(seconds=1)) == 0
    assert announce_what_is_due(now=at) == 1
    quiet.refresh_from_db()
    assert quiet.started_at == at
    assert AuditEvent.objects.filter(verb="announce", actor_kind="time").count() == 2


def test_time_announces_once(quiet: Pairing, now: datetime) -> None:
    advance_lives(now=now + 30 * DAY)
    advance_lives(now=now + 31 * DAY)
    assert mails("pair_announced") == 2


def test_the_dry_run_says_what_time_would_announce(quiet: Pairing, now: datetime) -> None:
    due = [(each.act, each.subject) for each in due_acts(now + 30 * DAY)]
    assert due == [("announce", str(quiet.program.uid))]


def test_a_day_without_pairs_asks_a_coordinator_once(cohort: Program, now: datetime) -> None:
    for days in (30, 31):
        announce_what_is_due(now=now + days * DAY)
    item = ActionItem.objects.get(kind="nothing_to_announce")
    cohort.refresh_from_db()
    assert item.subject_uid == cohort.uid
    assert cohort.announced_at is None


@pytest.mark.parametrize(
    "changed",
    [{"kind": ProgramKind.ALWAYS_ON}, {"state": ProgramState.CLOSED}, {"state": "draft"}],
)
def test_time_passes_by_programs_that_announce_nothing(
    changed: dict[str, str], cohort: Program, now: datetime
) -> None:
    Program.objects.filter(pk=cohort.pk).update(**changed)
    announce_what_is_due(now=now + 30 * DAY)
    assert not ActionItem.objects.exists()


def test_who_stepped_back_is_not_announced(
    quiet: Pairing, coordinator: User, now: datetime
) -> None:
    other = fix(quiet.program, coordinator, now)
    withdraw_pair(pairing=quiet, by=coordinator, now=now)
    announce_pairs(program=quiet.program, by=coordinator, now=now)
    quiet.refresh_from_db()
    other.refresh_from_db()
    assert (quiet.state, other.is_live) == (PairState.WITHDRAWN, True)


def test_after_the_announcement_both_are_asked_again(
    quiet: Pairing, coordinator: User, now: datetime
) -> None:
    announce_pairs(program=quiet.program, by=coordinator, now=now)
    late = fix(Program.objects.get(), coordinator, now)
    assert not late.is_quiet
    assert mails("proposal_made") == 2


def test_a_search_that_ends_with_a_quiet_pair_begins_again_when_it_goes(
    quiet: Pairing, now: datetime
) -> None:
    change_availability(
        enrollment=quiet.mentee_enrollment, is_available=False, by=quiet.mentee, now=now
    )
    item = ActionItem.objects.open().get()
    assert (item.kind, item.subject_uid) == ("next_partner", quiet.mentor_enrollment.uid)


def test_the_preview_counts_names_and_says_who_is_left(
    quiet: Pairing, coordinator: User, now: datetime
) -> None:
    left = seat(quiet.program, 2, Role.MENTOR, "Lea Left")
    seen = preview_announcement(quiet.program, coordinator)
    assert (seen.number, seen.pairs, seen.hidden) == (1, [quiet], 0)
    assert (seen.mentors_left, seen.mentees_left) == ([left], [])


def test_the_preview_names_what_would_be_left_out(quiet: Pairing, coordinator: User) -> None:
    User.objects.filter(pk=quiet.mentor_id).update(level=6)
    seen = preview_announcement(quiet.program, coordinator)
    assert seen.number == 0
    assert [broken[0].rule for _pair, broken in seen.broken] == ["level_gap"]


def test_the_preview_counts_pairs_of_ones_line_without_naming_them(
    quiet: Pairing, coordinator: User
) -> None:
    make_coordinator(quiet.program, "Dora Deputy")
    User.objects.filter(pk=quiet.mentor_id).update(manager=coordinator)
    seen = preview_announcement(quiet.program, User.objects.get(pk=coordinator.pk))
    assert (seen.number, seen.pairs) == (1, [])


def test_another_program_is_left_alone(quiet: Pairing, coordinator: User, now: datetime) -> None:
    make_program("Elsewhere", announce_at=now + DAY)
    announce_pairs(program=quiet.program, by=coordinator, now=now)
    assert Program.objects.get(name="Elsewhere").announced_at is None
