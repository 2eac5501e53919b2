"""Letters leave at their time, once to each reader, and can be taken back before."""

from datetime import datetime, timedelta

import pytest

from accounts.models import User
from core.errors import Forbidden, Refusal
from core.models import AuditEvent
from kit.actions import (
    UNDO_FOR,
    Words,
    deliver_letters,
    save_letter,
    send_letter,
    send_trial,
    take_back,
)
from kit.models import Copy, Letter, Sending
from kit.queries import delivered
from kit.rules import LetterKind
from outbox.models import OutboxMessage
from pairings.models import Pairing
from programs.models import Program
from programs.rules import EnrollmentState, Role
from tests import builders
from tests.kit.conftest import Send, readers_written

MINUTE = timedelta(minutes=1)
BRIEF, GUIDE = LetterKind.MENTEE_BRIEF, LetterKind.MENTOR_GUIDE
NOTE, LETTER = LetterKind.MANAGER_NOTE, LetterKind.SPONSOR_LETTER


def words(*, for_joiners: bool = False, title: str = "A word") -> Words:
    return Words(title, "Please read.", "It is *short*.", for_joiners=for_joiners)


def test_a_letter_waits_a_minute_in_which_it_can_be_taken_back(
    pair: Pairing, send: Send, coordinator: User, now: datetime
) -> None:
    sending = send(BRIEF)
    deliver_letters(now=now + UNDO_FOR - MINUTE)
    assert readers_written() == []
    take_back(sending=sending, by=coordinator, now=now)
    deliver_letters(now=now + MINUTE)
    assert readers_written() == []


def test_taking_back_twice_is_taking_back_once(
    pair: Pairing, send: Send, coordinator: User, now: datetime
) -> None:
    sending = send(BRIEF)
    take_back(sending=sending, by=coordinator, now=now)
    take_back(sending=sending, by=coordinator, now=now + MINUTE)
    assert Sending.objects.get().taken_back_at == now
    assert AuditEvent.objects.filter(verb="take letter back").count() == 1


def test_what_has_left_cannot_be_taken_back(
    pair: Pairing, send: Send, coordinator: User, now: datetime
) -> None:
    sending = send(BRIEF)
    deliver_letters(now=now + MINUTE)
    with pytest.raises(Refusal, match="left already"):
        take_back(sending=sending, by=coordinator, now=now + MINUTE)


def test_sending_twice_is_one_sending(pair: Pairing, send: Send, now: datetime) -> None:
    assert send(BRIEF).pk == send(BRIEF).pk


def test_each_round_after_the_first_writes_nothing(
    pair: Pairing, send: Send, now: datetime
) -> None:
    send(BRIEF)
    for minutes in (1, 2, 3):
        deliver_letters(now=now + minutes * MINUTE)
    assert readers_written() == [pair.mentee_id]


@pytest.mark.parametrize(("kind", "role"), [(BRIEF, Role.MENTEE), (GUIDE, Role.MENTOR)])
def test_a_guide_goes_to_its_role(
    pair: Pairing, send: Send, now: datetime, kind: LetterKind, role: Role
) -> None:
    send(kind)
    deliver_letters(now=now + MINUTE)
    assert readers_written() == [pair.person_in(role).pk]


def test_a_manager_of_two_gets_one_note(
    pair: Pairing, boss: User, send: Send, now: datetime
) -> None:
    send(NOTE)
    deliver_letters(now=now + MINUTE)
    assert readers_written() == [boss.pk]


def test_managers_of_those_who_only_applied_hear_nothing(
    pair: Pairing, boss: User, program: Program, send: Send, now: datetime
) -> None:
    chief = builders.make_person("Cho Chief", level=8)
    person = builders.make_person(manager=chief)
    builders.make_enrollment(program, person, Role.MENTOR, state=EnrollmentState.APPLIED)
    send(NOTE)
    deliver_letters(now=now + MINUTE)
    assert chief.pk not in readers_written()


@pytest.mark.parametrize(
    ("state", "gets_it"),
    [
        (EnrollmentState.INVITED, True),
        (EnrollmentState.APPLIED, True),
        (EnrollmentState.WAIT_LISTED, True),
        (EnrollmentState.DECLINED, False),
        (EnrollmentState.WITHDRAWN, False),
    ],
)
def test_the_sponsor_writes_to_whoever_stands_at_the_door(
    pair: Pairing,
    program: Program,
    send: Send,
    now: datetime,
    state: EnrollmentState,
    gets_it: bool,  # noqa: FBT001 -- a column of the table above
) -> None:
    person = builders.make_person()
    builders.make_enrollment(program, person, Role.MENTOR, state=state)
    send(LETTER)
    deliver_letters(now=now + MINUTE)
    assert (person.pk in readers_written()) == gets_it


