from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import cast

import pytest

from core.mail import Mail
from core.registry import Envelope, Outcome, Verdict, drop, forget_messages, later
from outbox.delivery import dispatch
from outbox.delivery.claim import claim
from outbox.delivery.run import Run
from outbox.models import OutboxMessage
from outbox.queries import heartbeat
from outbox.rules import LIMITS, Limits, State
from tests.faults.smtp_server import FaultyServer, Script
from tests.outbox.stage import CODE, DIGEST, NOTE, Stage, let_wait_pass, put, results, row, state
from tests.plugins.servers import SmtpCatcher


def _part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    return str(cast("EmailMessage", body).get_content())


def _subjects(inbox: SmtpCatcher) -> list[str]:
    return [str(mail["Subject"]) for mail in inbox.messages]


def test_a_message_arrives_as_text_and_html(now: datetime, inbox: SmtpCatcher) -> None:
    put("greeting", now=now, facts={"subject": "Hello Priya", "text": "How are you?"})
    dispatch(now=now)
    [mail] = inbox.messages
    assert (mail["Subject"], mail["To"]) == ("Hello Priya", "greeting@example.org")
    assert _part(mail, "plain").strip() == "How are you?"
    assert "<p>Hello</p>" in _part(mail, "html")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert state("greeting") is State.SENT


def test_a_sent_message_is_not_sent_again(now: datetime, inbox: SmtpCatcher) -> None:
    put("once", now=now)
    for minutes in range(3):
        dispatch(now=now + timedelta(minutes=minutes))
    assert len(inbox.messages) == 1
    assert results("once") == ["sent"]


def test_the_kind_is_told_that_it_was_sent(now: datetime, inbox: SmtpCatcher, stage: Stage) -> None:
    put("told", now=now)
    dispatch(now=now)
    assert stage.told == [("told", Outcome.SENT)]


def test_a_kind_that_fails_to_settle_does_not_send_twice(
    now: datetime, inbox: SmtpCatcher, stage: Stage
) -> None:
    def fail(*_facts: object) -> None:
        raise RuntimeError

    stage.settle = fail
    put("stubborn", now=now)
    dispatch(now=now)
    dispatch(now=now + timedelta(hours=1))
    assert len(inbox.messages) == 1
    assert state("stubborn") is State.SENT


def test_nothing_leaves_before_its_time(now: datetime, inbox: SmtpCatcher) -> None:
    put("tomorrow", now=now, not_before=now + timedelta(days=1))
    dispatch(now=now)
    assert inbox.messages == []
    dispatch(now=now + timedelta(days=1))
    assert _subjects(inbox) == ["tomorrow"]


def test_urgent_lanes_leave_first(now: datetime, inbox: SmtpCatcher) -> None:
    put("digest", now=now, kind=DIGEST)
    put("note", now=now)
    put("code", now=now, kind=CODE)
    dispatch(now=now)
    assert _subjects(inbox) == ["code", "note", "digest"]


@pytest.mark.parametrize("claim_time", [timedelta(), timedelta(minutes=1)])
def test_a_digest_is_claimed_beside_many_nudges(
    now: datetime, stage: Stage, claim_time: timedelta
) -> None:
    for number in range(30):
        put(f"note-{number}", now=now)
    put("digest", now=now, kind=DIGEST)
    claimed, _ = claim(Run(now, limits=Limits(claim_time=claim_time)), 20)
    assert "digest" in [taken.row.key for taken in claimed]
    assert len(claimed) == (19 if claim_time else 2)


def test_a_kind_may_ask_for_later(now: datetime, inbox: SmtpCatcher, stage: Stage) -> None:
    monday = now + timedelta(days=7)
    stage.admit = lambda _envelope, at: later(monday) if at < monday else Verdict(send=True)
    put("manners", now=now)
    dispatch(now=now)
    assert inbox.messages == []
    assert (row("manners").not_before, row("manners").attempts) == (monday, 0)
    dispatch(now=monday)
    assert _subjects(inbox) == ["manners"]


def test_a_kind_may_drop_what_lost_its_cause(
    now: datetime, inbox: SmtpCatcher, stage: Stage
) -> None:
    stage.admit = lambda _envelope, _now: drop("they met")
    put("late", now=now)
    dispatch(now=now)
    assert inbox.messages == []
    assert (state("late"), row("late").reason) == (State.SUPERSEDED, "they met")
    assert stage.told == [("late", Outcome.SUPERSEDED)]


