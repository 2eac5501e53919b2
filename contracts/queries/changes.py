"""What changed between two texts of a pair, goal by goal and term by term, word by word."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from contracts.models import LastSeen, Version
from contracts.queries.beside import Family
from contracts.queries.house_rules import latest_house_rules
from contracts.queries.parts import own_parts, shared_terms
from contracts.queries.wording import terms_in_words
from contracts.rules.document import Agreement, read_document
from contracts.rules.parts import (
    GoalText,
    OwnPart,
    SharedTerms,
    goals_from_json,
    terms_from_json,
)
from core.difference import Segment, differences
from programs.rules import Role

_NOTHING = GoalText()


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that two texts say differently."""

    label: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed, under a title that says since when; without rows nothing did."""

    key: str
    title: str
    rows: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as far as it is known: pieces that are None were not seen."""

    parts: Mapping[Role, OwnPart | None]
    terms: SharedTerms | None
    house_rules: int | None = None
    ends_on: date | None = None


def changes_of(family: Family, names: dict[Role, str]) -> list[Changes]:
    """Return what a version changes against the one that counted, and since it came back."""
    found = []
    version, base, back = family.version, family.base, family.sent_back
    if base is not None and base.document:
        title = _("What changes from version %(number)s") % {"number": base.number}
        found.append(Changes("base", title, _rows(_frozen(base), _now(version), names)))
    if back is not None and back.document:
        title = _("What changed since version %(number)s came back") % {"number": back.number}
        found.append(Changes("back", title, _rows(_frozen(back), _now(version), names)))
    return found


def changes_since_seen(version: Version, role: Role, names: dict[Role, str]) -> Changes | None:
    """Return what the other changed since this side saved last; None where it never did, or naught.

    The person's own part is theirs, and no news to them.
    """
    seen = LastSeen.objects.filter(contract=version.contract_id, role=role).first()
    if seen is None:
        return None
    other = Role.MENTEE if role == Role.MENTOR else Role.MENTOR
    now = _now(version)
    news = _rows(_seen(seen.text, other), _Text(now.parts, now.terms), names)
    title = _("What %(name)s changed since you last saved") % {"name": names[other]}
    return Changes("seen", title, news) if news else None


def _frozen(version: Version) -> _Text:
    return _of(read_document(bytes(version.document or b"")))


def _of(says: Agreement) -> _Text:
    return _Text(says.parts, says.terms, says.house_rules.version, says.ends_on)


def _now(version: Version) -> _Text:
    """The bytes of what was offered; of a draft what it would become today."""
    if version.document:
        return _frozen(version)
    pairing = version.contract.pairing
    rules = latest_house_rules(pairing.program) or version.house_rules
    ends_on = pairing.ends_on or version.ends_on
    return _Text(own_parts(version), shared_terms(version), rules.number, ends_on)


def _seen(text: Mapping[str, Any], other: Role) -> _Text:
    part, terms = text.get(str(other)), text.get("terms")
    return _Text(
        {other: None if part is None else goals_from_json(part)},
        None if terms is None else terms_from_json(terms),
    )


def _rows(before: _Text, after: _Text, names: dict[Role, str]) -> tuple[Changed, ...]:
    said = [
        *_goal_rows(before, after, names),
        *_term_rows(before, after, names),
        (_("House rules"), _version(before.house_rules), _version(after.house_rules)),
        (_("Until"), _day(before.ends_on), _day(after.ends_on)),
    ]
    return tuple(
        Changed(str(label), differences(old, new))
        for label, old, new in said
        if old is not None and new is not None and old != new
    )


_Row = tuple[str | Promise, str | None, str | None]


def _goal_rows(before: _Text, after: _Text, names: dict[Role, str]) -> Iterator[_Row]:
    for role in (Role.MENTEE, Role.MENTOR):
        old, new = before.parts.get(role), after.parts.get(role)
        if old is None or new is None:
            continue
        pairs = zip_longest(old, new, fillvalue=_NOTHING)
        for number, (was, becomes) in enumerate(pairs, 1):
            facts = {"name": names[role], "number": number}
            yield _label(role, number) % facts, was.text, becomes.text
            sign = _("%(name)s, %(number)s: we will notice because") % facts
            yield sign, was.sign_of_success, becomes.sign_of_success


def _label(role: Role, number: int) -> str:
    if role == Role.MENTEE:
        return _("The goal of %(name)s") if number == 1 else _("Goal %(number)s of %(name)s")
    return _("What %(name)s gains") if number == 1 else _("Gain %(number)s of %(name)s")


def _term_rows(before: _Text, after: _Text, names: dict[Role, str]) -> Iterator[_Row]:
    if before.terms is None or after.terms is None:
        return
    old, new = (terms_in_words(terms, names) for terms in (before.terms, after.terms))
    yield from (
        (label, words, becomes)
        for (label, words), becomes in zip(old.items(), new.values(), strict=True)
    )


def _version(number: int | None) -> str | None:
    return None if number is None else _("version %(number)s") % {"number": number}


def _day(day: date | None) -> str | None:
    return None if day is None else formats.date_format(day)
