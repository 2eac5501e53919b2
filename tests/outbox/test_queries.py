from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from core.registry import Lane
from outbox import queries
from outbox.actions import record_heartbeat, supersede
from outbox.delivery import dispatch
from outbox.delivery.claim import claim
from outbox.delivery.run import Run
from outbox.models import OutboxMessage
from outbox.rules import Limits, State
from tests.outbox.stage import DIGEST, NOTE, PAIR, Stage, put
from tests.plugins.servers import SmtpCatcher


def test_the_history_names_states_and_never_words(now: datetime, inbox: SmtpCatcher) -> None:
    put("sent", now=now, facts={"text": "canary"})
    dispatch(now=now)
    put("taken-back", now=now, facts={"text": "canary"})
    supersede(keys=["taken-back"], reason="they met", now=now)
    history = queries.history_about(PAIR)
    assert [(found.state, found.reason) for found in history] == [
        ("superseded", "they met"),
        ("sent", ""),
    ]
    assert history[1].last_result == "sent"
    assert history[1].sent_at == history[1].last_attempt_at
    assert "canary" not in repr(history)


def test_the_history_of_a_person_is_narrowed_to_kinds(now: datetime, stage: Stage) -> None:
    put("note", now=now)
    put("digest", now=now, kind=DIGEST)
    put("other", now=now, person_id=2)
    assert [found.kind for found in queries.history_of_person(1, [NOTE])] == [NOTE]


def test_last_sent_knows_only_what_left(now: datetime, inbox: SmtpCatcher) -> None:
    put("note", now=now)
    assert queries.last_sent(person_id=1, subject_uid=PAIR, kinds=[NOTE]) is None
    dispatch(now=now)
    put("waiting", now=now, not_before=now + timedelta(days=1))
    sent_at = queries.last_sent(person_id=1, subject_uid=PAIR, kinds=[NOTE])
    assert sent_at is not None
    assert abs(sent_at - now) < timedelta(seconds=10)
    assert queries.last_sent(person_id=2, subject_uid=PAIR, kinds=[NOTE]) is None
    assert queries.last_sent(person_id=1, subject_uid=UUID(int=8), kinds=[NOTE]) is None


def test_states_are_found_by_key(now: datetime, stage: Stage) -> None:
    put("note", now=now)
    assert queries.states_of(["note", "never"]) == {"note": State.PENDING}


def test_only_what_was_handed_over_has_left(now: datetime, inbox: SmtpCatcher) -> None:
    put("note", now=now)
    assert not queries.has_left("note")
    dispatch(now=now)
    assert queries.has_left("note")


def test_what_is_due_is_counted_by_kind(now: datetime, stage: Stage) -> None:
    put("a", now=now)
    put("b", now=now + timedelta(minutes=5))
    put("c", now=now, kind=DIGEST)
    put("later", now=now, not_before=now + timedelta(days=1))
    due = [(w.kind, w.count, w.since) for w in queries.due_by_kind(now + timedelta(minutes=5))]
    assert due == [(NOTE, 2, now), (DIGEST, 1, now)]


def test_the_newest_heartbeat_counts(now: datetime, stage: Stage) -> None:
    assert queries.heartbeat("sweep") is None
    record_heartbeat(name="sweep", now=now, facts={"due": 3})
    record_heartbeat(name="sweep", now=now + timedelta(minutes=1), facts={"due": 0})
    assert queries.heartbeat("sweep") == queries.Beat(now + timedelta(minutes=1), {"due": 0})


def test_a_claim_reads_the_index_of_what_waits(now: datetime, stage: Stage) -> None:
    put_a_year_of_mail(now)
    rows = OutboxMessage.objects.waiting().filter(lane=Lane.NUDGE, not_before__lte=now)
    assert "outbox_waiting" in rows.order_by("not_before", "pk")[:20].explain()


def put_a_year_of_mail(now: datetime) -> None:
    """Fill the table and count it: of an almost empty one a planner reads any index it likes."""
    OutboxMessage.objects.bulk_create(
        OutboxMessage(
            key=f"mail-{number}",
            kind=NOTE,
            lane=Lane.NUDGE,
            person_id=number % 100,
            address="somebody@example.org",
            subject_uid=UUID(int=number % 50),
            not_before=now - timedelta(minutes=number),
            created_at=now,
            **({} if number % 4 == 0 else {"state": State.SENT, "sent_at": now}),
        )
        for number in range(2000)
    )
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {OutboxMessage._meta.db_table}")


def test_each_message_more_costs_a_claim_four_queries(now: datetime, stage: Stage) -> None:
    counts = []
    for number in (1, 3):
        for index in range(number):
            put(f"note-{number}-{index}", now=now)
        before = len(connection.queries_log)
        connection.force_debug_cursor = True
        claimed, _ = claim(Run(now, limits=Limits(claim_time=timedelta(minutes=1))), 20)
        connection.force_debug_cursor = False
        counts.append((len(claimed), len(connection.queries_log) - before))
    assert counts[1][0] - counts[0][0] == 2
    assert counts[1][1] - counts[0][1] == 2 * 4
