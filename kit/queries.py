"""The letters of a program, whom they reach, and what their placeholders stand for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User, UserQuerySet
from accounts.queries import company
from core.prose import as_html
from kit.models import LETTER_KINDS, ROLE_OF_KIND, Copy, Letter, Sending
from kit.rules import LetterKind, Placeholder, default_text, fill_markdown
from outbox.queries import states_about
from programs.models import Enrollment, Program, ProgramStaff
from programs.rules import TAKING_PART, EnrollmentState, StaffRole

_TITLES: Mapping[LetterKind, Promise] = {
    LetterKind.SPONSOR_LETTER: gettext_lazy("Learning from each other: {{program}}"),
    LetterKind.MENTEE_BRIEF: gettext_lazy("{{program}}: one page for mentees"),
    LetterKind.MENTOR_GUIDE: gettext_lazy("{{program}}: a guide for mentors"),
    LetterKind.MANAGER_NOTE: gettext_lazy("Your team and {{program}}"),
}
_INTROS: Mapping[LetterKind, Promise] = {
    LetterKind.SPONSOR_LETTER: gettext_lazy(
        "{{sponsor}} writes why {{company}} asks senior colleagues to learn from junior ones,"
        " what is asked of you and what is promised. It takes a minute to read."
    ),
    LetterKind.MENTEE_BRIEF: gettext_lazy(
        "You take part as a mentee: the senior who learns. One page says what it takes, how to be"
        " good at it, and a first question to ask."
    ),
    LetterKind.MENTOR_GUIDE: gettext_lazy(
        "You take part as a mentor: the junior who shares. This guide gets you ready for the first"
        " conversation, and says what protects you."
    ),
    LetterKind.MANAGER_NOTE: gettext_lazy(
        "Somebody in your team takes part in reverse mentoring, about one hour a month. This note"
        " says what it means for you. You need to do nothing."
    ),
}
READERS: Mapping[LetterKind, Promise] = {
    LetterKind.SPONSOR_LETTER: gettext_lazy("Everybody who is invited, has applied or is enrolled"),
    LetterKind.MENTEE_BRIEF: gettext_lazy("Enrolled mentees"),
    LetterKind.MENTOR_GUIDE: gettext_lazy("Enrolled mentors"),
    LetterKind.MANAGER_NOTE: gettext_lazy("Line managers of enrolled people, one mail each"),
}


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter in the list: as it stands, what waits, and to how many it went."""

    letter: Letter
    name: str
    readers: str
    waiting: Sending | None
    sent: int
    last_sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Delivered:
    """How the mails of a letter fare."""

    waiting: int
    sent: int
    failed: int


def letter_of(program: Program, kind: LetterKind, *, now: datetime) -> Letter:
    """Return a letter of a program; one that nobody has touched says the usual, and is unsaved."""
    stored = Letter.objects.filter(program=program, kind=kind).first()
    return stored or usual_letter(program, kind, now=now)


def usual_letter(program: Program, kind: LetterKind, *, now: datetime) -> Letter:
    """Return the letter that a program starts with, unsaved."""
    return Letter(
        program=program,
        kind=kind,
        title=str(_TITLES[kind]),
        intro=str(_INTROS[kind]),
        text=default_text(kind),
        changed_at=now,
    )


def letter_rows(program: Program, *, now: datetime) -> list[LetterRow]:
    """Return the four letters of a program, in three queries."""
    letters = Letter.objects.filter(program=program).annotate(sent=Count("copies"))
    stored = {letter.kind: letter for letter in letters}
    sendings = Sending.objects.filter(letter__program=program, taken_back_at=None)
    by_letter: dict[int, list[Sending]] = {}
    for sending in sendings.order_by("created_at"):
        by_letter.setdefault(sending.letter_id, []).append(sending)
    return [
        _row(stored.get(kind) or usual_letter(program, kind, now=now), str(name), by_letter)
        for kind, name in ((LetterKind(value), label) for value, label in LETTER_KINDS)
    ]


