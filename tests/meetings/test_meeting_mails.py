from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from core.mail import Mail
from core.registry import message_kind
from meetings.actions import (
    NoteDraft,
    PlanDraft,
    SeriesDraft,
    cancel_meeting,
    move_meeting,
    plan_meeting,
    plan_series,
    write_note,
)
from meetings.models import Meeting
from outbox.models import OutboxMessage
from pairings.models import Pairing
from tests.meetings.stage import DAY

START = datetime(2026, 11, 25, 13, tzinfo=UTC)


def render(message: OutboxMessage, now: datetime) -> Mail:
    kind = message_kind(message.kind)
    assert kind is not None
    return kind.render(message.envelope(), now)


def may_leave(message: OutboxMessage, now: datetime) -> bool:
    kind = message_kind(message.kind)
    assert kind is not None
    return kind.admit(message.envelope(), now).send


@pytest.fixture
def date(pair: Pairing, mentor: User, now: datetime) -> Meeting:
    return plan_meeting(pair, PlanDraft(START, 45, "coffee"), by=mentor, now=now)


def test_a_new_date_is_said_in_the_readers_own_time(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    User.objects.filter(pk=mentee.pk).update(time_zone="America/New_York")
    plan_meeting(pair, PlanDraft(START, 45, "coffee"), by=mentor, now=now)
    mail = render(OutboxMessage.objects.get(), now)
    assert mail.subject == "Conversation with Priya"
    assert "Wednesday 25 November 2026, 08:00 to 08:45 (New York), over coffee" in mail.text
    assert f"/pairs/{pair.uid}/meetings/" in mail.text
    assert "because you and Priya are a pair in Autumn 2026" in mail.text


def test_no_mail_says_who_did_it_or_holds_words_of_the_pair(
    pair: Pairing, mentor: User, mentee: User, now: datetime, date: Meeting
) -> None:
    write_note(pair, NoteDraft("canary 4711", is_shared=True), by=mentor, now=now)
    move_meeting(date, PlanDraft(START + DAY, 45), by=mentor, now=now)
    cancel_meeting(date, by=mentee, now=now)
    mails = [render(message, now) for message in OutboxMessage.objects.order_by("pk")]
    assert [mail.subject for mail in mails] == [
        "Conversation with Priya",
        "Conversation with Priya",
        "Conversation with Tom",
    ]
    said = " ".join(mail.text + mail.html for mail in mails)
    assert "canary" not in said
    assert not any(word in said for word in ("Priya moved", "Tom cancelled", "Priya has"))


def test_every_mail_is_short(pair: Pairing, mentor: User, now: datetime, date: Meeting) -> None:
    move_meeting(date, PlanDraft(START + DAY, 45), by=mentor, now=now)
    first = PlanDraft(START + 3 * DAY, 30)
    series = plan_series(pair, SeriesDraft(first, 3, mentor.zone), by=mentor, now=now)
    cancel_meeting(series[0], by=mentor, now=now, with_later=True)
    mails = [render(message, now) for message in OutboxMessage.objects.all()]
    assert len(mails) == 4
    assert all(len(mail.text.partition("\n--\n")[0].split()) <= 75 for mail in mails)


def test_a_series_is_one_mail_with_its_number(pair: Pairing, mentor: User, now: datetime) -> None:
    plan_series(pair, SeriesDraft(PlanDraft(START, 45), 3, mentor.zone), by=mentor, now=now)
    mail = render(OutboxMessage.objects.get(), now)
    assert "3 conversations are planned" in mail.text
    assert "The first: Wednesday 25 November 2026" in mail.text


def test_what_is_no_longer_true_does_not_leave(
    pair: Pairing, mentor: User, now: datetime, date: Meeting
) -> None:
    planned = OutboxMessage.objects.get(kind="meeting_planned")
    assert may_leave(planned, now)
    move_meeting(date, PlanDraft(START + DAY, 45), by=mentor, now=now)
    changed = OutboxMessage.objects.get(kind="meeting_changed")
    assert not may_leave(planned, now)
    assert may_leave(changed, now)
    cancel_meeting(date, by=mentor, now=now)
    assert not may_leave(changed, now)
    assert may_leave(OutboxMessage.objects.get(kind="meeting_cancelled"), now)


def test_a_series_is_still_news_while_one_date_stands(
    pair: Pairing, mentor: User, now: datetime
) -> None:
    draft = SeriesDraft(PlanDraft(START, 45), 2, mentor.zone)
    first, second = plan_series(pair, draft, by=mentor, now=now)
    news = OutboxMessage.objects.get()
    cancel_meeting(first, by=mentor, now=now)
    assert may_leave(news, now)
    cancel_meeting(second, by=mentor, now=now)
    assert not may_leave(news, now)


def test_a_partner_who_has_left_gets_no_mail(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    User.objects.filter(pk=mentee.pk).update(is_active=False)
    plan_meeting(pair, PlanDraft(START + timedelta(days=1), 45), by=mentor, now=now)
    assert not OutboxMessage.objects.exists()
