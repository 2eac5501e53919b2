"""A pair's rhythm in words: its status, and the marks of its strip."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.days import ONE_DAY, day_of
from home.rules import Mark, is_late
from meetings.rules.facts import PairFacts
from meetings.rules.status import Rhythm, Status, status_at

DAYS_OF_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Pill:
    """A status as shape, word and color."""

    tone: str
    label: str


@dataclass(frozen=True, slots=True)
class Point:
    """A mark of the strip with its date in words."""

    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Strip:
    """What happened on a line, and what that is in one sentence."""

    points: tuple[Point, ...]
    summary: str


def strip_of(marks: Sequence[Mark]) -> Strip:
    """Put marks into words."""
    return Strip(tuple(_point(mark) for mark in marks), _summary(marks))


def _point(mark: Mark) -> Point:
    day = date_format(mark.on, "j M")
    return Point(mark.kind, _("Due %(day)s") % {"day": day} if mark.kind == "due" else day)


def _summary(marks: Sequence[Mark]) -> str:
    kinds = [mark.kind for mark in marks]
    met, missed = kinds.count("met"), kinds.count("missed")
    held = ngettext("%(n)s meeting held", "%(n)s meetings held", met) % {"n": met}
    fell = ngettext("%(n)s fell through", "%(n)s fell through", missed) % {"n": missed}
    return f"{held}, {fell}" if missed else held


def pill_of(rhythm: Rhythm, facts: PairFacts, now: datetime) -> Pill:
    """Put the status of a live pair into a word or two."""
    status = status_at(rhythm, now)
    today = day_of(now, facts.zone)
    if status is Status.PAUSED:
        return Pill("pause", _("Taking a break"))
    if rhythm.due_on is None or status is Status.ON_RHYTHM:
        return Pill("ok", _("On rhythm"))
    if is_late(rhythm, today, now):
        days = (today - rhythm.due_on).days
        return Pill("over", ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days})
    if rhythm.two_fell_through:
        return Pill("over", _("Two dates fell through"))
    return Pill("due", _due(rhythm.due_on, today))


def _due(day: date, today: date) -> str:
    if day <= today:
        return _("Due today")
    if day == today + ONE_DAY:
        return _("Due tomorrow")
    is_near = (day - today).days < DAYS_OF_A_WEEK
    return _("Due %(day)s") % {"day": date_format(day, "l" if is_near else "j M")}