def _row(letter: Letter, name: str, sendings: Mapping[int, list[Sending]]) -> LetterRow:
    own = sendings.get(letter.pk, []) if letter.pk else []
    written = [each.written_at for each in own if each.written_at]
    return LetterRow(
        letter=letter,
        name=name,
        readers=str(READERS[LetterKind(letter.kind)]),
        waiting=next((each for each in own if each.written_at is None), None),
        sent=getattr(letter, "sent", 0),
        last_sent_at=max(written, default=None),
    )


def waiting_sending(letter: Letter) -> Sending | None:
    """Return the sending that has not left, if one is planned."""
    if letter.pk is None:
        return None
    return letter.sendings.filter(written_at=None, taken_back_at=None).first()


def readers_of(program: Program, kind: LetterKind) -> UserQuerySet:
    """Return the people that a letter is for now, by name; who has left is not among them."""
    places = Enrollment.objects.filter(program=program)
    here = User.objects.active().order_by("display_name", "pk")
    approved = places.filter(state=EnrollmentState.APPROVED)
    if kind == LetterKind.SPONSOR_LETTER:
        asked = places.filter(state__in=[EnrollmentState.INVITED, *TAKING_PART])
        return here.filter(pk__in=asked.values("user_id"))
    if kind == LetterKind.MANAGER_NOTE:
        return here.filter(pk__in=approved.values("user__manager_id"))
    return here.filter(pk__in=approved.filter(role=ROLE_OF_KIND[kind]).values("user_id"))


def new_readers_of(letter: Letter) -> UserQuerySet:
    """Return those a letter is for who have not had it."""
    readers = readers_of(letter.program, LetterKind(letter.kind))
    if letter.pk is None:
        return readers
    return readers.exclude(pk__in=Copy.objects.filter(letter=letter).values("person_id"))


def values_for(program: Program) -> dict[str, str]:
    """Return what the placeholders of a program's letters stand for."""
    staff = list(program.staff.select_related("user").order_by("pk"))
    names = {role: _names(staff, role) for role in (StaffRole.SPONSOR, StaffRole.COORDINATOR)}
    return {
        Placeholder.PROGRAM: program.name,
        Placeholder.COMPANY: company().name,
        Placeholder.SPONSOR: names[StaffRole.SPONSOR] or _("The sponsor of the program"),
        Placeholder.COORDINATOR: names[StaffRole.COORDINATOR] or _("the program team"),
        Placeholder.FIRST_DAY: date_format(program.starts_on),
        Placeholder.LAST_DAY: date_format(program.ends_on) if program.ends_on else _("later"),
    }


def _names(staff: Iterable[ProgramStaff], role: str) -> str:
    return ", ".join(each.user.display_name for each in staff if each.role == role)


def html_of(letter: Letter, values: Mapping[str, str]) -> SafeString:
    """Return the letter as clean HTML, its placeholders filled."""
    html = as_html(fill_markdown(letter.text, values))
    return mark_safe(html)  # noqa: S308 -- parsed without HTML, then cleaned by nh3


def delivered(letter: Letter) -> Delivered:
    """Return how the mails of a letter fare, in one query."""
    counts = states_about(letter.uid, kind="letter")
    return Delivered(
        waiting=counts.pop("pending", 0) + counts.pop("handing", 0),
        sent=counts.pop("sent", 0),
        failed=sum(counts.get(state, 0) for state in ("failed", "unknown", "suppressed")),
    )


def letters_to_read(program: Program, user: User) -> list[Letter]:
    """Return the stored letters of a program that a person may read, in one query."""
    found = Letter.objects.filter(program=program).visible_to(user)
    return list(found.order_by("kind"))


def sendings_due(now: datetime) -> list[Sending]:
    """Return what waits to be written and whose time has come."""
    due = Sending.objects.filter(send_at__lte=now, written_at=None, taken_back_at=None)
    return list(due.select_related("letter__program").order_by("send_at", "pk"))


def letters_for_joiners() -> list[Letter]:
    """Return letters that have been sent once and go on to those who join later."""
    letters = Letter.objects.filter(for_joiners=True, copies__isnull=False).distinct()
    return list(letters.select_related("program").order_by("pk"))
