"""Who plans for a mentee is asked in their place: for a date, and whether the two met."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions import end_delegation
from accounts.models import Delegation, User
from core import clock
from core.tokens import make_token
from meetings.actions import PlanDraft, cancel_meeting, plan_meeting
from meetings.models import HELD, NOT_MET, Meeting
from outbox.models import OutboxMessage
from outbox.rules import State
from pairings.models import Pairing
from pairings.rules import PairState
from reminders.actions import stop_nudges, sweep
from reminders.emails import MET, NEW_DATE, NOT_YET, STOP
from reminders.models import Mute, UsedLink
from reminders.queries import ladder_facts, ladder_facts_of
from tests import builders
from tests.reminders.conftest import Deliver

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def delegation(pair: Pairing) -> Delegation:
    return builders.make_delegation(pair.mentee)


@pytest.fixture
def ana(delegation: Delegation) -> User:
    OutboxMessage.objects.all().delete()
    return delegation.delegate


@pytest.fixture
def met_yesterday(pair: Pairing, behind: datetime, monkeypatch: pytest.MonkeyPatch) -> Meeting:
    """A date that passed the day before; web requests happen now."""
    monkeypatch.setattr(clock, "now", lambda: behind)
    draft = PlanDraft(behind - DAY, 45)
    meeting = plan_meeting(pair, draft, by=pair.mentor, now=behind - 5 * DAY)
    OutboxMessage.objects.all().delete()
    return meeting


def link(purpose: str, pair: Pairing, person: User, now: datetime) -> str:
    """Return the address of a button in a mail to a person."""
    token = make_token(purpose, person_id=person.pk, subject_uid=pair.uid, nonce="n", now=now)
    return f"/a/{token}/"


def nudged() -> set[tuple[str, str]]:
    """Return which nudges wait for whom."""
    rows = OutboxMessage.objects.filter(kind__startswith="nudge-", state=State.PENDING)
    return {(row.kind.removeprefix("nudge-"), row.address.partition(".")[0]) for row in rows}


def test_a_date_is_asked_of_the_assistant_and_not_of_the_mentee(
    ana: User, behind: datetime, deliver: Deliver
) -> None:
    assert deliver(behind - DAY) == [f"{ana.email}: Find a date for Tom and Priya"]


def test_lateness_is_said_to_the_two_alone(ana: User, behind: datetime) -> None:
    sweep(now=behind)
    assert nudged() == {("behind", "priya"), ("behind", "tom")}


def test_whether_they_met_is_asked_of_the_mentor_then_of_the_assistant(
    ana: User, met_yesterday: Meeting, behind: datetime
) -> None:
    sweep(now=behind)
    assert nudged() == {("log", "priya")}
    sweep(now=behind + 2 * DAY)
    assert nudged() == {("log", "priya"), ("log", "ana")}


@pytest.mark.parametrize("how", ["muted", "ended"])
def test_the_mentee_is_asked_when_the_assistant_cannot_be(
    ana: User,
    delegation: Delegation,
    met_yesterday: Meeting,
    behind: datetime,
    how: str,
) -> None:
    pair = met_yesterday.pairing
    if how == "muted":
        stop_nudges(by=ana, pairing=pair, now=behind)
    else:
        end_delegation(delegation=delegation, by=pair.mentee, now=behind)
    sweep(now=behind + 2 * DAY)
    assert nudged() == {("log", "priya"), ("log", "tom")}


def test_a_question_to_who_plans_no_more_does_not_leave(
    ana: User, delegation: Delegation, behind: datetime, deliver: Deliver, pair: Pairing
) -> None:
    sweep(now=behind - DAY)
    end_delegation(delegation=delegation, by=pair.mentee, now=behind - DAY)
    mails = deliver(behind - DAY)
    assert f"{pair.mentee.email}: Find your next date with Priya" in mails
    assert not [mail for mail in mails if "Find a date" in mail]


def test_working_hours_and_leave_are_the_assistants(
    ana: User, behind: datetime, deliver: Deliver
) -> None:
    User.objects.filter(pk=ana.pk).update(time_zone="Asia/Tokyo")
    assert deliver(behind - 2 * DAY) == []
    assert len(deliver((behind - DAY).replace(hour=1))) == 1


def test_one_mail_a_week_over_all_whom_they_plan_for(
    ana: User, pair: Pairing, behind: datetime, deliver: Deliver
) -> None:
    other = builders.make_pair(mentee=builders.make_person("Ed Boss", level=7))
    builders.make_delegation(other.mentee, ana)
    mails = [mail for mail in deliver(behind - DAY) if mail.startswith(ana.email)]
    assert [mail for mail in mails if "Find a date" in mail] == mails[:1]
    carrier = OutboxMessage.objects.get(kind="nudge-book", person_id=ana.pk, folded_into=None)
    assert len(carrier.facts["others"]) == 1


def test_an_answer_of_the_assistant_counts_as_the_mentees(
    ana: User, pair: Pairing, behind: datetime
) -> None:
    UsedLink.objects.create(nonce="n", person=ana, pairing=pair, answer="not_yet", at=behind)
    assert ladder_facts(pair, behind).mentee.answered_at == behind


def test_facts_of_many_pairs_cost_the_same(ana: User, pair: Pairing, behind: datetime) -> None:
    pairs = [pair, *(builders.make_pair(mentee=pair.mentee) for _ in range(3))]
    counts = []
    for some in (pairs[:1], pairs):
        with CaptureQueriesContext(connection) as captured:
            ladder_facts_of(some, behind)
        counts.append(len(captured))
    assert counts[0] == counts[1]


# Answer pages


def test_they_answer_that_the_two_met(
    client: Client, ana: User, met_yesterday: Meeting, behind: datetime
) -> None:
    address = link(MET, met_yesterday.pairing, ana, behind)
    assert "Did Tom and Priya meet?" in client.get(address).content.decode()
    page = client.post(address, {"on": "2026-09-15"}, follow=True).content.decode()
    met_yesterday.refresh_from_db()
    assert met_yesterday.state == HELD
    assert met_yesterday.logs.get().role == "mentee"
    assert "When will Tom and Priya meet next?" in page


def test_they_answer_not_yet_and_are_offered_no_break(
    client: Client, ana: User, met_yesterday: Meeting, behind: datetime
) -> None:
    address = link(NOT_YET, met_yesterday.pairing, ana, behind)
    assert "Tom and Priya have not met yet?" in client.get(address).content.decode()
    page = client.post(address, follow=True).content.decode()
    met_yesterday.refresh_from_db()
    assert met_yesterday.state == NOT_MET
    assert "Pause" not in page
    client.post(address, {"act": "pause", "until": "2026-10-01"})
    assert Pairing.objects.get().state == PairState.GETTING_STARTED


def test_a_date_is_by_the_mentees_clock(
    client: Client, ana: User, pair: Pairing, behind: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: behind)
    User.objects.filter(pk=pair.mentee_id).update(time_zone="America/New_York")
    address = link(NEW_DATE, pair, ana, behind)
    assert "By the clock in America/New York" in client.get(address).content.decode()
    client.post(address, {"day": "2026-09-21", "time": "10:00"})
    assert Meeting.objects.get().starts_at.isoformat() == "2026-09-21T14:00:00+00:00"


def test_the_link_of_who_plans_no_more_is_none(
    client: Client,
    ana: User,
    delegation: Delegation,
    met_yesterday: Meeting,
    behind: datetime,
) -> None:
    pair = met_yesterday.pairing
    end_delegation(delegation=delegation, by=pair.mentee, now=behind)
    page = client.post(link(MET, pair, ana, behind), {"on": "2026-09-15"})
    assert page.status_code == 404
    assert "Priya" not in page.content.decode()
    assert not UsedLink.objects.exists()


def test_a_link_after_the_end_says_so_kindly(
    client: Client, ana: User, met_yesterday: Meeting, behind: datetime
) -> None:
    pair = met_yesterday.pairing
    Pairing.objects.update(state=PairState.ENDED, ended_at=behind)
    page = client.get(link(MET, pair, ana, behind))
    assert page.status_code == 410
    assert "This pair has ended" in page.content.decode()


def test_the_mentees_own_link_still_answers(
    client: Client, ana: User, met_yesterday: Meeting, behind: datetime
) -> None:
    pair = met_yesterday.pairing
    client.post(link(MET, pair, pair.mentee, behind), {"on": "2026-09-15"})
    met_yesterday.refresh_from_db()
    assert met_yesterday.state == HELD


def test_they_stop_the_reminders_of_one_pair(
    client: Client, ana: User, pair: Pairing, behind: datetime
) -> None:
    address = re.sub("^/a/", "/reminders/stop/", link(STOP, pair, ana, behind))
    client.post(address)
    assert Mute.objects.get().person == ana


def test_a_cancelled_date_asks_the_assistant_again(
    ana: User, pair: Pairing, behind: datetime
) -> None:
    at = behind - 2 * DAY
    meeting = plan_meeting(pair, PlanDraft(behind + DAY, 45), by=ana, now=at)
    sweep(now=at + HOUR)
    assert nudged() == set()
    cancel_meeting(meeting, by=ana, now=at + 2 * HOUR)
    sweep(now=at + 3 * HOUR)
    assert nudged() == {("book", "ana")}
