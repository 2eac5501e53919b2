"""Whose row is it? By employee id first, then by email; never by name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from accounts.rules.places import folded
from directory.rules.problems import Code, Problem
from directory.rules.rows import PersonRow

# The number under which a row's person is known: the primary key, or minus the line for a new one.
Key = int


@dataclass(frozen=True, slots=True)
class People:
    """The keys of everybody who is stored. `by_email` knows addresses that wait as well."""

    by_employee_id: Mapping[str, Key] = field(default_factory=dict)
    by_email: Mapping[str, Key] = field(default_factory=dict)
    by_name: Mapping[str, tuple[Key, ...]] = field(default_factory=dict)
    employee_ids: Mapping[Key, str] = field(default_factory=dict)
    managers: Mapping[Key, Key | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Matches:
    """The rows that have a person, by key, in the file's order; and what is wrong with others."""

    rows: Mapping[Key, PersonRow]
    problems: tuple[Problem, ...]


def match_rows(rows: Iterable[PersonRow], people: People) -> Matches:
    """Say whose row each is. The first row of a person counts, a further one is wrong."""
    found: dict[Key, PersonRow] = {}
    problems: list[Problem] = []
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        key = _seen_before(row, seen) or _match(row, people)
        if not isinstance(key, Problem) and key in found:
            key = _twice(row, found[key].line)
        if isinstance(key, Problem):
            problems.append(key)
        else:
            found[key] = row
    return Matches(found, tuple(problems))


def _seen_before(row: PersonRow, seen: dict[tuple[str, str], int]) -> Problem | None:
    names = [("id", row.employee_id), ("email", row.email)]
    lines = [seen[name] for name in names if name in seen]
    if lines:
        return _twice(row, min(lines))
    seen.update({name: row.line for name in names if name[1]})
    return None


def _twice(row: PersonRow, first: int) -> Problem:
    return Problem(row.line, Code.ROW_TWICE, {"who": row.who, "first": str(first)})


def _match(row: PersonRow, people: People) -> Key | Problem:
    by_id = people.by_employee_id.get(row.employee_id)
    by_email = people.by_email.get(row.email)
    if by_id is not None and by_email not in (None, by_id):
        return Problem(row.line, Code.EMAIL_TAKEN, {"who": row.who, "email": row.email})
    if by_id is not None:
        return by_id
    if by_email is not None:
        return _match_by_email(row, by_email, people)
    return _new(row)


def _match_by_email(row: PersonRow, key: Key, people: People) -> Key | Problem:
    stored = people.employee_ids.get(key, "")
    if row.employee_id and stored:
        return Problem(row.line, Code.TWO_PEOPLE, {"email": row.email, "employee_id": stored})
    return key


def _new(row: PersonRow) -> Key | Problem:
    if not row.email:
        return Problem(row.line, Code.NO_EMAIL, {"employee_id": row.employee_id})
    if not row.own.get("display_name"):
        return Problem(row.line, Code.NO_NAME, {"email": row.email})
    return -row.line


def name_key(name: str) -> str:
    """Return under which key `People.by_name` holds a name."""
    return folded(name)
