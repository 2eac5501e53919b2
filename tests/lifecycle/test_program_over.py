import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from attention.models import ActionItem
from contracts.actions import publish_house_rules
from contracts.queries import latest_house_rules
from core import clock
from core.errors import Forbidden, Refusal
from core.models import AuditEvent
from lifecycle.actions import (
    archive_program,
    choose_next,
    duplicate_with_rules,
    move_program,
    unarchive_program,
)
from lifecycle.queries import closing_preview, program_summary
from lifecycle.rules import ConsentKind
from outbox.models import OutboxMessage
from pairings.actions.items import raise_next_partner
from pairings.models import Pairing
from pairings.rules import PairState
from programs.actions import add_blackout, set_enrollment_open
from programs.actions.duplicate import NewRun
from programs.models import Program
from programs.rules import ProgramState, Role
from tests import builders
from tests.lifecycle.closing import LATE, OVER, YES_3, complete, conclude, meet_often, say

SignIn = Callable[[User], Client]
NEXT = NewRun("Autumn 2027", date(2027, 9, 1), date(2028, 2, 28))


@pytest.fixture(autouse=True)
def standing_clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)


def at(name: str, program: Program) -> str:
    return reverse(f"dashboard:{name}", args=[program.uid])


def put(program: Program, state: ProgramState) -> Program:
    Program.objects.filter(pk=program.pk).update(state=state)
    program.refresh_from_db()
    return program


def test_the_preview_counts_what_happens_to_how_many(program: Program) -> None:
    extended = conclude(builders.make_pair(program=program))
    for person in (extended.mentor, extended.mentee):
        say(extended, person, YES_3)
    for state in ("active", "active", "getting_started", "proposed", "ended"):
        builders.make_pair(program=program, state=PairState(state))
    often = builders.make_pair(program=program)
    meet_often(often)
    conclude(often)
    conclude(builders.make_pair(program=program))
    found = closing_preview(program, LATE)
    assert (found.conclude, found.finish, found.complete) == (2, 2, 1)
    assert (found.go_on, found.end, found.proposals) == (1, 1, 1)
    assert found.told == 18 - 2


def test_the_page_says_it_before_the_step(
    program: Program, pair: Pairing, coordinator: User, sign_in: SignIn
) -> None:
    page = sign_in(coordinator).get(at("advance-program", program)).content.decode()
    assert "they stay until the program closes" in page
    assert "never who answered what" in page


def test_when_it_closes_everybody_with_a_place_is_told_once(
    program: Program, pair: Pairing, coordinator: User, now: datetime
) -> None:
    builders.make_enrollment(program, builders.make_person(is_active=False), Role.MENTOR)
    put(program, ProgramState.CLOSING)
    for _twice in range(2):
        move_program(program=program, act="close", by=coordinator, now=now)
    mails = OutboxMessage.objects.filter(kind="program_closed")
    assert sorted(mail.person_id or 0 for mail in mails) == sorted([pair.mentor_id, pair.mentee_id])


def test_other_steps_tell_nobody(program: Program, coordinator: User, now: datetime) -> None:
    assert (
        move_program(program=program, act="begin closing", by=coordinator, now=now).state
        == "closing"
    )
    assert not OutboxMessage.objects.exists()


def test_a_closed_program_says_what_came_of_it(
    program: Program, pair: Pairing, coordinator: User, sign_in: SignIn
) -> None:
    complete(pair)
    choose_next(pair, choice=ConsentKind.NEW_PARTNER, by=pair.mentor, now=OVER)
    put(program, ProgramState.CLOSED)
    summary = program_summary(program, coordinator)
    assert (summary.completed, summary.ended, summary.sums.held) == (1, 0, 3)
    page = sign_in(coordinator).get(at("show-program", program)).content.decode()
    assert "Would like another partner" in page
    assert [place.user for place in summary.again] == [pair.mentor]


def test_nobody_reads_the_wish_of_their_own_line(program: Program, pair: Pairing) -> None:
    boss = builders.make_coordinator(program)
    User.objects.filter(pk=pair.mentor_id).update(manager=boss)
    choose_next(complete(pair), choice=ConsentKind.NEW_PARTNER, by=pair.mentor, now=OVER)
    assert not program_summary(program, boss).again


def zip_names(client: Client, program: Program) -> list[str]:
    response = client.post(at("download-certificates", program))
    content = b"".join(response)
    return zipfile.ZipFile(io.BytesIO(content)).namelist()


def test_the_certificates_come_in_one_file(
    program: Program, pair: Pairing, coordinator: User, sign_in: SignIn
) -> None:
    User.objects.filter(pk=pair.mentee_id).update(display_name="山田 太郎")
    complete(pair)
    builders.make_pair(program=program, state=PairState.ENDED, ended_at=OVER)
    names = zip_names(sign_in(coordinator), program)
    assert names == ["001-certificate-priya-nair-mentor.pdf", "not-printed.txt"]
    assert AuditEvent.objects.get(verb="export certificates").facts == {"number": 2}


def test_certificates_of_ones_own_line_are_not_in_it(
    program: Program, pair: Pairing, sign_in: SignIn
) -> None:
    boss = builders.make_coordinator(program)
    User.objects.filter(pk=pair.mentee_id).update(manager=boss)
    complete(pair)
    assert zip_names(sign_in(boss), program) == []