def test_who_has_left_gets_no_letter(pair: Pairing, send: Send, now: datetime) -> None:
    send(LETTER)
    pair.mentor.left_on = now.date()
    pair.mentor.save()
    deliver_letters(now=now + MINUTE)
    assert readers_written() == [pair.mentee_id]


def test_a_second_sending_reaches_only_who_has_not_had_it(
    pair: Pairing, program: Program, send: Send, now: datetime
) -> None:
    send(BRIEF)
    deliver_letters(now=now + MINUTE)
    late = builders.make_person(level=6)
    builders.make_enrollment(program, late, Role.MENTEE)
    send(BRIEF)
    deliver_letters(now=now + 2 * MINUTE)
    assert readers_written() == [pair.mentee_id, late.pk]


def test_a_letter_that_everybody_has_had_is_refused(
    pair: Pairing, send: Send, now: datetime
) -> None:
    send(BRIEF)
    deliver_letters(now=now + MINUTE)
    with pytest.raises(Refusal, match="has had it"):
        send(BRIEF)


def test_who_joins_later_gets_a_letter_that_goes_on(
    pair: Pairing, program: Program, coordinator: User, send: Send, now: datetime
) -> None:
    save_letter(
        program=program,
        kind=GUIDE,
        words=words(for_joiners=True),
        revision=0,
        by=coordinator,
        now=now,
    )
    send(GUIDE)
    deliver_letters(now=now + MINUTE)
    late = builders.make_person()
    builders.make_enrollment(program, late, Role.MENTOR)
    for minutes in (2, 3):
        deliver_letters(now=now + minutes * MINUTE)
    assert readers_written() == [pair.mentor_id, late.pk]


def test_a_letter_that_goes_on_waits_for_its_first_sending(
    pair: Pairing, program: Program, coordinator: User, now: datetime
) -> None:
    save_letter(
        program=program,
        kind=GUIDE,
        words=words(for_joiners=True),
        revision=0,
        by=coordinator,
        now=now,
    )
    deliver_letters(now=now + MINUTE)
    assert Copy.objects.count() == 0


@pytest.mark.parametrize("days", [-1, 367])
def test_a_day_that_is_over_or_far_is_refused(
    pair: Pairing, program: Program, coordinator: User, now: datetime, days: int
) -> None:
    at = now + timedelta(days=days)
    with pytest.raises(Refusal, match="Choose a day"):
        send_letter(program=program, kind=BRIEF, send_at=at, by=coordinator, now=now)


def test_a_planned_letter_says_what_it_says_when_it_leaves(
    pair: Pairing, program: Program, coordinator: User, now: datetime
) -> None:
    day = now + timedelta(days=2)
    send_letter(program=program, kind=BRIEF, send_at=day, by=coordinator, now=now)
    letter = Letter.objects.get()
    save_letter(
        program=program,
        kind=BRIEF,
        words=words(title="Better words"),
        revision=letter.revision,
        by=coordinator,
        now=now,
    )
    deliver_letters(now=day)
    row = OutboxMessage.objects.get(kind="letter")
    assert row.facts["title"] == "Better words"


def test_a_test_goes_to_oneself_alone_and_once_a_minute(
    pair: Pairing, program: Program, coordinator: User, now: datetime
) -> None:
    for _click in range(2):
        send_trial(program=program, kind=BRIEF, by=coordinator, now=now)
    rows = OutboxMessage.objects.filter(kind="letter_trial")
    assert [row.person_id for row in rows] == [coordinator.pk]
    assert Copy.objects.count() == 0


def test_for_others_a_letter_is_not_theirs_to_send(
    pair: Pairing, program: Program, other_coordinator: User, now: datetime
) -> None:
    for person in (other_coordinator, pair.mentor):
        with pytest.raises(Forbidden):
            send_letter(program=program, kind=BRIEF, send_at=None, by=person, now=now)
        with pytest.raises(Forbidden):
            save_letter(program=program, kind=BRIEF, words=words(), revision=0, by=person, now=now)
    assert Letter.objects.count() == 0


def test_how_the_mails_fare_is_counted(pair: Pairing, send: Send, now: datetime) -> None:
    sending = send(BRIEF)
    deliver_letters(now=now + MINUTE)
    found = delivered(sending.letter)
    assert (found.waiting, found.sent, found.failed) == (1, 0, 0)
