from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from attention.models import ActionItem
from core.models import AuditEvent
from programs.models import Program
from pulse.actions import answer_fit, draw_list
from pulse.actions.answer import FitAnswer
from pulse.models import FitAsk, TalkList, TalkName
from pulse.rules import Fit, is_own_week
from tests import builders
from tests.dashboard.stage import text_of
from tests.pulse.conftest import Move

SignIn = Callable[[User], Client]
PLAIN = next(seed for seed in map(str, range(100)) if not is_own_week(seed))
DAY = timedelta(days=1)


@pytest.fixture
def sheet(ask: FitAsk, program: Program, now: datetime) -> str:
    """Priya asked for a call, and this week's names are drawn."""
    for _ in range(3):
        builders.make_pair(program=program)
    yes = FitAnswer(Fit.GOOD, may_contact=True)
    answer_fit(ask=ask, by=ask.person, answer=yes, now=now)
    draw_list(program, period_at=now, seed=PLAIN, now=now)
    return reverse("dashboard:list-talks", args=[program.uid])


@pytest.fixture
def desk(client: Client, coordinator: User) -> Client:
    client.force_login(coordinator)
    return client


def mark(desk: Client, name: TalkName) -> None:
    program = name.talk_list.program
    desk.post(reverse("dashboard:mark-talked", args=[program.uid, name.uid]))


def test_names_stand_there_without_a_reason(desk: Client, sheet: str) -> None:
    page = desk.get(sheet).content.decode()
    names = list(TalkName.objects.values_list("person__display_name", flat=True))
    assert len(names) == 3
    assert all(name in page for name in names)
    for hint in ("fit", "deciding", "mentor", "mentee", "asked on"):
        assert hint not in text_of(desk.get(sheet)).partition("Why there is no reason")[0]


def test_read_again_it_is_the_same_list(desk: Client, sheet: str) -> None:
    first = text_of(desk.get(sheet))
    assert text_of(desk.get(sheet)) == first


def test_who_was_talked_to_is_noted_and_it_can_be_taken_back(
    desk: Client, sheet: str, coordinator: User, program: Program
) -> None:
    name = TalkName.objects.earliest("position")
    mark(desk, name)
    mark(desk, name)
    name.refresh_from_db()
    assert name.talked_by == coordinator
    desk.post(reverse("dashboard:unmark-talked", args=[program.uid, name.uid]))
    name.refresh_from_db()
    assert name.talked_by_id is None
    assert not TalkName.objects.exclude(talked_at=None).exists()


def test_the_audit_trail_names_the_list_and_nobody_on_it(desk: Client, sheet: str) -> None:
    mark(desk, TalkName.objects.earliest("position"))
    event = AuditEvent.objects.latest("pk")
    assert event.subject_uid == TalkList.objects.get().uid
    assert event.facts == {}
    people = {str(name.person.uid) for name in TalkName.objects.all()}
    assert not people & {str(each.subject_uid) for each in AuditEvent.objects.all()}


def test_when_all_were_talked_to_the_item_is_settled_and_comes_back_with_a_name(
    desk: Client, sheet: str, program: Program
) -> None:
    assert "See the names" in text_of(desk.get(reverse("dashboard:list-needs")))
    for name in TalkName.objects.all():
        mark(desk, name)
    assert ActionItem.objects.get().settled_how == "talked"
    assert "All talked to" in text_of(desk.get(sheet))


def test_a_list_talked_through_shows_no_names_after_the_next_one(
    desk: Client, sheet: str, program: Program, now: datetime, move_to: Move
) -> None:
    for name in TalkName.objects.all():
        mark(desk, name)
    own = next(seed for seed in map(str, range(100)) if is_own_week(seed))
    draw_list(program, period_at=now + 7 * DAY, seed=own, now=now + 7 * DAY)
    move_to(now + 7 * DAY)
    page = desk.get(sheet).content.decode()
    assert page.count('aria-labelledby="list-') == 1


def test_after_four_weeks_no_name_is_left(
    desk: Client, sheet: str, now: datetime, move_to: Move
) -> None:
    move_to(now + 28 * DAY)
    assert "Nobody to talk to now" in text_of(desk.get(sheet))
    name = TalkName.objects.earliest("position")
    address = reverse("dashboard:mark-talked", args=[name.talk_list.program.uid, name.uid])
    assert desk.post(address).status_code == 404


def test_nobody_reads_a_name_of_their_own_line(
    desk: Client, sheet: str, coordinator: User, hr_admin: User
) -> None:
    name = TalkName.objects.earliest("position")
    User.objects.filter(pk=name.person_id).update(manager=coordinator)
    assert name.person.display_name not in desk.get(sheet).content.decode()
    address = reverse("dashboard:mark-talked", args=[name.talk_list.program.uid, name.uid])
    assert desk.post(address).status_code == 404
    desk.force_login(hr_admin)
    assert name.person.display_name in desk.get(sheet).content.decode()


def test_a_name_is_marked_only_in_its_program(desk: Client, sheet: str, hr_admin: User) -> None:
    other = builders.make_program("Another")
    name = TalkName.objects.earliest("position")
    desk.force_login(hr_admin)
    address = reverse("dashboard:mark-talked", args=[other.uid, name.uid])
    assert desk.post(address).status_code == 404


@pytest.mark.parametrize("who", ["mentor", "mentee", "stranger", "other_coordinator"])
def test_for_others_the_list_does_not_exist(
    sheet: str, who: str, client: Client, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    answer = client.get(sheet)
    assert answer.status_code == 404
    names = set(TalkName.objects.values_list("person__display_name", flat=True))
    own = request.getfixturevalue(who).display_name
    assert not [name for name in names - {own} if name in answer.content.decode()]