def test_a_kind_nobody_knows_waits_for_a_process_that_does(
    now: datetime, inbox: SmtpCatcher, stage: Stage
) -> None:
    put("deploy", now=now)
    forget_messages(NOTE)
    put("other", now=now, kind=DIGEST)
    dispatch(now=now)
    assert _subjects(inbox) == ["other"]
    assert (state("deploy"), row("deploy").attempts) == (State.PENDING, 0)


def test_what_expired_unseen_does_not_leave(now: datetime, inbox: SmtpCatcher) -> None:
    put("stale", now=now, expires_at=now + timedelta(minutes=15))
    dispatch(now=now + timedelta(hours=1))
    assert inbox.messages == []
    assert (state("stale"), row("stale").reason) == (State.SUPERSEDED, "expired")


def test_a_mail_that_cannot_be_rendered_blocks_nobody_and_fails(
    now: datetime, inbox: SmtpCatcher, stage: Stage
) -> None:
    usual = stage.render

    def render(envelope: Envelope, at: datetime) -> Mail:
        return usual(envelope, at + timedelta(seconds=1 // (envelope.key != "poison")))

    stage.render = render
    put("poison", now=now, facts={"secret": "canary"})
    put("healthy", now=now)
    for _ in range(LIMITS.strikes):
        dispatch(now=now)
        let_wait_pass()
    assert _subjects(inbox) == ["healthy"]
    assert state("poison") is State.FAILED
    assert "ZeroDivisionError" in row("poison").reason


def test_a_kind_that_cannot_decide_blocks_nobody(
    now: datetime, inbox: SmtpCatcher, stage: Stage
) -> None:
    def decide(envelope: Envelope, _now: datetime) -> Verdict:
        if envelope.key == "undecided":
            raise LookupError
        return Verdict(send=True)

    stage.admit = decide
    put("undecided", now=now)
    put("decided", now=now)
    dispatch(now=now)
    assert _subjects(inbox) == ["decided"]
    assert state("undecided") is State.PENDING


def test_a_row_that_kills_its_workers_fails_in_the_end(now: datetime, inbox: SmtpCatcher) -> None:
    put("killer", now=now)
    OutboxMessage.objects.update(strikes=LIMITS.strikes, attempts=LIMITS.strikes)
    dispatch(now=now)
    assert inbox.messages == []
    assert (state("killer"), row("killer").reason) == (State.FAILED, "never came to an end")


def test_suspects_are_claimed_last_and_alone(now: datetime, stage: Stage) -> None:
    for key in ("suspect", "accomplice", "innocent", "bystander"):
        put(key, now=now)
    OutboxMessage.objects.filter(key__in=["suspect", "accomplice"]).update(strikes=2)
    patient = Limits(claim_time=timedelta(minutes=1))
    batches = [claim(Run(now, limits=patient), 20)[0] for _ in range(3)]
    assert [[taken.row.key for taken in batch] for batch in batches] == [
        ["innocent", "bystander"],
        ["suspect"],
        ["accomplice"],
    ]
    assert [row(key).not_before > now for key in ("innocent", "suspect")] == [False, True]


def test_secret_facts_are_wiped_when_the_message_has_left(
    now: datetime, inbox: SmtpCatcher
) -> None:
    put("code", now=now, kind=CODE, facts={"text": "Your code is 815203"})
    assert row("code").facts == {}
    assert b"815203" not in bytes(row("code").sealed_facts or b"")
    dispatch(now=now)
    assert "815203" in _part(inbox.messages[0], "plain")
    assert row("code").sealed_facts is None


def test_many_messages_share_a_connection(
    now: datetime, faulty: Callable[[Script], FaultyServer]
) -> None:
    server = faulty(lambda _phase, _argument: None)
    for number in range(25):
        put(f"note-{number}", now=now)
    report = dispatch(now=now)
    assert report.facts() == {"sent": 25}
    assert (len(server.taken), server.connections) == (25, 1)


def test_a_limit_is_kept(now: datetime, inbox: SmtpCatcher) -> None:
    for number in range(5):
        put(f"note-{number}", now=now)
    dispatch(now=now, limit=3)
    assert len(inbox.messages) == 3


def test_each_dispatch_leaves_a_heartbeat(now: datetime, inbox: SmtpCatcher) -> None:
    put("note", now=now)
    dispatch(now=now)
    beat = heartbeat("dispatch")
    assert beat is not None
    assert (beat.at.replace(microsecond=0), beat.facts) == (now, {"sent": 1})
