"""An assistant is named, told, declined and ended; who may do it, and who may not be one."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.actions import deactivate_person, end_delegation, name_delegate
from accounts.models import Delegation, User
from core.errors import Forbidden, Refusal
from core.models import AuditEvent
from core.registry import message_kind
from outbox.models import OutboxMessage
from pairings.models import Pairing
from tests import builders

Name = Callable[..., Delegation]


@pytest.fixture
def ana(db: None) -> User:
    return builders.make_person("Ana Lopes", level=2, job_title="Assistant")


@pytest.fixture
def name(pair: Pairing, ana: User, now: datetime) -> Name:
    """Name Ana as Tom's assistant, as Tom unless said otherwise."""

    def _name(**changes: User) -> Delegation:
        people = {"person": pair.mentee, "delegate": ana, "by": pair.mentee} | changes
        return name_delegate(**people, now=now)

    return _name


def told() -> list[tuple[str, str]]:
    """Return which mails wait for whom."""
    rows = OutboxMessage.objects.order_by("pk").values_list("kind", "address")
    return [(kind, address.partition(".")[0]) for kind, address in rows]


def plans_for(person: User) -> int:
    return User.objects.get(pk=person.pk).plans_for


def test_the_assistant_is_told_and_counted(name: Name, ana: User) -> None:
    name()
    assert told() == [("delegate_named", "ana")]
    assert plans_for(ana) == 1


def test_naming_the_same_twice_is_once(name: Name, ana: User) -> None:
    assert name() == name()
    assert told() == [("delegate_named", "ana")]
    assert plans_for(ana) == 1


def test_it_is_audited_and_the_pairs_are_looked_at(name: Name, mentee: User, ana: User) -> None:
    before = User.objects.get(pk=mentee.pk).revision
    name()
    event = AuditEvent.objects.get(verb="name delegate")
    assert (event.actor_id, event.subject_uid) == (mentee.pk, mentee.uid)
    assert event.facts == {"delegate": ana.pk}
    assert User.objects.get(pk=mentee.pk).revision == before + 1


def test_another_takes_the_place_of_the_first(name: Name, ana: User, stranger: User) -> None:
    name()
    second = name(delegate=stranger)
    assert Delegation.objects.standing().get() == second
    assert (plans_for(ana), plans_for(stranger)) == (0, 1)
    assert told()[1:] == [("delegate_over", "ana"), ("delegate_named", "sol")]


def test_hr_names_somebody_and_the_mentee_is_told(name: Name, hr_admin: User, mentee: User) -> None:
    name(by=hr_admin)
    assert told() == [("delegate_named", "ana"), ("delegate_named", "tom")]
    assert AuditEvent.objects.get(verb="name delegate").actor_id == hr_admin.pk


def test_a_coordinator_names_somebody_too(name: Name, coordinator: User) -> None:
    assert name(by=coordinator).delegate.display_name == "Ana Lopes"


def test_hr_of_the_same_line_does_not(name: Name, hr_admin: User, mentee: User) -> None:
    User.objects.filter(pk=hr_admin.pk).update(manager=mentee)
    with pytest.raises(Forbidden):
        name(by=hr_admin)


