"""Who has not answered is reminded on day 5 and day 10, politely, and never again."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Leave, User
from core.registry import SEND, Verdict, message_kind
from lifecycle.actions import advance_lives
from outbox.models import OutboxMessage
from outbox.rules import State
from programs.actions import (
    Wishes,
    accept_invitation,
    decline_enrollment,
    reconsider_invitation,
    remind_invited,
)
from programs.emails import REMINDER, STOP
from programs.models import Enrollment, Invitation, Program
from programs.rules import ProgramState, reminder_due
from tests.programs.invited import invite, link_of
from tests.programs.mails import rendered

DAY = timedelta(days=1)


@pytest.fixture
def invited(open_program: Program, mentee: User, host: User, now: datetime) -> Enrollment:
    """Tom is invited on a Monday morning."""
    return invite(open_program, mentee, host, now)


def reminders() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind=REMINDER).order_by("pk"))


def verdict(message: OutboxMessage, now: datetime) -> Verdict:
    """Ask the kind whether the mail may leave."""
    kind = message_kind(message.kind)
    assert kind is not None
    return kind.admit(message.envelope(), now)


@pytest.mark.parametrize(("days", "due"), [(0, 0), (4, 0), (5, 5), (9, 5), (10, 10), (40, 10)])
def test_the_latest_reminder_is_due(days: int, due: int, now: datetime) -> None:
    assert reminder_due(now, now + days * DAY) == due


@pytest.mark.parametrize(("days", "number"), [(4, 0), (5, 1), (9, 1), (10, 2), (44, 2), (60, 2)])
def test_two_reminders_at_most_however_often_one_looks(
    invited: Enrollment, now: datetime, days: int, number: int
) -> None:
    for day in range(days + 1):
        for _ in range(2):
            remind_invited(now=now + day * DAY)
    assert len(reminders()) == number


def test_time_alone_reminds(invited: Enrollment, now: datetime) -> None:
    assert advance_lives(now=now + 5 * DAY).done == {"invitations reminded": 1}


def test_after_an_outage_only_the_latest_is_written(invited: Enrollment, now: datetime) -> None:
    remind_invited(now=now + 12 * DAY)
    assert [message.key.split(":")[3] for message in reminders()] == ["10"]


def test_a_reminder_that_still_waits_gives_way_to_the_next(
    invited: Enrollment, now: datetime
) -> None:
    for day in (5, 10):
        remind_invited(now=now + day * DAY)
    assert [message.state for message in reminders()] == [State.SUPERSEDED, State.PENDING]


def test_a_key_holds_no_date(invited: Enrollment, now: datetime) -> None:
    remind_invited(now=now + 5 * DAY)
    key = reminders()[0].key
    assert key == f"nudge-invitation:{invited.uid}:1:5:{invited.user_id}"


@pytest.mark.parametrize("answer", ["accept", "decline"])
def test_an_answer_takes_the_reminder_back(
    invited: Enrollment, mentee: User, now: datetime, answer: str
) -> None:
    remind_invited(now=now + 5 * DAY)
    if answer == "accept":
        accept_invitation(enrollment=invited, by=mentee, wishes=Wishes.of(invited), now=now)
    else:
        decline_enrollment(enrollment=invited, by=mentee, now=now)
    remind_invited(now=now + 11 * DAY)
    assert [message.state for message in reminders()] == [State.SUPERSEDED]


def test_a_reminder_returns_with_its_cause(
    invited: Enrollment, mentee: User, now: datetime
) -> None:
    later = now + 5 * DAY
    remind_invited(now=later)
    decline_enrollment(enrollment=invited, by=mentee, now=later)
    invited.refresh_from_db()
    reconsider_invitation(enrollment=invited, by=mentee, now=later)
    remind_invited(now=later)
    assert [message.state for message in reminders()] == [State.PENDING]


@pytest.mark.parametrize("state", [ProgramState.CLOSING, ProgramState.CLOSED])
def test_a_program_that_takes_nobody_reminds_nobody(
    invited: Enrollment, now: datetime, state: str
) -> None:
    Program.objects.update(state=state)
    assert remind_invited(now=now + 5 * DAY) == 0


def test_a_leaver_is_not_reminded(invited: Enrollment, mentee: User, now: datetime) -> None:
    User.objects.filter(pk=mentee.pk).update(is_active=False)
    assert remind_invited(now=now + 5 * DAY) == 0


def test_it_waits_for_the_hours_of_the_person(invited: Enrollment, now: datetime) -> None:
    saturday = now + 5 * DAY
    remind_invited(now=saturday)
    held = verdict(reminders()[0], saturday)
    assert held.not_before == datetime.fromisoformat("2026-11-30T07:00+00:00")
    assert verdict(reminders()[0], now + 7 * DAY) == SEND


def test_it_waits_for_the_end_of_leave(invited: Enrollment, mentee: User, now: datetime) -> None:
    day = (now + 5 * DAY).date()
    Leave.objects.create(user=mentee, starts_on=day, ends_on=day + 6 * DAY)
    remind_invited(now=now + 5 * DAY)
    held = verdict(reminders()[0], now + 7 * DAY)
    assert held.not_before == datetime.fromisoformat("2026-12-07T07:00+00:00")


def test_hours_are_those_of_the_persons_zone(
    invited: Enrollment, mentee: User, now: datetime
) -> None:
    User.objects.filter(pk=mentee.pk).update(time_zone="Pacific/Auckland", country="")
    remind_invited(now=now + 7 * DAY)
    held = verdict(reminders()[0], now + 7 * DAY)
    assert held.not_before == datetime.fromisoformat("2026-11-30T19:00+00:00")


def test_a_mail_program_stops_the_reminders_with_one_post(
    invited: Enrollment, now: datetime
) -> None:
    url = reverse("programs:stop-reminders", args=[link_of(invited, now, STOP)])
    client = Client(enforce_csrf_checks=True)
    assert "There are two at most" in client.get(url).content.decode()
    assert not Invitation.objects.get().is_muted
    client.post(url, {"List-Unsubscribe": "One-Click"})
    assert remind_invited(now=now + 5 * DAY) == 0
    client.post(url, {"act": "start"})
    assert remind_invited(now=now + 5 * DAY) == 1


def test_a_stopped_reminder_that_waits_does_not_leave(invited: Enrollment, now: datetime) -> None:
    remind_invited(now=now + 7 * DAY)
    Invitation.objects.update(is_muted=True)
    assert not verdict(reminders()[0], now + 7 * DAY).send


@pytest.mark.parametrize("purpose", ["invitation", "nudge-stop"])
def test_another_link_stops_nothing(
    invited: Enrollment, now: datetime, client: Client, purpose: str
) -> None:
    url = reverse("programs:stop-reminders", args=[link_of(invited, now, purpose)])
    assert client.post(url).status_code == 404
    assert client.post(url.replace("stop/", "stop/x")).status_code == 404
    assert not Invitation.objects.get().is_muted


def test_a_reminder_carries_its_way_out(invited: Enrollment, now: datetime) -> None:
    remind_invited(now=now + 5 * DAY)
    mail = rendered(reminders()[0], now)
    assert "/programs/invitations/stop/" in mail.headers["List-Unsubscribe"]
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_no_mail_names_a_wish(invited: Enrollment, now: datetime) -> None:
    remind_invited(now=now + 5 * DAY)
    for message in OutboxMessage.objects.all():
        mail = rendered(message, now)
        assert invited.hope not in mail.text + mail.html
