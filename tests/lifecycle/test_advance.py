import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from core import clock
from core.models import AuditEvent
from core.registry import message_kind
from lifecycle.actions import advance, advance_lives, ask_to_end, pause_pair
from lifecycle.rules import TimeAct
from lifecycle.tasks import advance as advance_task
from meetings.actions import LogDraft, log_meeting
from outbox.models import OutboxMessage
from pairings.models import Pairing, Pause
from pairings.rules import PairState
from programs.models import Program
from programs.rules import ProgramState
from tests import builders

DAY = timedelta(days=1)
CONCLUDES = datetime(2027, 2, 13, 23, tzinfo=UTC)
OVER = datetime(2027, 2, 28, 23, tzinfo=UTC)


def state_of(pair: Pairing) -> str:
    pair.refresh_from_db()
    return pair.state


@pytest.fixture
def active(pair: Pairing) -> Pairing:
    Pairing.objects.filter(pk=pair.pk).update(state=PairState.ACTIVE)
    pair.refresh_from_db()
    return pair


def test_nothing_is_due_in_the_middle_of_a_pair(active: Pairing, now: datetime) -> None:
    done = advance_lives(now=now)
    assert (done.done, done.failed) == ({}, [])
    assert state_of(active) == PairState.ACTIVE


def test_a_pause_ends_by_itself(pair: Pairing, mentor: User, now: datetime) -> None:
    pause_pair(pair, until=date(2026, 12, 7), by=mentor, now=now)
    before = datetime(2026, 12, 6, 22, 59, tzinfo=UTC)
    assert advance_lives(now=before).done == {}
    late = datetime(2026, 12, 9, 12, tzinfo=UTC)
    assert advance_lives(now=late).done == {"resumed": 1}
    assert state_of(pair) == PairState.GETTING_STARTED
    assert Pause.objects.get().resumed_on == date(2026, 12, 7)
    assert not OutboxMessage.objects.filter(kind="pair_resumed").exists()


def test_two_weeks_before_the_end_it_concludes_and_both_are_told(active: Pairing) -> None:
    assert advance_lives(now=CONCLUDES - timedelta(minutes=1)).done == {}
    assert advance_lives(now=CONCLUDES).done == {"concluding": 1}
    assert state_of(active) == PairState.CONCLUDING
    mails = OutboxMessage.objects.filter(kind="pair_concluding")
    assert {mail.person_id for mail in mails} == {active.mentor_id, active.mentee_id}


def test_the_news_of_concluding_waits_for_working_hours(active: Pairing) -> None:
    advance_lives(now=CONCLUDES)
    mail = OutboxMessage.objects.filter(kind="pair_concluding").first()
    kind = message_kind("pair_concluding")
    assert mail is not None
    assert kind is not None
    # Saturday night: it leaves on Monday at eight in Berlin.
    verdict = kind.admit(mail.envelope(), CONCLUDES)
    assert (verdict.send, verdict.not_before) == (False, datetime(2027, 2, 15, 7, tzinfo=UTC))
    assert kind.admit(mail.envelope(), datetime(2027, 2, 15, 7, tzinfo=UTC)).send


@pytest.mark.parametrize("state", [ProgramState.CLOSING, ProgramState.CLOSED])
def test_a_closing_program_concludes_its_pairs(
    active: Pairing, program: Program, now: datetime, state: ProgramState
) -> None:
    Program.objects.filter(pk=program.pk).update(state=state)
    advance_lives(now=now)
    assert state_of(active) == PairState.CONCLUDING


@pytest.mark.parametrize(
    ("held", "expected"), [(3, PairState.COMPLETED), (2, PairState.ENDED), (0, PairState.ENDED)]
)
def test_half_of_the_expected_meetings_complete_it(
    active: Pairing, mentor: User, held: int, expected: PairState
) -> None:
    # Expected from September to February: six.
    for month in range(held):
        day = date(2026, 9 + month, 20)
        log_meeting(active, LogDraft(on=day), by=mentor, now=datetime(2027, 1, 20, 9, tzinfo=UTC))
    advance_lives(now=CONCLUDES)
    advance_lives(now=OVER)
    assert state_of(active) == expected


