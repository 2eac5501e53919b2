"""What upper apps tell the ground: kinds of message, purposes of links, the navigation."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from core.mail import Mail
from core.tokens import AnswerToken


class Lane(IntEnum):
    """Priority of a message; a lower number leaves first."""

    ACCOUNT = 1
    CALENDAR = 2
    ACT = 3
    NUDGE = 4
    DIGEST = 5


class Outcome(StrEnum):
    """How a message left the outbox for good (or for now: superseded may return)."""

    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"
    SUPPRESSED = "suppressed"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a kind sees of its outbox row; ids are opaque to the outbox."""

    uid: UUID
    key: str
    kind: str
    person_id: int | None
    address: str
    subject_uid: UUID | None
    facts: dict[str, Any]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a message may leave: now (`send`), not before an instant, or not (a reason)."""

    send: bool
    not_before: datetime | None = None
    reason: str = ""


SEND = Verdict(send=True)


def later(not_before: datetime) -> Verdict:
    """Hold the message back until an instant."""
    return Verdict(send=False, not_before=not_before)


def drop(reason: str) -> Verdict:
    """The cause has gone; the row becomes superseded and may return when the cause does."""
    return Verdict(send=False, reason=reason)


def _always(_envelope: Envelope, _now: datetime) -> Verdict:
    return SEND


def _nothing(_envelope: Envelope, _outcome: Outcome, _now: datetime) -> None:
    return None


@dataclass(frozen=True, slots=True)
class MessageKind:
    """One kind of mail. `admit` runs inside the claim's transaction and may take the weekly slot.

    `settled` runs when the row leaves the outbox and gives back what `admit` took. `is_secret`
    facts are encrypted until sent and wiped after; `retries_unknown` allows one more try when it
    cannot be known whether the mail server took the message.
    """

    name: str
    lane: Lane
    render: Callable[[Envelope, datetime], Mail]
    admit: Callable[[Envelope, datetime], Verdict] = _always
    settled: Callable[[Envelope, Outcome, datetime], None] = _nothing
    is_secret: bool = False
    retries_unknown: bool = False

    @property
    def wants_the_outcome(self) -> bool:
        """Whether there is anything to tell this kind when a row leaves."""
        return self.settled is not _nothing


@dataclass(frozen=True, slots=True)
class AnswerPurpose:
    """What a link in a mail asks. `answer` serves GET (writes nothing) and POST (writes)."""

    name: str
    answer: Callable[[HttpRequest, AnswerToken], HttpResponse]


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the navigation."""

    label: str
    url: str
    icon: str
    count: int | None = None
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class NavGroup:
    """A group of entries, the first without a label."""

    label: str
    items: list[NavItem] = field(default_factory=list)


NavSource = Callable[[HttpRequest], Iterable[NavGroup]]

_kinds: dict[str, MessageKind] = {}
_purposes: dict[str, AnswerPurpose] = {}
_navigation: list[tuple[int, NavSource]] = []


def register_messages(*kinds: MessageKind) -> None:
    """Make kinds of message known; the last registration of a name counts."""
    _kinds.update({kind.name: kind for kind in kinds})


def forget_messages(*names: str) -> None:
    """Take kinds back, so that a test's own kinds do not outlive it."""
    for name in names:
        _kinds.pop(name, None)


def message_kind(name: str) -> MessageKind | None:
    """Return the kind, or None when this process does not know it (a rolling deploy)."""
    return _kinds.get(name)


def message_kinds() -> list[MessageKind]:
    """Return every kind, ordered by name."""
    return [_kinds[name] for name in sorted(_kinds)]


def register_answers(*purposes: AnswerPurpose) -> None:
    """Make purposes of answer links known."""
    _purposes.update({purpose.name: purpose for purpose in purposes})


def answer_purpose(name: str) -> AnswerPurpose | None:
    """Return the purpose of a link, or None when it is not known."""
    return _purposes.get(name)


def register_navigation(order: int, source: NavSource) -> None:
    """Add groups to the navigation, lower `order` first."""
    _navigation.append((order, source))
    _navigation.sort(key=lambda entry: entry[0])


def navigation(request: HttpRequest) -> list[NavGroup]:
    """Return the groups for this person; nothing for someone who is not signed in."""
    if not request.user.is_authenticated:
        return []
    return [group for _, source in _navigation for group in source(request) if group.items]