@pytest.mark.parametrize("who", ["mentor", "stranger", "ana"])
def test_nobody_else_names_an_assistant(
    name: Name, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(Forbidden):
        name(by=request.getfixturevalue(who))
    assert not Delegation.objects.exists()


def test_nobody_is_their_own_assistant(name: Name, mentee: User) -> None:
    with pytest.raises(Refusal, match="own assistant"):
        name(delegate=mentee)


def test_the_database_knows_it_too(name: Name, mentee: User, now: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.create(person=mentee, delegate=mentee, since=now)


def test_two_stand_at_once_never(name: Name, stranger: User, mentee: User, now: datetime) -> None:
    name()
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.create(person=mentee, delegate=stranger, since=now)


def test_a_leaver_is_nobodys_assistant(name: Name, ana: User, now: datetime) -> None:
    deactivate_person(user=ana, left_on=now.date(), by=None, now=now)
    with pytest.raises(Refusal, match="has left"):
        name()


def test_the_mentor_of_the_pair_does_not_plan_for_the_mentee(name: Name, mentor: User) -> None:
    with pytest.raises(Refusal, match="is the mentor"):
        name(delegate=mentor)


@pytest.mark.parametrize("where", ["above", "below"])
def test_nor_does_the_line_of_the_mentor(name: Name, mentor: User, ana: User, where: str) -> None:
    low, high = (mentor, ana) if where == "above" else (ana, mentor)
    User.objects.filter(pk=low.pk).update(manager=high)
    with pytest.raises(Refusal, match="stands in the mentor"):
        name()


def test_nor_who_runs_a_program(name: Name, coordinator: User) -> None:
    with pytest.raises(Refusal, match="helps to run a program"):
        name(delegate=coordinator)


def test_the_reason_names_no_mentor(name: Name, mentor: User) -> None:
    with pytest.raises(Refusal) as refused:
        name(delegate=mentor)
    assert mentor.first_name not in str(refused.value.message)


def test_only_mentees_have_an_assistant(ana: User, mentor: User, now: datetime) -> None:
    with pytest.raises(Refusal, match="Only a mentee"):
        name_delegate(person=mentor, delegate=ana, by=mentor, now=now)


def test_the_assistant_declines_and_the_mentee_is_told(
    name: Name, ana: User, now: datetime
) -> None:
    delegation = name()
    end_delegation(delegation=delegation, by=ana, now=now)
    assert told()[1:] == [("delegate_over", "tom")]
    assert plans_for(ana) == 0
    assert AuditEvent.objects.get(verb="end delegation").facts["how"] == "declined"


def test_the_mentee_ends_it_and_the_assistant_is_told_once(
    name: Name, mentee: User, ana: User, now: datetime
) -> None:
    delegation = name()
    for _time in range(2):
        end_delegation(delegation=delegation, by=mentee, now=now)
    assert told()[1:] == [("delegate_over", "ana")]
    assert plans_for(ana) == 0


def test_hr_ends_it_and_both_are_told(name: Name, hr_admin: User, now: datetime) -> None:
    end_delegation(delegation=name(), by=hr_admin, now=now)
    assert told()[1:] == [("delegate_over", "ana"), ("delegate_over", "tom")]


def test_a_stranger_ends_nothing(name: Name, stranger: User, now: datetime) -> None:
    with pytest.raises(Forbidden):
        end_delegation(delegation=name(), by=stranger, now=now)
    assert Delegation.objects.standing().exists()


@pytest.mark.parametrize(("leaver", "other"), [("ana", "tom"), ("mentee", "ana")])
def test_it_ends_with_who_leaves(
    name: Name, leaver: str, other: str, ana: User, now: datetime, request: pytest.FixtureRequest
) -> None:
    name()
    person = request.getfixturevalue(leaver)
    deactivate_person(user=person, left_on=date(2026, 11, 20), by=None, now=now)
    assert not Delegation.objects.standing().exists()
    assert told()[1:] == [("delegate_over", other)]
    assert plans_for(ana) == 0


def test_a_letter_of_welcome_does_not_leave_after_the_end(
    name: Name, mentee: User, now: datetime
) -> None:
    delegation = name()
    end_delegation(delegation=delegation, by=mentee, now=now)
    letter = OutboxMessage.objects.get(kind="delegate_named")
    kind = message_kind("delegate_named")
    assert kind is not None
    assert not kind.admit(letter.envelope(), now).send


# Pages


def test_a_mentee_finds_a_colleague_and_names_them(
    pair: Pairing, ana: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(pair.mentee)
    found = client.get("/me/assistant/?q=ana lop").content.decode()
    assert "Ana Lopes" in found
    page = client.post("/me/assistant/", {"delegate_uid": str(ana.uid)}, follow=True)
    assert "Ana Lopes plans for you" in page.content.decode()
    assert "We have told them" in page.content.decode()


def test_the_search_shows_no_one_for_one_letter_nor_oneself(
    pair: Pairing, ana: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(pair.mentee)
    assert "Ana Lopes" not in client.get("/me/assistant/?q=a").content.decode()
    assert "Nobody found" in client.get("/me/assistant/?q=Tom Hughes").content.decode()


@pytest.mark.parametrize("words", ["\x00", "%", "' OR 1=1", "x" * 5000, "<b>ana</b>"])
def test_a_strange_search_finds_nobody(
    pair: Pairing, ana: User, sign_in: Callable[[User], Client], words: str
) -> None:
    page = sign_in(pair.mentee).get("/me/assistant/", {"q": words}).content.decode()
    assert "Ana Lopes" not in page
    assert "<b>ana" not in page


def test_what_is_wrong_with_a_choice_is_said_and_the_search_kept(
    pair: Pairing, sign_in: Callable[[User], Client]
) -> None:
    sent = {"delegate_uid": str(pair.mentor.uid), "q": "Priya"}
    page = sign_in(pair.mentee).post("/me/assistant/", sent).content.decode()
    assert "Error:" in page
    assert "Choose somebody else" in page
    assert 'value="Priya"' in page


@pytest.mark.parametrize("uid", ["", "nonsense", "00000000-0000-4000-8000-000000000000"])
def test_a_choice_of_nobody_is_said(
    pair: Pairing, sign_in: Callable[[User], Client], uid: str
) -> None:
    page = sign_in(pair.mentee).post("/me/assistant/", {"delegate_uid": uid}).content.decode()
    assert "Search" in page
    assert "Error:" in page
    assert not Delegation.objects.exists()


def test_the_profile_of_a_mentee_names_the_assistant(
    name: Name, mentee: User, sign_in: Callable[[User], Client]
) -> None:
    name()
    page = sign_in(mentee).get("/me/").content.decode()
    assert "Ana Lopes plans, moves and cancels your conversations" in page


def test_the_profile_of_a_mentor_does_not_ask(
    pair: Pairing, sign_in: Callable[[User], Client]
) -> None:
    assert "My assistant" not in sign_in(pair.mentor).get("/me/").content.decode()


def test_the_assistant_declines_on_their_page(
    name: Name, ana: User, sign_in: Callable[[User], Client]
) -> None:
    delegation = name()
    page = sign_in(ana).post(f"/me/assistant/{delegation.uid}/end/", follow=True)
    assert "You no longer plan for Tom" in page.content.decode()
    assert not Delegation.objects.standing().exists()


def test_another_persons_assistant_does_not_exist(
    name: Name, stranger: User, sign_in: Callable[[User], Client]
) -> None:
    delegation = name()
    assert sign_in(stranger).post(f"/me/assistant/{delegation.uid}/end/").status_code == 404
    assert Delegation.objects.standing().exists()


def test_the_team_is_offered_before_anything_is_typed(
    pair: Pairing, ana: User, stranger: User, sign_in: Callable[[User], Client]
) -> None:
    User.objects.filter(pk=ana.pk).update(manager=pair.mentee)
    page = sign_in(pair.mentee).get("/me/assistant/").content.decode()
    assert "Ana Lopes" in page
    assert stranger.display_name not in page
