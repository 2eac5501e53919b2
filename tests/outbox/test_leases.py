import time
from collections.abc import Callable
from datetime import datetime, timedelta

from outbox.actions import supersede
from outbox.delivery import dispatch
from outbox.delivery.claim import claim
from outbox.delivery.lease import mark_handing, renew_lease
from outbox.delivery.run import Run
from outbox.models import OutboxMessage
from outbox.rules import LIMITS, Limits, State
from tests.faults.smtp_server import FaultyServer, Phase, Script
from tests.outbox.stage import CALENDAR, Stage, let_leases_run_out, put, row, state
from tests.plugins.servers import SmtpCatcher

StartServer = Callable[[Script], FaultyServer]
_MOST = timedelta(seconds=1.8)


def _claim_one(now: datetime) -> OutboxMessage:
    [claimed], _ = claim(Run(now), 1)
    return claimed.row


def test_a_leased_message_is_not_claimed_by_another(now: datetime, stage: Stage) -> None:
    put("note", now=now)
    _claim_one(now)
    assert claim(Run(now), 20) == ([], False)


def test_a_lease_that_ran_out_is_claimed_anew(now: datetime, inbox: SmtpCatcher) -> None:
    put("note", now=now)
    _claim_one(now)
    let_leases_run_out()
    dispatch(now=now)
    assert (state("note"), row("note").attempts, row("note").fence) == (State.SENT, 2, 2)
    assert len(inbox.messages) == 1


def test_a_dispatcher_that_slept_through_its_lease_sends_nothing(
    now: datetime, stage: Stage
) -> None:
    put("note", now=now)
    slept = _claim_one(now)
    let_leases_run_out()
    assert not renew_lease(slept, LIMITS)
    assert not mark_handing(slept, LIMITS)


def test_a_dispatcher_that_was_overtaken_sends_nothing(now: datetime, stage: Stage) -> None:
    put("note", now=now)
    slept = _claim_one(now)
    let_leases_run_out()
    _claim_one(now)
    assert not renew_lease(slept, LIMITS)
    assert not mark_handing(slept, LIMITS)


def test_nothing_is_handed_over_with_too_little_lease_left(now: datetime, stage: Stage) -> None:
    put("note", now=now)
    row_in_hand = _claim_one(now)
    assert not mark_handing(row_in_hand, Limits(margin=LIMITS.lease))
    assert mark_handing(row_in_hand, LIMITS)


def test_what_is_taken_back_between_claim_and_data_does_not_leave(
    now: datetime, inbox: SmtpCatcher
) -> None:
    put("note", now=now)
    row_in_hand = _claim_one(now)
    supersede(keys=["note"], reason="they met", now=now)
    assert not mark_handing(row_in_hand, LIMITS)
    dispatch(now=now)
    assert (state("note"), inbox.messages) == (State.SUPERSEDED, [])


def test_a_server_slower_than_the_lease_gets_no_content(now: datetime, faulty: StartServer) -> None:
    def dawdle(phase: Phase, _argument: str) -> None:
        time.sleep(0.3 if phase is Phase.RCPT else 0)

    server = faulty(dawdle)
    put("note", now=now)
    report = dispatch(now=now, limits=Limits(lease=timedelta(seconds=2), margin=_MOST))
    assert report.facts() == {"again": 1}
    assert (server.taken, state("note"), row("note").strikes) == ([], State.PENDING, 0)


def test_calendar_messages_about_one_meeting_leave_in_order(
    now: datetime, inbox: SmtpCatcher
) -> None:
    put("request", now=now, kind=CALENDAR)
    put("cancel", now=now, kind=CALENDAR)
    OutboxMessage.objects.filter(key="request").update(not_before=now.replace(hour=23))
    dispatch(now=now)
    assert inbox.messages == []
    dispatch(now=now.replace(hour=23))
    assert [str(mail["Subject"]) for mail in inbox.messages] == ["request", "cancel"]


def test_calendar_messages_to_another_person_do_not_wait(now: datetime, inbox: SmtpCatcher) -> None:
    put("request", now=now, kind=CALENDAR, not_before=now.replace(hour=23))
    put("other", now=now, kind=CALENDAR, person_id=2)
    dispatch(now=now)
    assert [str(mail["Subject"]) for mail in inbox.messages] == ["other"]
