"""A participant asks for a partner: a proposal with one yes, by the rules of every other."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Leave, User
from core import clock
from core.errors import Forbidden, Refusal
from core.models import AuditEvent
from outbox.models import OutboxMessage
from pairings.actions import (
    NoLongerPossible,
    accept_pair,
    ask_for_partner,
    change_availability,
    decline_pair,
    expire_proposals,
    withdraw_pair,
)
from pairings.models import Pairing, RequestLine
from pairings.rules import PairState
from programs.models import Enrollment, Program
from programs.rules import ProgramState, Role
from tests.builders import make_enrollment, make_person, make_program

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock_stands(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)


def ask(one: Enrollment, other: Enrollment, now: datetime, line: str = "") -> Pairing:
    return ask_for_partner(place=one, other=other, by=one.user, now=now, line=line)


@pytest.fixture
def request_of_priya(
    asking: Program, mentor_place: Enrollment, mentee_place: Enrollment, now: datetime
) -> Pairing:
    """Priya has asked Tom, with a line."""
    return ask(mentor_place, mentee_place, now, "Shall we talk about AI?")


def kinds_to(person: User) -> list[str]:
    mails = OutboxMessage.objects.filter(person_id=person.pk).order_by("pk")
    return list(mails.values_list("kind", flat=True))


def test_asking_is_the_first_yes(request_of_priya: Pairing, mentor: User, now: datetime) -> None:
    pair = request_of_priya
    assert (pair.state, pair.is_request, pair.proposed_by) == (PairState.PROPOSED, True, mentor)
    assert (pair.mentor_accepted_at, pair.mentee_accepted_at) == (now, None)


def test_a_mentee_can_ask_as_well(
    asking: Program, mentor_place: Enrollment, mentee_place: Enrollment, now: datetime
) -> None:
    pair = ask(mentee_place, mentor_place, now)
    assert (pair.mentor_accepted_at, pair.mentee_accepted_at) == (None, now)
    assert pair.mentee_enrollment == mentee_place


def test_only_the_other_is_told_and_no_mail_holds_the_line(
    request_of_priya: Pairing, mentor: User, mentee: User
) -> None:
    assert (kinds_to(mentor), kinds_to(mentee)) == ([], ["request_made"])
    assert "AI" not in str(OutboxMessage.objects.get().facts)


def test_the_line_is_kept_beside_the_pair(request_of_priya: Pairing) -> None:
    assert RequestLine.objects.get(pairing=request_of_priya).text == "Shall we talk about AI?"


def test_without_a_line_none_is_kept(
    asking: Program, mentor_place: Enrollment, mentee_place: Enrollment, now: datetime
) -> None:
    ask(mentor_place, mentee_place, now, "   ")
    assert not RequestLine.objects.exists()


def test_asking_is_audited(request_of_priya: Pairing, mentor: User) -> None:
    event = AuditEvent.objects.get(subject_uid=request_of_priya.uid)
    assert (event.verb, event.actor_id) == ("propose", mentor.pk)
    assert event.facts == {"request": True, "overseer": None}


def test_it_waits_ten_working_days_of_the_one_who_is_asked(
    asking: Program, mentor_place: Enrollment, mentee_place: Enrollment, now: datetime
) -> None:
    away = {"starts_on": date(2026, 11, 30), "ends_on": date(2026, 12, 4)}
    Leave.objects.create(user=mentor_place.user, **away)
    pair = ask(mentor_place, mentee_place, now)
    assert pair.expires_at == datetime(2026, 12, 7, 23, tzinfo=UTC)


def test_asking_twice_asks_once(
    request_of_priya: Pairing, mentor_place: Enrollment, mentee_place: Enrollment, now: datetime
) -> None:
    assert ask(mentor_place, mentee_place, now) == request_of_priya
    assert OutboxMessage.objects.count() == 1


def test_one_at_a_time(
    request_of_priya: Pairing, mentor_place: Enrollment, program: Program, now: datetime
) -> None:
    Enrollment.objects.filter(pk=mentor_place.pk).update(capacity=2)
    other = make_enrollment(program, make_person(level=7), Role.MENTEE)
    with pytest.raises(Refusal, match="One at a time"):
        ask(mentor_place, other, now)


def test_who_is_asked_already_is_not_asked_by_others(
    request_of_priya: Pairing, mentee_place: Enrollment, program: Program, now: datetime
) -> None:
    other = make_enrollment(program, make_person(level=2), Role.MENTOR)
    with pytest.raises(Refusal, match="cannot be asked right now"):
        ask(other, mentee_place, now)


@pytest.mark.parametrize(
    "changed", [{"level": 3}, {"languages": ["pt"]}, {"is_active": False}, {"level": None}]
)
def test_no_cause_is_named(
    changed: dict[str, object],
    asking: Program,
    mentor_place: Enrollment,
    mentee_place: Enrollment,
    now: datetime,
) -> None:
    User.objects.filter(pk=mentee_place.user_id).update(**changed)
    with pytest.raises(Refusal) as refusal:
        ask(mentor_place, mentee_place, now)
    assert str(refusal.value) == "This person cannot be asked right now."


@pytest.mark.parametrize(
    "changed",
    [{"allows_requests": False}, {"state": ProgramState.CLOSING}, {"announce_at": "later"}],
)
def test_a_program_without_requests_takes_none(
    changed: dict[str, object],
    asking: Program,
    mentor_place: Enrollment,
    mentee_place: Enrollment,
    now: datetime,
) -> None:
    said = {name: now + DAY if value == "later" else value for name, value in changed.items()}
    Program.objects.filter(pk=asking.pk).update(**said)
    with pytest.raises(Refusal, match="nobody can be asked"):
        ask(mentor_place, mentee_place, now)


def test_who_rests_asks_nobody(
    asking: Program, mentor_place: Enrollment, mentee_place: Enrollment, now: datetime
) -> None:
    Enrollment.objects.filter(pk=mentor_place.pk).update(is_available=False)
    with pytest.raises(Refusal, match="You take no new partner"):
        ask(mentor_place, mentee_place, now)


def test_nobody_asks_for_somebody_else(
    asking: Program,
    mentor_place: Enrollment,
    mentee_place: Enrollment,
    coordinator: User,
    now: datetime,
) -> None:
    with pytest.raises(Forbidden):
        ask_for_partner(place=mentor_place, other=mentee_place, by=coordinator, now=now)


def test_people_of_two_programs_do_not_ask_each_other(
    asking: Program, mentor_place: Enrollment, mentee: User, now: datetime
) -> None:
    elsewhere = make_enrollment(make_program("Elsewhere"), mentee, Role.MENTEE)
    with pytest.raises(Refusal, match="different programs"):
        ask(mentor_place, elsewhere, now)


def test_a_yes_starts_the_pair(request_of_priya: Pairing, mentee: User, now: datetime) -> None:
    pair = accept_pair(pairing=request_of_priya, by=mentee, now=now + DAY)
    assert (pair.state, pair.started_at) == (PairState.GETTING_STARTED, now + DAY)
    assert OutboxMessage.objects.filter(kind="pair_started").count() == 2


def test_a_yes_after_a_rule_broke_is_refused(
    request_of_priya: Pairing, mentee: User, now: datetime
) -> None:
    User.objects.filter(pk=mentee.pk).update(level=3)
    with pytest.raises(NoLongerPossible):
        accept_pair(pairing=request_of_priya, by=mentee, now=now)


def test_a_no_and_no_answer_read_the_same(
    request_of_priya: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    decline_pair(pairing=request_of_priya, by=mentee, now=now)
    assert kinds_to(mentor) == ["proposal_closed"]


def test_it_expires_like_any_proposal(request_of_priya: Pairing, now: datetime) -> None:
    assert expire_proposals(now=now + 15 * DAY) == 1
    assert OutboxMessage.objects.filter(kind="proposal_closed").count() == 2


def test_after_a_no_thirty_days_pass(
    request_of_priya: Pairing, mentor_place: Enrollment, mentee_place: Enrollment, now: datetime
) -> None:
    decline_pair(pairing=request_of_priya, by=mentee_place.user, now=now)
    with pytest.raises(Refusal, match="cannot be asked right now"):
        ask(mentor_place, mentee_place, now + 29 * DAY)
    assert ask(mentor_place, mentee_place, now + 31 * DAY).state == PairState.PROPOSED


def test_who_asked_takes_it_back_and_the_other_reads_neutral_words(
    request_of_priya: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    for _twice in range(2):
        withdraw_pair(pairing=request_of_priya, by=mentor, now=now)
    request_of_priya.refresh_from_db()
    assert request_of_priya.state == PairState.WITHDRAWN
    assert (kinds_to(mentor), kinds_to(mentee)) == ([], ["request_made", "request_withdrawn"])


def test_who_was_asked_does_not_take_it_back(
    request_of_priya: Pairing, mentee: User, now: datetime
) -> None:
    with pytest.raises(Forbidden):
        withdraw_pair(pairing=request_of_priya, by=mentee, now=now)


def test_a_proposal_of_the_team_is_not_taken_back_by_a_partner(
    proposal: Pairing, mentor: User, now: datetime
) -> None:
    with pytest.raises(Forbidden):
        withdraw_pair(pairing=proposal, by=mentor, now=now)


def test_the_program_team_can_take_it_back(
    request_of_priya: Pairing, coordinator: User, mentor: User, now: datetime
) -> None:
    withdraw_pair(pairing=request_of_priya, by=coordinator, now=now)
    assert kinds_to(mentor) == ["proposal_withdrawn"]


def test_resting_takes_it_back(
    request_of_priya: Pairing, mentee_place: Enrollment, now: datetime
) -> None:
    change_availability(enrollment=mentee_place, is_available=False, by=mentee_place.user, now=now)
    request_of_priya.refresh_from_db()
    assert request_of_priya.state == PairState.WITHDRAWN


def test_where_nobody_is_free_somebody_is_named(
    asking: Program,
    mentor_place: Enrollment,
    mentee_place: Enrollment,
    hr_admin: User,
    now: datetime,
) -> None:
    User.objects.filter(pk=mentor_place.user_id).update(manager=hr_admin)
    assert ask(mentor_place, mentee_place, now).overseer == hr_admin


def page(client: Client, person: User, pair: Pairing) -> str:
    client.force_login(person)
    return client.get(reverse("pairings:show-proposal", args=[pair.uid])).content.decode()


def test_who_is_asked_reads_who_asks_and_the_line(
    request_of_priya: Pairing, mentee: User, client: Client
) -> None:
    found = page(client, mentee, request_of_priya)
    assert "Priya asks for you." in found
    assert "Shall we talk about AI?" in found


def test_who_asked_can_take_it_back_on_the_page(
    request_of_priya: Pairing, mentor: User, client: Client
) -> None:
    assert "You asked Tom" in page(client, mentor, request_of_priya)
    client.post(reverse("pairings:withdraw-request", args=[request_of_priya.uid]))
    request_of_priya.refresh_from_db()
    assert request_of_priya.state == PairState.WITHDRAWN


def test_the_line_goes_with_a_no(request_of_priya: Pairing, mentee: User, client: Client) -> None:
    client.force_login(mentee)
    client.post(reverse("pairings:decline-proposal", args=[request_of_priya.uid]))
    assert "Shall we talk" not in page(client, mentee, request_of_priya)


def test_who_runs_the_program_never_reads_the_line(
    request_of_priya: Pairing, coordinator: User, client: Client
) -> None:
    client.force_login(coordinator)
    found = client.get(reverse("dashboard:show-pair", args=[request_of_priya.uid]))
    assert found.status_code == 200
    assert "Shall we talk" not in found.content.decode()


def asking_address(place: Enrollment) -> str:
    return reverse("pairings:ask-partner", args=[place.program.uid, place.uid])


def test_asking_on_the_page(
    asking: Program, mentor_place: Enrollment, mentee_place: Enrollment, client: Client
) -> None:
    client.force_login(mentor_place.user)
    address = asking_address(mentee_place)
    assert "Ask Tom?" in client.get(address).content.decode()
    assert not Pairing.objects.exists()
    for _double_click in range(2):
        answer = client.post(address, {"line": "Hello"})
        pair = Pairing.objects.get()
        assert answer.headers["Location"] == reverse("pairings:show-proposal", args=[pair.uid])


def test_what_was_typed_is_kept_when_it_is_too_long(
    asking: Program, mentor_place: Enrollment, mentee_place: Enrollment, client: Client
) -> None:
    client.force_login(mentor_place.user)
    answer = client.post(asking_address(mentee_place), {"line": "long " * 80})
    assert "long long" in answer.content.decode()
    assert not Pairing.objects.exists()


def test_who_is_no_longer_suggested_is_not_named(
    asking: Program, mentor_place: Enrollment, mentee_place: Enrollment, client: Client
) -> None:
    Enrollment.objects.filter(pk=mentee_place.pk).update(is_available=False)
    client.force_login(mentor_place.user)
    for answer in (
        client.get(asking_address(mentee_place), follow=True),
        client.post(asking_address(mentee_place), follow=True),
    ):
        words = answer.content.decode()
        assert "cannot be asked right now" in words
        assert "Tom" not in words
    assert not Pairing.objects.exists()
