from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core.audit import record, record_many
from core.models import AuditEvent

SUBJECT = ("pair", UUID(int=7))


def test_an_act_is_kept_with_who_what_and_when(mentor: User, now: datetime) -> None:
    record("end pair", SUBJECT, by=mentor, now=now, facts={"reason": "moved", "count": 2})
    event = AuditEvent.objects.get()
    assert (event.verb, event.subject_kind, event.subject_uid) == ("end pair", *SUBJECT)
    assert (event.actor_id, event.actor_kind) == (mentor.pk, "person")
    assert event.facts == {"reason": "moved", "count": 2}
    assert event.at == now


def test_what_nobody_did_was_done_by_time(db: None, now: datetime) -> None:
    event = record("expire proposal", SUBJECT, by=None, now=now)
    assert (event.actor_id, event.actor_kind, event.facts) == (None, "time", {})


def test_an_act_of_the_program_names_nobody(mentor: User, now: datetime) -> None:
    event = record("end pair", SUBJECT, by=mentor, now=now, as_program=True)
    event.refresh_from_db()
    assert (event.actor_id, event.actor_kind) == (None, "program")
    assert str(mentor.pk) not in str(event.facts)


def test_an_act_that_is_rolled_back_leaves_no_event(mentor: User, now: datetime) -> None:
    with transaction.atomic():
        record("end pair", SUBJECT, by=mentor, now=now)
        transaction.set_rollback(True)
    assert not AuditEvent.objects.exists()


def test_the_facts_are_a_copy(mentor: User, now: datetime) -> None:
    facts: dict[str, str | int | bool | None] = {"count": 1}
    event = record("import people", SUBJECT, by=mentor, now=now, facts=facts)
    facts["count"] = 2
    assert event.facts == {"count": 1}


def test_many_acts_are_one_event_each(mentor: User, now: datetime) -> None:
    subjects = [(("person", UUID(int=n)), {"row": n}) for n in range(1, 4)]
    record_many("import person", subjects, by=mentor, now=now)
    record_many("import person", [], by=mentor, now=now)
    found = AuditEvent.objects.order_by("pk").values_list("subject_uid", "facts", "actor_id")
    assert list(found) == [(UUID(int=n), {"row": n}, mentor.pk) for n in range(1, 4)]
