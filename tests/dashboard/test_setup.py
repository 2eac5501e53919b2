"""Week 0: the front page says what to do first, and what is done."""

from datetime import datetime

from django.test import Client
from django.urls import reverse

from accounts.models import User
from contracts.actions import publish_house_rules
from pairings.rules import PairState
from programs.models import Program
from programs.rules import EnrollmentState, ProgramKind, ProgramState, Role
from tests import builders
from tests.contracts.rules_signing import make_sponsor, publish, sign_rules
from tests.dashboard.stage import text_of

HEALTH = "/hr/"


def test_a_company_with_nothing_starts_with_its_people(client: Client, hr_admin: User) -> None:
    client.force_login(hr_admin)
    page = client.get(HEALTH)
    assert "0 of 8 steps to the first pair" in text_of(page)
    assert f'href="{reverse("directory:upload-people")}">Bring your people in</a>' in (
        page.content.decode()
    )


def test_after_the_people_comes_a_program(client: Client, hr_admin: User) -> None:
    builders.make_person()
    client.force_login(hr_admin)
    page = client.get(HEALTH)
    assert "1 of 8 steps" in text_of(page)
    new = reverse("dashboard:create-program")
    assert f'href="{new}">Create a program</a>' in page.content.decode()


def test_a_coordinator_is_not_sent_to_the_import(desk: Client, program: Program) -> None:
    assert reverse("directory:upload-people") not in desk.get(HEALTH).content.decode()


def test_each_step_leads_to_its_page(desk: Client, program: Program, now: datetime) -> None:
    body = desk.get(HEALTH).content.decode()
    for name in ("edit-house-rules", "list-invitations", "list-letters", "edit-program"):
        assert reverse(f"dashboard:{name}", args=[program.uid]) in body


def test_a_draft_is_opened_before_anybody_is_invited(desk: Client, program: Program) -> None:
    Program.objects.filter(pk=program.pk).update(state=ProgramState.DRAFT)
    body = desk.get(HEALTH).content.decode()
    assert reverse("dashboard:advance-program", args=[program.uid]) in body
    assert reverse("dashboard:list-invitations", args=[program.uid]) not in body


def test_what_is_done_is_ticked(
    desk: Client, program: Program, coordinator: User, now: datetime
) -> None:
    publish_house_rules(program=program, text="Be kind.", by=coordinator, now=now)
    invited = EnrollmentState.INVITED
    builders.make_enrollment(program, builders.make_person(), Role.MENTOR, state=invited)
    assert "5 of 9 steps" in text_of(desk.get(HEALTH))


def test_a_proposal_is_the_step_before_the_first_pair(
    desk: Client, program: Program, now: datetime
) -> None:
    builders.make_pair(program=program, state=PairState.PROPOSED)
    page = text_of(desk.get(HEALTH))
    assert "Put pairs together (done)" in page


def test_an_always_on_program_has_nothing_to_announce(desk: Client, program: Program) -> None:
    Program.objects.filter(pk=program.pk).update(kind=ProgramKind.ALWAYS_ON)
    assert "Announce the pairs" not in text_of(desk.get(HEALTH))


def test_without_a_sponsor_somebody_is_named_first(
    client: Client, hr_admin: User, program: Program, now: datetime
) -> None:
    builders.make_person()
    publish_house_rules(program=program, text="Be kind.", by=hr_admin, now=now)
    client.force_login(hr_admin)
    page = client.get(HEALTH)
    staff = reverse("dashboard:add-staff", args=[program.uid])
    assert f'href="{staff}">House rules signed by the sponsor</a>' in page.content.decode()


def test_the_signature_of_a_sponsor_is_a_step_that_nobody_waits_for(
    desk: Client, program: Program, now: datetime
) -> None:
    sponsor = make_sponsor(program)
    rules = publish(program, "Be kind.", now)
    before = desk.get(HEALTH)
    assert "House rules signed by the sponsor (done)" not in text_of(before)
    hero = before.content.decode().split('class="hero"')[1].split("</section>")[0]
    assert "House rules signed" not in hero
    sign_rules(rules, sponsor, now)
    assert "House rules signed by the sponsor (done)" in text_of(desk.get(HEALTH))


def test_a_newer_version_waits_anew(desk: Client, program: Program, now: datetime) -> None:
    sign_rules(publish(program, "One", now), make_sponsor(program), now)
    publish(program, "Two", now)
    assert "House rules signed by the sponsor (done)" not in text_of(desk.get(HEALTH))