def test_after_an_outage_everything_is_caught_up_in_one_go(active: Pairing) -> None:
    assert advance_lives(now=OVER + 30 * DAY).done == {"concluding": 1, "finished": 1}
    assert state_of(active) == PairState.ENDED


@pytest.mark.parametrize("before", [PairState.PAUSED, PairState.GETTING_STARTED])
def test_a_pair_that_never_signed_ends_with_its_date(
    pair: Pairing, mentor: User, coordinator: User, now: datetime, before: PairState
) -> None:
    if before == PairState.PAUSED:
        pause_pair(pair, until=date(2027, 2, 28), by=coordinator, now=OVER - 20 * DAY)
        Pairing.objects.update(paused_until=date(2027, 3, 20))
    advance_lives(now=OVER)
    assert state_of(pair) == PairState.ENDED
    assert pair.end_reason == ""


def test_a_closed_program_ends_what_never_began(
    pair: Pairing, program: Program, now: datetime
) -> None:
    Program.objects.filter(pk=program.pk).update(state=ProgramState.CLOSED)
    advance_lives(now=now)
    assert state_of(pair) == PairState.ENDED


def test_running_it_again_changes_nothing(active: Pairing) -> None:
    advance_lives(now=OVER)
    before = (AuditEvent.objects.count(), OutboxMessage.objects.count())
    assert advance_lives(now=OVER + DAY).done == {}
    assert (AuditEvent.objects.count(), OutboxMessage.objects.count()) == before


def test_proposals_expire(program: Program) -> None:
    proposed = builders.make_pair(program=program, state=PairState.PROPOSED)
    assert advance_lives(now=proposed.expires_at + 30 * DAY).done == {"proposals expired": 1}
    assert state_of(proposed) == PairState.EXPIRED


def test_one_that_fails_keeps_no_other_from_its_turn(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (
        builders.make_pair(program=program, state=PairState.ACTIVE) for _each in range(2)
    )
    conclude = advance.STEPS[TimeAct.CONCLUDE]

    def fail_at_first(pairing: Pairing, now: datetime) -> None:
        if pairing.pk == first.pk:
            raise RuntimeError
        conclude(pairing, now)

    monkeypatch.setitem(advance.STEPS, TimeAct.CONCLUDE, fail_at_first)
    done = advance_lives(now=CONCLUDES)
    assert done.failed == [str(first.uid)]
    assert (state_of(first), state_of(second)) == (PairState.ACTIVE, PairState.CONCLUDING)


def run(*options: str) -> str:
    out = StringIO()
    call_command("advance_lives", *options, stdout=out)
    return out.getvalue().strip()


def test_the_command_does_what_the_task_does(
    active: Pairing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: CONCLUDES)
    assert json.loads(run("--json")) == {"concluding": 1}
    advance_task()
    assert run() == "nothing"


def test_a_dry_run_says_it_and_writes_nothing(active: Pairing, mentor: User, now: datetime) -> None:
    ask_to_end(active, reason="schedule", by=mentor, now=now)
    said = json.loads(run("--dry-run", "--json", "--at", "2027-02-14T09:00"))
    assert {"act": "conclude", "subject": str(active.uid)} in said
    assert state_of(active) == PairState.ACTIVE
    # An ask shows nowhere before its day: a look ahead does not say whose it is.
    assert {"act": "end as asked", "subject": ""} in said


def test_the_command_takes_a_time(active: Pairing) -> None:
    assert run("--at", "2027-02-14T09:00") == "concluding 1"
    assert state_of(active) == PairState.CONCLUDING


def test_the_command_refuses_what_is_no_time(db: None) -> None:
    with pytest.raises(CommandError, match="not an ISO time"):
        run("--at", "tomorrow")


def test_the_command_fails_when_something_failed(
    active: Pairing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_pairing: Pairing, _now: datetime) -> None:
        raise RuntimeError

    monkeypatch.setitem(advance.STEPS, TimeAct.CONCLUDE, fail)
    with pytest.raises(CommandError, match=str(active.uid)):
        run("--at", "2027-02-14T09:00")
