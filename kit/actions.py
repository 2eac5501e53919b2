"""Letters are written, sent at a time, taken back before that, and go to each reader once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import Forbidden, Refusal, Stale
from core.hints import hint
from kit.emails import letter_mails, trial_mail
from kit.models import Copy, Letter, Sending
from kit.queries import letters_for_joiners, new_readers_of, sendings_due, usual_letter
from kit.rules import LetterKind
from outbox.actions import enqueue, enqueue_many
from programs.models import Program
from programs.permissions import can_coordinate

UNDO_FOR = timedelta(seconds=60)
FARTHEST = timedelta(days=366)
BATCH = 200


@dataclass(frozen=True, slots=True)
class Words:
    """What a letter says; `for_joiners`: also to those who join after it was sent."""

    title: str
    intro: str
    text: str
    for_joiners: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a round did: how many sendings were written, to how many readers."""

    sendings: int
    readers: int


def save_letter(
    *, program: Program, kind: LetterKind, words: Words, revision: int, by: User, now: datetime
) -> Letter:
    """Keep the words of a letter. Raises `Stale` when somebody saved another text meanwhile."""
    _refuse_others(program, by)
    with transaction.atomic():
        letter = _locked(program, kind, now)
        if letter.revision != revision:
            message = _("Somebody else changed this letter meanwhile. Compare, then save again.")
            raise Stale("stale", message)
        letter.title, letter.intro, letter.text = words.title, words.intro, words.text
        letter.for_joiners = words.for_joiners
        letter.changed_at = now
        letter.revision += 1
        letter.save()
        audit.record("edit letter", letter.subject, by=by, now=now)
    return letter


def _locked(program: Program, kind: LetterKind, now: datetime) -> Letter:
    """Return the row of a letter, made on first need, locked."""
    usual = usual_letter(program, kind, now=now)
    names = ("title", "intro", "text", "changed_at")
    letter, _is_new = Letter.objects.get_or_create(
        program=program, kind=kind, defaults={name: getattr(usual, name) for name in names}
    )
    return Letter.objects.select_for_update(no_key=True).select_related(None).get(pk=letter.pk)


def send_letter(
    *, program: Program, kind: LetterKind, send_at: datetime | None, by: User, now: datetime
) -> Sending:
    """Send a letter at a time, or (None) in a minute, so that it can be taken back.

    A letter that waits already keeps its time. Refuses a time that has passed, one more than a
    year ahead, and a letter that everybody it is for has had.
    """
    _refuse_others(program, by)
    at = send_at or now + UNDO_FOR
    if not now <= at <= now + FARTHEST:
        raise Refusal("send_at", _("Choose a day from today to a year from now."))
    try:
        with transaction.atomic():
            letter = _locked(program, kind, now)
            if send_at is None and not new_readers_of(letter).exists():
                raise Refusal("no_readers", _("Everybody this letter is for has had it."))
            sending = Sending.objects.create(letter=letter, send_at=at, by=by, created_at=now)
            audit.record("plan letter", letter.subject, by=by, now=now)
    except IntegrityError:
        waiting = Sending.objects.filter(letter__program=program, letter__kind=kind)
        return waiting.get(written_at=None, taken_back_at=None)
    return sending


def take_back(*, sending: Sending, by: User, now: datetime) -> Sending:
    """Keep a letter from leaving; one that was taken back stays so, one that left is refused."""
    program = sending.letter.program
    _refuse_others(program, by)
    with transaction.atomic():
        locked = Sending.objects.select_for_update(no_key=True).get(pk=sending.pk)
        if locked.written_at is not None:
            raise Refusal("sent", _("This letter has left already."))
        if locked.taken_back_at is None:
            locked.taken_back_at = now
            locked.save(update_fields=["taken_back_at"])
            audit.record("take letter back", sending.letter.subject, by=by, now=now)
    return locked


@transaction.atomic
def send_trial(*, program: Program, kind: LetterKind, by: User, now: datetime) -> None:
    """Send a letter as it stands to oneself alone; twice in a minute is once."""
    _refuse_others(program, by)
    letter = _locked(program, kind, now)
    enqueue(trial_mail(letter, by, now), now=now)


def deliver_letters(*, now: datetime) -> Delivery:
    """Write every letter whose time has come, and those that go on to who joined since.

    Safe at any time, late, and in any number of processes: a copy of a letter exists once.
    """
    sendings = readers = 0
    for sending in sendings_due(now):
        written = _write_sending(sending, now)
        sendings += written is not None
        readers += written or 0
    for letter in letters_for_joiners():
        with transaction.atomic():
            readers += _write_copies(letter, now)
    if readers:
        hint("outbox.tasks.dispatch")
    return Delivery(sendings, readers)


@transaction.atomic
def _write_sending(sending: Sending, now: datetime) -> int | None:
    """Write the copies of a sending; None when another process did, or it was taken back."""
    locked = Sending.objects.select_for_update(no_key=True).get(pk=sending.pk)
    if locked.written_at is not None or locked.taken_back_at is not None:
        return None
    locked.readers = _write_copies(sending.letter, now)
    locked.written_at = now
    locked.save(update_fields=["readers", "written_at"])
    facts = {"readers": locked.readers}
    audit.record("send letter", sending.letter.subject, by=None, now=now, facts=facts)
    return locked.readers


def _write_copies(letter: Letter, now: datetime) -> int:
    """Write the letter to everybody it is for who has not had it; returns to how many."""
    Letter.objects.select_for_update(no_key=True).get(pk=letter.pk)
    readers = list(new_readers_of(letter))
    for start in range(0, len(readers), BATCH):
        batch = readers[start : start + BATCH]
        copies = [Copy(letter=letter, person=person, written_at=now) for person in batch]
        Copy.objects.bulk_create(copies)
        enqueue_many(letter_mails(letter, batch), now=now)
    return len(readers)


def copy_letters(*, program: Program, to: Program, now: datetime) -> int:
    """Take the words of every letter over into a program that has none yet; returns how many."""
    letters = [
        Letter(
            program=to,
            kind=letter.kind,
            title=letter.title,
            intro=letter.intro,
            text=letter.text,
            for_joiners=letter.for_joiners,
            changed_at=now,
        )
        for letter in program.letters.order_by("pk")
    ]
    return len(Letter.objects.bulk_create(letters))


def _refuse_others(program: Program, by: User) -> None:
    if not can_coordinate(by, program):
        raise Forbidden("not_coordinator", _("Only who runs the program can do this."))
