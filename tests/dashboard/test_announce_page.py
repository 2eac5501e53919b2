"""HR's page of the announcement, and what a program's page says about it."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from outbox.models import OutboxMessage
from pairings.actions import announce_what_is_due, propose_pair
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import Enrollment, Program
from programs.rules import ProgramKind, Role
from tests import builders
from tests.dashboard.stage import main_of


def address(name: str, program: Program) -> str:
    return reverse(f"dashboard:{name}", args=[program.uid])


def seat(program: Program, name: str, role: Role, level: int) -> Enrollment:
    return builders.make_enrollment(program, builders.make_person(name, level=level), role)


@pytest.fixture
def cohort(program: Program, now: datetime) -> Program:
    """The program, announced in ten days."""
    program.announce_at = now + timedelta(days=10)
    program.save()
    return program


@pytest.fixture
def quiet(cohort: Program, coordinator: User, now: datetime) -> Pairing:
    """Amara and Ingrid are fixed."""
    mentor = seat(cohort, "Amara Osei", Role.MENTOR, 2)
    mentee = seat(cohort, "Ingrid Sand", Role.MENTEE, 6)
    return propose_pair(mentor=mentor, mentee=mentee, by=coordinator, now=now)


def test_the_page_says_who_starts_who_is_left_and_when(desk: Client, quiet: Pairing) -> None:
    seat(quiet.program, "Lea Left", Role.MENTOR, 2)
    page = main_of(desk.get(address("announce-pairs", quiet.program)))
    assert "1 pair starts with the announcement." in page
    assert "Amara O. mentors Ingrid S." in page
    assert "Lea Left" in page
    assert "Thursday 3 December, 09:30" in page or "Thursday 3 December, 10:30" in page


def test_looking_announces_nothing(desk: Client, quiet: Pairing) -> None:
    desk.get(address("announce-pairs", quiet.program))
    quiet.refresh_from_db()
    assert quiet.is_quiet


def test_the_button_announces_once(desk: Client, quiet: Pairing) -> None:
    for _double_click in range(2):
        page = main_of(desk.post(address("announce-pairs", quiet.program), follow=True))
        assert "announced" in page
    quiet.refresh_from_db()
    assert quiet.state == PairState.GETTING_STARTED
    assert OutboxMessage.objects.filter(kind="pair_announced").count() == 2


def test_what_would_be_left_out_is_named_with_its_rule(desk: Client, quiet: Pairing) -> None:
    User.objects.filter(pk=quiet.mentor_id).update(level=6)
    page = main_of(desk.get(address("announce-pairs", quiet.program)))
    assert "Would be left out" in page
    assert "is not 2 levels below Ingrid Sand" in page
    assert "Announce now" not in page


def test_what_was_left_out_is_said_afterwards(
    desk: Client, quiet: Pairing, coordinator: User, now: datetime
) -> None:
    mentor = seat(quiet.program, "Kofi B", Role.MENTOR, 2)
    mentee = seat(quiet.program, "Mark T", Role.MENTEE, 6)
    propose_pair(mentor=mentor, mentee=mentee, by=coordinator, now=now)
    User.objects.filter(pk=quiet.mentor_id).update(level=6)
    page = main_of(desk.post(address("announce-pairs", quiet.program), follow=True))
    assert "1 pair is announced." in page
    assert "1 pair was left out" in page


def test_without_pairs_nothing_is_announced(desk: Client, cohort: Program) -> None:
    page = main_of(desk.post(address("announce-pairs", cohort)))
    cohort.refresh_from_db()
    assert "There is no pair to announce yet." in page
    assert cohort.announced_at is None


def test_without_a_day_the_page_leads_to_choosing_one(desk: Client, program: Program) -> None:
    assert "No day is set" in main_of(desk.get(address("announce-pairs", program)))


def test_a_coordinator_in_the_line_counts_and_does_not_see_the_pair(
    desk: Client, quiet: Pairing, coordinator: User
) -> None:
    User.objects.filter(pk=quiet.mentor_id).update(manager=coordinator)
    page = main_of(desk.get(address("announce-pairs", quiet.program)))
    assert "1 pair starts with the announcement." in page
    assert "Amara" not in page


def test_fixing_a_pair_by_hand_says_that_nobody_is_told(desk: Client, cohort: Program) -> None:
    mentor = seat(cohort, "Amara Osei", Role.MENTOR, 2)
    mentee = seat(cohort, "Ingrid Sand", Role.MENTEE, 6)
    asked = main_of(desk.get(address("propose-pair", cohort)))
    assert "Neither is told before the announcement" in asked
    typed = {"mentor": str(mentor.uid), "mentee": str(mentee.uid)}
    page = main_of(desk.post(address("propose-pair", cohort), typed, follow=True))
    assert "They are fixed. Nobody is told before the announcement." in page
    assert not OutboxMessage.objects.exists()


def test_the_program_says_when_and_how_many(desk: Client, quiet: Pairing) -> None:
    seat(quiet.program, "Lea Left", Role.MENTOR, 2)
    page = main_of(desk.get(address("show-program", quiet.program)))
    assert "1 pair is fixed and announced on 3 December." in page
    assert "Still without a partner 1 mentor, 0 mentees" in page


def test_after_the_announcement_the_program_says_so(desk: Client, quiet: Pairing) -> None:
    desk.post(address("announce-pairs", quiet.program))
    page = main_of(desk.get(address("show-program", quiet.program)))
    assert "The pairs were announced on Monday 23 November" in page


def test_an_always_on_program_has_no_announcement(desk: Client, program: Program) -> None:
    Program.objects.update(kind=ProgramKind.ALWAYS_ON)
    assert "Announcement" not in main_of(desk.get(address("show-program", program)))


def test_requests_are_switched_on_and_off(desk: Client, program: Program) -> None:
    for allow, expected in (("yes", True), ("yes", True), ("no", False)):
        desk.post(address("set-requests", program), {"allow": allow})
        program.refresh_from_db()
        assert program.allows_requests is expected


def test_a_program_shows_where_it_stands(desk: Client, program: Program) -> None:
    page = desk.get(address("show-program", program)).content.decode()
    assert 'class="is-next" aria-current="step"><div><strong>Running' in page
    assert page.count('class="is-done"') == 3


def test_the_need_of_a_date_leads_to_the_program(
    desk: Client, cohort: Program, now: datetime
) -> None:
    announce_what_is_due(now=now + timedelta(days=30))
    page = desk.get(reverse("dashboard:list-needs"))
    assert "no pair is fixed" in main_of(page)
    assert address("show-program", cohort) in page.content.decode()
