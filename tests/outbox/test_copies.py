from datetime import datetime, timedelta
from uuid import uuid4

from outbox.actions import adopt_database, join_deployment, release_held
from outbox.delivery import dispatch
from outbox.instance import instance_path, read_instance_id, write_instance_id
from outbox.models import Instance, OutboxMessage
from outbox.rules import State
from tests.outbox.stage import put, state
from tests.plugins.servers import SmtpCatcher


def _become_a_copy() -> None:
    """Do as if the database had been restored on another machine."""
    write_instance_id(uuid4())


def test_a_new_database_is_taken_into_possession(now: datetime, inbox: SmtpCatcher) -> None:
    put("note", now=now)
    dispatch(now=now)
    assert len(inbox.messages) == 1
    assert Instance.objects.get().instance_id == read_instance_id()


def test_a_copy_sends_nothing(now: datetime, inbox: SmtpCatcher) -> None:
    dispatch(now=now)
    _become_a_copy()
    put("note", now=now)
    report = dispatch(now=now)
    assert "adopt_database" in report.trouble
    assert inbox.messages == []


def test_a_restored_database_without_its_file_sends_nothing(
    now: datetime, inbox: SmtpCatcher
) -> None:
    dispatch(now=now)
    instance_path().unlink()
    put("note", now=now)
    dispatch(now=now)
    assert inbox.messages == []


def test_an_adopted_copy_holds_what_was_due_and_sends_the_rest(
    now: datetime, inbox: SmtpCatcher
) -> None:
    dispatch(now=now)
    put("due", now=now)
    put("tomorrow", now=now, not_before=now + timedelta(days=1))
    _become_a_copy()
    assert adopt_database(now=now) == 1
    dispatch(now=now + timedelta(days=1))
    assert [mail["Subject"] for mail in inbox.messages] == ["tomorrow"]


def test_held_mail_leaves_when_it_is_released(now: datetime, inbox: SmtpCatcher) -> None:
    put("due", now=now)
    adopt_database(now=now)
    assert release_held() == 1
    dispatch(now=now)
    assert state("due") is State.SENT


def test_what_was_being_handed_over_in_the_original_stays_unknown(
    now: datetime, inbox: SmtpCatcher
) -> None:
    put("note", now=now)
    OutboxMessage.objects.update(state=State.HANDING, handed_at=now, lease_until=now)
    adopt_database(now=now)
    dispatch(now=now)
    assert (state("note"), inbox.messages) == (State.UNKNOWN, [])


def test_a_further_worker_joins(now: datetime, inbox: SmtpCatcher) -> None:
    dispatch(now=now)
    _become_a_copy()
    join_deployment()
    put("note", now=now)
    dispatch(now=now)
    assert len(inbox.messages) == 1


def test_a_damaged_file_is_no_reason_to_send(now: datetime, inbox: SmtpCatcher) -> None:
    dispatch(now=now)
    instance_path().write_text("half an i")
    put("note", now=now)
    dispatch(now=now)
    assert inbox.messages == []
