from datetime import datetime

import pytest

from accounts.models import User
from core.errors import Forbidden, Refusal
from core.models import AuditEvent
from meetings.actions import (
    NoteDraft,
    StaleWords,
    edit_note,
    log_meeting,
    remove_note,
    write_note,
)
from meetings.models import Note
from meetings.queries import notes_page
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import Program
from tests import builders
from tests.meetings.stage import MINUTE

CANARY = "canary 4711"


def write(pair: Pairing, by: User, now: datetime, *, shared: bool = False) -> Note:
    return write_note(pair, NoteDraft(CANARY, is_shared=shared), by=by, now=now)


def test_a_private_note_is_its_authors_alone(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    note = write(pair, mentor, now)
    assert list(Note.objects.visible_to(mentor)) == [note]
    assert not Note.objects.visible_to(mentee).exists()


def test_a_shared_note_is_read_by_both(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    note = write(pair, mentor, now, shared=True)
    assert [row.note for row in notes_page(pair, mentee)] == [note]


@pytest.mark.parametrize("who", ["stranger", "coordinator", "hr_admin"])
def test_nobody_else_reads_any_note(
    pair: Pairing, mentor: User, now: datetime, who: str, request: pytest.FixtureRequest
) -> None:
    write(pair, mentor, now, shared=True)
    assert not Note.objects.visible_to(request.getfixturevalue(who)).exists()


def test_the_trail_holds_no_words(pair: Pairing, mentor: User, now: datetime) -> None:
    note = write(pair, mentor, now)
    edit_note(note, NoteDraft(f"{CANARY} again"), revision=0, by=mentor, now=now)
    remove_note(note, by=mentor, now=now)
    events = AuditEvent.objects.values_list("verb", "facts")
    assert [verb for verb, _facts in events] == ["write note", "edit note", "remove note"]
    assert CANARY not in str(list(events))


def test_the_same_form_sent_twice_writes_once(pair: Pairing, mentor: User, now: datetime) -> None:
    draft = NoteDraft("once")
    first = write_note(pair, draft, by=mentor, now=now)
    assert write_note(pair, draft, by=mentor, now=now) == first
    assert Note.objects.count() == 1


def test_a_form_cannot_take_over_somebody_elses_note(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    note = write(pair, mentor, now)
    with pytest.raises(Refusal) as refused:
        write_note(pair, NoteDraft("mine", uid=note.uid), by=mentee, now=now)
    assert refused.value.code == "not_yours"


def test_both_change_a_shared_note(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    note = write(pair, mentor, now, shared=True)
    changed = edit_note(note, NoteDraft("ours"), revision=0, by=mentee, now=now + MINUTE)
    assert (changed.text, changed.revision, changed.changed_by) == ("ours", 1, mentee)
    assert changed.is_shared


def test_saving_over_someone_elses_change_shows_theirs(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    note = write(pair, mentor, now, shared=True)
    edit_note(note, NoteDraft("theirs"), revision=0, by=mentee, now=now)
    with pytest.raises(StaleWords) as stale:
        edit_note(note, NoteDraft("mine"), revision=0, by=mentor, now=now)
    assert stale.value.stored.text == "theirs"
    assert Note.objects.get().text == "theirs"
    kept = edit_note(note, NoteDraft("mine"), revision=1, by=mentor, now=now)
    assert kept.text == "mine"


def test_saving_twice_is_saving_once(pair: Pairing, mentor: User, now: datetime) -> None:
    note = write(pair, mentor, now)
    for _click in range(2):
        edit_note(note, NoteDraft("better"), revision=0, by=mentor, now=now)
    assert Note.objects.get().revision == 1


def test_a_private_note_may_be_shared_later_and_then_stays_shared(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    note = write(pair, mentor, now)
    edit_note(note, NoteDraft(CANARY, is_shared=True), revision=0, by=mentor, now=now)
    edit_note(note, NoteDraft("more", is_shared=False), revision=1, by=mentor, now=now)
    assert Note.objects.visible_to(mentee).get().text == "more"


def test_a_private_note_is_changed_by_nobody_else(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    note = write(pair, mentor, now)
    with pytest.raises(Forbidden):
        edit_note(note, NoteDraft("hi"), revision=0, by=mentee, now=now)


def test_a_removed_note_leaves_a_tombstone_without_text(
    pair: Pairing, mentor: User, now: datetime
) -> None:
    note = write(pair, mentor, now)
    for _click in range(2):
        remove_note(note, by=mentor, now=now)
    assert (Note.objects.get().text, Note.objects.get().removed_at) == ("", now)
    with pytest.raises(Refusal) as refused:
        edit_note(note, NoteDraft("again"), revision=1, by=mentor, now=now)
    assert refused.value.code == "removed"


def test_what_both_wrote_is_removed_by_neither(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    note = write(pair, mentor, now, shared=True)
    edit_note(note, NoteDraft("ours"), revision=0, by=mentee, now=now)
    for person in (mentor, mentee):
        with pytest.raises(Forbidden):
            remove_note(note, by=person, now=now)
    assert Note.objects.get().text == "ours"


def test_after_the_end_shared_notes_stay_and_private_ones_can_go(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    private, shared = write(pair, mentor, now), write(pair, mentor, now, shared=True)
    Pairing.objects.update(state=PairState.ENDED)
    pair.refresh_from_db()
    assert [row.note for row in notes_page(pair, mentee)] == [shared]
    with pytest.raises(Forbidden):
        remove_note(shared, by=mentor, now=now)
    assert remove_note(private, by=mentor, now=now).removed_at == now
    with pytest.raises(Refusal):
        write(pair, mentor, now)


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "empty"), (" \n ", "empty"), ("x" * 4001, "too_long"), ("a\x00b", "unreadable")],
)
def test_a_text_that_cannot_be_kept_is_refused(
    pair: Pairing, mentor: User, now: datetime, text: str, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        write_note(pair, NoteDraft(text), by=mentor, now=now)
    assert refused.value.code == code


def test_a_line_end_counts_once(pair: Pairing, mentor: User, now: datetime) -> None:
    text = "\r\n".join(["x"] * 2000)
    assert len(write_note(pair, NoteDraft(text), by=mentor, now=now).text) == 3999


def test_a_note_on_another_pairs_conversation_is_refused(
    pair: Pairing, mentor: User, program: Program, now: datetime
) -> None:
    other = builders.make_pair(program=program)
    theirs = log_meeting(other, by=other.mentor, now=now)
    with pytest.raises(Refusal) as refused:
        write_note(pair, NoteDraft("hm"), by=mentor, now=now, meeting=theirs)
    assert refused.value.code == "not_this_pair"
