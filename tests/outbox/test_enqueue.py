import time
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from core.registry import Outcome
from outbox.actions import Draft, UnknownKind, enqueue, enqueue_many, supersede, supersede_about
from outbox.delivery import dispatch
from outbox.models import OutboxMessage, Suppression
from outbox.rules import State
from tests.outbox.stage import NOTE, PAIR, Stage, put, row, state
from tests.plugins.servers import SmtpCatcher


def test_a_key_is_used_once(now: datetime, stage: Stage) -> None:
    first = put("once", now=now)
    second = put("once", now=now + timedelta(hours=1), facts={"subject": "changed"})
    assert first.pk == second.pk
    assert row("once").facts == {}
    assert OutboxMessage.objects.count() == 1


def test_a_waiting_message_keeps_its_place(now: datetime, stage: Stage) -> None:
    put("first", now=now)
    put("first", now=now, not_before=now + timedelta(days=3))
    assert row("first").not_before == now


def test_many_messages_come_back_in_the_order_asked(now: datetime, stage: Stage) -> None:
    put("b", now=now)
    drafts = [Draft(NOTE, key, None, "x@example.org", None, {}) for key in ("c", "b", "a")]
    assert [found.key for found in enqueue_many(drafts, now=now)] == ["c", "b", "a"]


def test_an_act_that_fails_leaves_no_message(now: datetime, stage: Stage) -> None:
    def act() -> None:
        with transaction.atomic():
            put("lost", now=now)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert not OutboxMessage.objects.exists()


def test_a_kind_that_nobody_registered_is_refused(now: datetime, stage: Stage) -> None:
    with pytest.raises(UnknownKind):
        put("odd", now=now, kind="test.nobody")


def test_a_superseded_message_returns_with_new_facts(now: datetime, stage: Stage) -> None:
    put("nudge", now=now)
    supersede(keys=["nudge"], reason="a date was set", now=now)
    later = now + timedelta(days=2)
    put("nudge", now=later, address="new@example.org", facts={"subject": "again"})
    found = row("nudge")
    assert (state("nudge"), found.reason) == (State.PENDING, "")
    assert (found.address, found.facts, found.not_before) == (
        "new@example.org",
        {"subject": "again"},
        later,
    )


def test_a_returned_message_is_sent(now: datetime, inbox: SmtpCatcher) -> None:
    put("nudge", now=now)
    supersede(keys=["nudge"], reason="a date was set", now=now)
    dispatch(now=now)
    assert inbox.messages == []
    put("nudge", now=now)
    dispatch(now=now)
    assert len(inbox.messages) == 1


def test_a_suppressed_message_returns_with_a_new_address(now: datetime, inbox: SmtpCatcher) -> None:
    Suppression.objects.create(
        address="nudge@example.org", bounces=2, last_counted_at=now, rests_since=now
    )
    put("nudge", now=now)
    dispatch(now=now)
    assert state("nudge") is State.SUPPRESSED
    put("nudge", now=now, address="moved@example.org")
    dispatch(now=now)
    assert [mail["To"] for mail in inbox.messages] == ["moved@example.org"]


@pytest.mark.parametrize("left", [State.SENT, State.UNKNOWN, State.FAILED])
def test_what_has_left_stays(now: datetime, stage: Stage, left: State) -> None:
    put("nudge", now=now)
    OutboxMessage.objects.update(state=left, sent_at=now)
    put("nudge", now=now + timedelta(days=1), facts={"subject": "again"})
    assert (state("nudge"), row("nudge").facts) == (left, {})


def test_what_may_have_arrived_does_not_return(now: datetime, stage: Stage) -> None:
    put("nudge", now=now)
    OutboxMessage.objects.update(handed_at=now)
    supersede(keys=["nudge"], reason="a date was set", now=now)
    put("nudge", now=now)
    assert state("nudge") is State.SUPERSEDED


def test_superseding_touches_only_what_waits(now: datetime, stage: Stage) -> None:
    put("waits", now=now)
    put("gone", now=now)
    OutboxMessage.objects.filter(key="gone").update(state=State.SENT, sent_at=now)
    assert supersede(keys=["waits", "gone", "never"], reason="ended", now=now) == 1
    assert (state("waits"), state("gone")) == (State.SUPERSEDED, State.SENT)
    assert stage.told == [("waits", Outcome.SUPERSEDED)]


def test_superseding_about_a_subject_spares_other_kinds(now: datetime, stage: Stage) -> None:
    put("nudge", now=now)
    put("digest", now=now, kind="test.digest")
    assert supersede_about(subject_uid=PAIR, kinds=[NOTE], reason="ended", now=now) == 1
    assert (state("nudge"), state("digest")) == (State.SUPERSEDED, State.PENDING)


def test_a_missing_broker_neither_fails_nor_delays_the_act(
    now: datetime,
    stage: Stage,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    began = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True) as hints:
        put("note", now=now)
    assert len(hints) == 1
    assert state("note") is State.PENDING
    assert time.monotonic() - began < 5


def test_what_is_not_due_gives_no_hint(
    now: datetime,
    stage: Stage,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks() as hints:
        put("note", now=now, not_before=now + timedelta(hours=1))
    assert hints == []


def test_facts_must_be_plain_values(now: datetime, stage: Stage) -> None:
    draft = Draft(NOTE, "note", 1, "a@example.org", None, {"when": now})
    with pytest.raises(TypeError):
        enqueue(draft, now=now)
