from datetime import datetime

import pytest

from accounts.models import User
from core.mail import Mail
from core.registry import SEND, Lane, Verdict, message_kind
from outbox.models import OutboxMessage
from pairings.actions import accept_pair, decline_pair, expire_proposals, withdraw_pair
from pairings.models import Pairing
from programs.models import Enrollment
from tests.programs.mails import body_words, rendered

KINDS = ["proposal_made", "pair_started", "proposal_closed", "proposal_withdrawn"]


def to(user: User, kind: str, now: datetime) -> Mail:
    return rendered(OutboxMessage.objects.get(kind=kind, person_id=user.pk), now)


def admitted(user: User, now: datetime) -> Verdict:
    kind = message_kind("proposal_made")
    assert kind is not None
    message = OutboxMessage.objects.get(kind="proposal_made", person_id=user.pk)
    return kind.admit(message.envelope(), now)


def test_an_introduction_asks_one_question(proposal: Pairing, mentor: User, now: datetime) -> None:
    mail = to(mentor, "proposal_made", now)
    assert "Would you like to start with Tom?" in mail.text
    assert f"/pairs/{proposal.uid}/proposal/" in mail.text


def test_each_side_reads_its_own_role(
    proposal: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    assert "You would be the mentor: the junior one" in to(mentor, "proposal_made", now).text
    assert "You would be the mentee: the senior one" in to(mentee, "proposal_made", now).text


def test_the_partner_is_introduced_by_work(
    mentor_place: Enrollment, mentee: User, proposal: Pairing, now: datetime
) -> None:
    text = " ".join(to(mentee, "proposal_made", now).text.split())
    assert "We would like to introduce Priya Nair (Product)." in text


def test_the_last_day_to_answer_is_said_where_the_person_is(
    proposal: Pairing, mentor: User, now: datetime
) -> None:
    assert "until 7 Dec 2026" in to(mentor, "proposal_made", now).text


def test_an_open_introduction_is_sent(proposal: Pairing, mentor: User, now: datetime) -> None:
    assert admitted(mentor, now) == SEND


def test_an_introduction_is_not_sent_to_who_has_answered(
    half_accepted: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    assert admitted(mentee, now).send is False
    assert admitted(mentor, now).send is True


def test_an_introduction_of_a_closed_proposal_is_not_sent(
    proposal: Pairing, mentor: User, now: datetime
) -> None:
    Pairing.objects.update(state="expired")
    assert admitted(mentor, now).send is False


def test_the_start_says_what_comes_first(
    half_accepted: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    accept_pair(pairing=half_accepted, by=mentor, now=now)
    mail = to(mentee, "pair_started", now)
    assert mail.subject == "You and Priya are a pair"
    assert "within two weeks" in mail.text


def test_a_no_and_silence_read_the_same(
    proposal: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    decline_pair(pairing=proposal, by=mentor, now=now)
    after_no = to(mentee, "proposal_closed", now)
    OutboxMessage.objects.all().delete()
    Pairing.objects.update(state="proposed", ended_at=None)
    expire_proposals(now=proposal.expires_at)
    after_silence = to(mentee, "proposal_closed", now)
    assert (after_no.subject, after_no.text, after_no.html) == (
        after_silence.subject,
        after_silence.text,
        after_silence.html,
    )


def test_nobody_is_blamed_for_a_withdrawal(
    proposal: Pairing, coordinator: User, mentor: User, now: datetime
) -> None:
    withdraw_pair(pairing=proposal, by=coordinator, now=now)
    text = " ".join(to(mentor, "proposal_withdrawn", now).text.split())
    assert "It says nothing about either of you" in text
    assert coordinator.first_name not in text


@pytest.fixture
def every_mail(
    proposal: Pairing, mentor: User, mentee: User, coordinator: User, now: datetime
) -> dict[str, Mail]:
    """One of each kind, for a person with the longest names."""
    names = {"job_title": "Vice President of Global Operations and Logistics", "department": "Ops"}
    User.objects.filter(pk=mentor.pk).update(**names)
    Enrollment.objects.update(hope="canary-hope", boundaries="canary-boundary")
    Pairing.objects.update(override_reason="canary-reason")
    withdraw_pair(pairing=proposal, by=coordinator, now=now)
    Pairing.objects.update(state="proposed")
    accept_pair(pairing=proposal, by=mentor, now=now)
    accept_pair(pairing=proposal, by=mentee, now=now)
    Pairing.objects.update(state="proposed")
    expire_proposals(now=proposal.expires_at)
    return {kind: to(mentee, kind, now) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_a_mail_is_short_and_says_why_it_came(kind: str, every_mail: dict[str, Mail]) -> None:
    assert body_words(every_mail[kind]) <= 75
    assert "You get this mail because you take part in Autumn 2026." in every_mail[kind].text


@pytest.mark.parametrize("kind", KINDS)
def test_a_mail_holds_no_words_of_a_pair(kind: str, every_mail: dict[str, Mail]) -> None:
    mail = every_mail[kind]
    assert "canary" not in mail.subject + mail.text + mail.html


@pytest.mark.parametrize("name", KINDS)
def test_these_mails_leave_at_once(name: str) -> None:
    kind = message_kind(name)
    assert kind is not None
    assert kind.lane == Lane.ACT