def test_a_program_is_run_again_without_its_people(
    program: Program, pair: Pairing, coordinator: User, hr_admin: User, now: datetime
) -> None:
    publish_house_rules(program=program, text="Be kind.", by=hr_admin, now=now)
    days = (date(2026, 12, 24), date(2026, 12, 31))
    add_blackout(program=program, name="Year's end", days=days, by=hr_admin, now=now)
    copy = duplicate_with_rules(program=program, run=NEXT, by=hr_admin, now=now)
    assert (copy.state, copy.name, copy.ends_on) == ("draft", "Autumn 2027", date(2028, 2, 28))
    assert (copy.time_zone, copy.cadence) == (program.time_zone, program.cadence)
    rules = latest_house_rules(copy)
    assert rules is not None
    assert rules.text == "Be kind."
    assert {topic.name for topic in copy.topics.all()} == {"AI at work", "Careers"}
    assert {member.user for member in copy.staff.all()} == {coordinator, hr_admin}
    assert not copy.enrollments.exists()
    assert not copy.blackouts.exists()


def test_only_hr_admins_run_it_again(program: Program, coordinator: User, now: datetime) -> None:
    with pytest.raises(Forbidden):
        duplicate_with_rules(program=program, run=NEXT, by=coordinator, now=now)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": "AUTUMN 2026"}, "name"),
        ({"name": "Autumn 2026"}, "name"),
        ({"name": ""}, "name"),
        ({"ends_on": ""}, "ends_on"),
        ({"ends_on": "2027-08-01"}, "ends_on"),
        ({"starts_on": "1900-01-01"}, "starts_on"),
        ({"starts_on": "soon"}, "starts_on"),
        ({"name": "a\x00b"}, "name"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    program: Program, hr_admin: User, sign_in: SignIn, typed: dict[str, str], field: str
) -> None:
    data = {"name": "Again", "starts_on": "2027-09-01", "ends_on": "2028-02-28"} | typed
    page = sign_in(hr_admin).post(at("duplicate-program", program), data)
    assert Program.objects.count() == 1
    assert list(page.context["form"].errors) == [field]
    assert page.context["form"]["name"].value() == data["name"]


def test_a_closed_program_leaves_the_lists_and_comes_back(
    program: Program, pair: Pairing, coordinator: User, sign_in: SignIn, now: datetime
) -> None:
    complete(pair)
    put(program, ProgramState.CLOSED)
    client, address = sign_in(coordinator), reverse("dashboard:list-programs")
    row = f'href="{at("show-program", program)}"'
    client.post(at("archive-program", program), {"archive": "yes"})
    assert row not in client.get(address).content.decode()
    assert row in client.get(f"{address}?archived=yes").content.decode()
    client.post(at("archive-program", program), {"archive": "no"})
    assert row in client.get(address).content.decode()


def test_a_participant_finds_it_folded_away(
    program: Program, pair: Pairing, coordinator: User, sign_in: SignIn, now: datetime
) -> None:
    complete(pair)
    archive_program(program=put(program, ProgramState.CLOSED), by=coordinator, now=now)
    page = sign_in(pair.mentor).get(reverse("programs:list-programs"))
    assert "1 program in the archive" in page.content.decode()
    assert not page.context["places"]


def test_nothing_changes_in_the_archive(program: Program, coordinator: User, now: datetime) -> None:
    archive_program(program=put(program, ProgramState.CLOSED), by=coordinator, now=now)
    with pytest.raises(Refusal, match="in the archive"):
        set_enrollment_open(program=program, is_open=False, by=coordinator, now=now)


def test_twice_is_once(program: Program, coordinator: User, now: datetime) -> None:
    put(program, ProgramState.CLOSED)
    for act in (archive_program, archive_program, unarchive_program, unarchive_program):
        act(program=program, by=coordinator, now=now)
    verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["archive", "take from the archive"]


@pytest.mark.parametrize("state", [s for s in ProgramState if s != ProgramState.CLOSED])
def test_only_a_closed_program_is_put_away(
    program: Program, coordinator: User, now: datetime, state: ProgramState
) -> None:
    with pytest.raises(Refusal, match="closed program"):
        archive_program(program=put(program, state), by=coordinator, now=now)


def test_not_while_pairs_still_meet(
    program: Program, pair: Pairing, coordinator: User, now: datetime
) -> None:
    with pytest.raises(Refusal, match="still meet"):
        archive_program(program=put(program, ProgramState.CLOSED), by=coordinator, now=now)


def test_other_coordinators_put_nothing_away(
    program: Program, other_coordinator: User, now: datetime
) -> None:
    with pytest.raises(Forbidden):
        archive_program(program=put(program, ProgramState.CLOSED), by=other_coordinator, now=now)


def test_from_the_closing_on_nobody_is_looked_for_a_partner(
    program: Program, pair: Pairing, coordinator: User, now: datetime
) -> None:
    raise_next_partner(pair, now=now)
    assert ActionItem.objects.open().count() == 2
    closing = move_program(program=program, act="begin closing", by=coordinator, now=now)
    assert ActionItem.objects.open().count() == 0
    pair.program = closing
    raise_next_partner(pair, now=now)
    assert ActionItem.objects.open().count() == 0
