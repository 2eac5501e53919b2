"""Who reports to whom: names become people, circles are left out, managers are written first."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from directory.rules.matching import Key, Matches, People, name_key
from directory.rules.problems import Code, Problem
from directory.rules.rows import ManagerRef, PersonRow

_NUMBER_BEHIND_NAME = re.compile(r"(.*\S)\s*\(([^()]+)\)")


@dataclass(frozen=True, slots=True)
class Reporting:
    """The manager that each row gives (None: nobody); a row that gives none is not in it."""

    managers: Mapping[Key, Key | None]
    notes: tuple[Problem, ...]


def resolve_managers(matches: Matches, people: People) -> Reporting:
    """Find every manager in the file or among those stored; leave out circles, and say so."""
    index = _Index.of(matches.rows, people)
    found: dict[Key, Key | None] = {}
    notes: list[Problem] = []
    for key, row in matches.rows.items():
        if row.manager is not None:
            manager = _resolve(key, row, row.manager, index)
            if isinstance(manager, Problem):
                notes.append(manager)
            else:
                found[key] = manager
    for key in _in_circles(found, people.managers):
        del found[key]
        row = matches.rows[key]
        notes.append(Problem(row.line, Code.MANAGER_CIRCLE, {"who": row.who}))
    return Reporting(found, tuple(notes))


def managers_first(keys: Iterable[Key], managers: Mapping[Key, Key | None]) -> list[Key]:
    """Order keys so that nobody comes before their own manager; else the order stays."""
    wanted = list(keys)
    depths: dict[Key, int] = {}
    for key in wanted:
        # A dictionary, for its order and its quick look-up: stored data may hold a circle.
        path: dict[Key, None] = {}
        step: Key | None = key
        while step is not None and step not in depths and step not in path:
            path[step] = None
            step = managers.get(step)
        start = depths.get(step, 0) if step is not None else 0
        depths.update({passed: depth for depth, passed in enumerate(reversed(path), start + 1)})
    return sorted(wanted, key=depths.__getitem__)


@dataclass(frozen=True, slots=True)
class _Index:
    """Everybody by what a file may call them; the file comes before what is stored."""

    by_id: Mapping[str, Key]
    by_email: Mapping[str, Key]
    by_name: Mapping[str, frozenset[Key]]
    people: People

    @classmethod
    def of(cls, rows: Mapping[Key, PersonRow], people: People) -> "_Index":
        names: dict[str, set[Key]] = {}
        for key, row in rows.items():
            if display := row.own.get("display_name"):
                names.setdefault(name_key(str(display)), set()).add(key)
        return cls(
            by_id={row.employee_id: key for key, row in rows.items() if row.employee_id},
            by_email={row.email: key for key, row in rows.items() if row.email},
            by_name=MappingProxyType({name: frozenset(keys) for name, keys in names.items()}),
            people=people,
        )

    def of_id(self, text: str) -> Key | None:
        """Return who has an employee id."""
        return self.by_id.get(text) or self.people.by_employee_id.get(text)

    def of_email(self, text: str) -> Key | None:
        """Return who has an address."""
        email = text.lower()
        return self.by_email.get(email) or self.people.by_email.get(email)

    def of_name(self, text: str) -> frozenset[Key]:
        """Return everybody of a name."""
        key = name_key(text)
        return self.by_name.get(key, frozenset()) | set(self.people.by_name.get(key, ()))


def _resolve(key: Key, row: PersonRow, ref: ManagerRef, index: _Index) -> Key | Problem | None:
    if not ref.value:
        return None
    found = _candidates(ref, index)
    facts = {"who": row.who, "manager": ref.value[:60]}
    if not found:
        return Problem(row.line, Code.NO_SUCH_MANAGER, facts)
    if len(found) > 1:
        return Problem(row.line, Code.SEVERAL_MANAGERS, facts)
    if key in found:
        return Problem(row.line, Code.OWN_MANAGER, facts)
    return next(iter(found))


def _candidates(ref: ManagerRef, index: _Index) -> frozenset[Key]:
    if ref.kind == "email" or "@" in ref.value:
        return _one(index.of_email(ref.value))
    by_id = _one(index.of_id(ref.value))
    if ref.kind == "id" or by_id:
        return by_id
    # Workday writes "Jane Doe (10023)".
    named = _NUMBER_BEHIND_NAME.fullmatch(ref.value)
    if named:
        return _one(index.of_id(named[2])) or index.of_name(named[1])
    last, _comma, first = (part.strip() for part in ref.value.partition(","))
    return index.of_name(ref.value) or index.of_name(f"{first} {last}")


def _one(key: Key | None) -> frozenset[Key]:
    return frozenset() if key is None else frozenset({key})


def _in_circles(found: Mapping[Key, Key | None], stored: Mapping[Key, Key | None]) -> list[Key]:
    """Return the rows whose new manager closes a circle.

    Without them the stored manager counts, which may close another one: so this goes on until
    there is none that the file makes.
    """
    left_out: list[Key] = []
    news = {key: manager for key, manager in found.items() if stored.get(key) != manager}
    while True:
        closing = [key for key in _cycle_members({**stored, **news}) if key in news]
        if not closing:
            return sorted(left_out, reverse=True)
        left_out.extend(closing)
        for key in closing:
            del news[key]


def _cycle_members(managers: Mapping[Key, Key | None]) -> list[Key]:
    """Return everybody on a circle; each has one manager at most, so one walk each is enough."""
    walk_of: dict[Key, Key] = {}
    members: list[Key] = []
    for start in managers:
        step: Key | None = start
        while step is not None and step not in walk_of:
            walk_of[step] = start
            step = managers.get(step)
        if step is not None and walk_of[step] == start:
            members.extend(_circle(step, managers))
    return members


def _circle(start: Key, managers: Mapping[Key, Key | None]) -> list[Key]:
    circle = [start]
    step = managers.get(start)
    while step is not None and step != start:
        circle.append(step)
        step = managers.get(step)
    return circle
