from datetime import datetime, timedelta

import pytest

from accounts.actions import add_leave
from accounts.models import User
from core.registry import Verdict, message_kind
from meetings.actions import undo_log
from meetings.models import Meeting
from outbox.models import OutboxMessage
from pairings.models import Pairing
from pairings.rules import PairState
from pulse.actions import answer_fit, ask_both
from pulse.actions.answer import FitAnswer
from pulse.emails import FIT
from pulse.models import FitAsk
from pulse.rules import Fit
from reminders.actions import start_nudges, stop_nudges

DAY = timedelta(days=1)


def mails(person: User) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind=FIT, person_id=person.pk).order_by("not_before"))


def verdict(mail: OutboxMessage, now: datetime) -> Verdict:
    kind = message_kind(mail.kind)
    assert kind is not None
    return kind.admit(mail.envelope(), now)


def test_the_question_comes_at_once_and_again_after_two_and_five_days(
    ask: FitAsk, mentor: User, now: datetime
) -> None:
    at = [mail.not_before for mail in mails(mentor)]
    # Monday; two days later; five days later is a Saturday, so Monday at eight in Berlin.
    assert at == [now, now + 2 * DAY, datetime(2026, 11, 30, 7, tzinfo=now.tzinfo)]


def test_it_waits_for_the_end_of_a_leave(met_pair: Pairing, mentor: User, now: datetime) -> None:
    days = (now.date(), now.date() + 7 * DAY)
    add_leave(user=mentor, by=mentor, starts_on=days[0], ends_on=days[1], now=now)
    ask_both(met_pair, number=1, now=now)
    back = datetime(2026, 12, 1, 7, tzinfo=now.tzinfo)
    assert [mail.not_before for mail in mails(mentor)] == [back] * 3


def test_the_reminders_keep_two_days_between_them_after_a_leave(
    ask: FitAsk, mentor: User, now: datetime
) -> None:
    first, second, _third = mails(mentor)
    back = now + 7 * DAY
    assert verdict(first, back).send
    OutboxMessage.objects.filter(pk=first.pk).update(state="sent", sent_at=back)
    assert verdict(second, back) == Verdict(send=False, not_before=back + 2 * DAY)


def test_at_night_it_waits_for_the_morning(ask: FitAsk, mentor: User, now: datetime) -> None:
    night = now.replace(hour=22)
    morning = datetime(2026, 11, 24, 7, tzinfo=now.tzinfo)
    assert verdict(mails(mentor)[0], night).not_before == morning


def test_answered_it_does_not_leave(ask: FitAsk, mentor: User, mentee: User, now: datetime) -> None:
    answer_fit(ask=ask, by=mentor, answer=FitAnswer(Fit.GOOD, may_contact=False), now=now)
    assert not verdict(mails(mentor)[0], now).send
    assert verdict(mails(mentee)[0], now).send


def test_after_the_end_it_does_not_leave(ask: FitAsk, mentor: User, now: datetime) -> None:
    Pairing.objects.filter(pk=ask.pairing_id).update(state=PairState.ENDED)
    assert verdict(mails(mentor)[0], now).reason


def test_it_waits_while_the_meeting_is_taken_back(ask: FitAsk, mentor: User, now: datetime) -> None:
    undo_log(Meeting.objects.get(), by=mentor, now=now)
    held = verdict(mails(mentor)[0], now)
    assert not held.send
    assert held.not_before == now + 2 * DAY


def test_who_stopped_the_nudges_of_a_pair_is_not_asked_by_mail(
    ask: FitAsk, mentor: User, now: datetime
) -> None:
    mail = mails(mentor)[0]
    stop_nudges(by=mentor, pairing=ask.pairing, now=now)
    assert not verdict(mail, now).send
    start_nudges(by=mentor, pairing=ask.pairing, now=now)
    assert verdict(mail, now).send


@pytest.mark.parametrize("step", [0, 1, 2])
def test_the_mail_tells_an_assistant_nothing(
    ask: FitAsk, mentor: User, now: datetime, step: int
) -> None:
    kind = message_kind(FIT)
    assert kind is not None
    mail = kind.render(mails(mentor)[step].envelope(), now)
    assert mail.subject == "A question for you alone"
    body = mail.text.partition("\n--\n")[0]
    assert "Tom" not in body
    for word in ("fit", "contact", "deciding", "partner"):
        assert word not in body
    assert f"/pulse/questions/{ask.pairing.uid}/" in mail.text
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
