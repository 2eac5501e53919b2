"""What a row would change about a stored person: pure, so that preview and act agree."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from directory.rules.problems import Code, Problem
from directory.rules.rows import PersonRow, Value


@dataclass(frozen=True, slots=True)
class Known:
    """A stored person. `is_claimed`: an address was proven, so that the account has an owner."""

    values: Mapping[str, Value]
    imported: Mapping[str, Value]
    email: str
    pending_email: str
    employee_id: str
    is_here: bool
    is_claimed: bool
    is_hr_admin: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be written: new values by field, and what of the row was left out."""

    values: Mapping[str, Value]
    imported: Mapping[str, Value]
    new_email: str = ""
    pending_email: str | None = None
    leaves_on: date | None = None
    has_left: bool = False
    returns: bool = False
    notes: tuple[Problem, ...] = ()

    def fields(self) -> list[str]:
        """Name what changes, for people and the audit trail."""
        email = ["email"] if self.new_email or self.pending_email is not None else []
        left = ["left_on"] if self.has_left or self.returns else []
        return sorted([*self.values, *email, *left])


def compare(row: PersonRow, known: Known, today: date) -> Change:
    """Return what the row changes about a stored person.

    What people may set themselves follows the file only when the file says something else than
    at the last import, so that the same file again never takes back what they chose.
    """
    own = _own_changes(row, known)
    kept = {name: value for name, value in row.kept.items() if known.values.get(name) != value}
    if row.employee_id and row.employee_id != known.employee_id:
        kept["employee_id"] = row.employee_id
    new_email, pending, notes = _email(row, known)
    leaves, returns, later = _standing(row, known, today)
    return Change(
        values=kept | own,
        imported=_said_anew(row, known),
        new_email=new_email,
        pending_email=pending,
        leaves_on=row.standing.left_on if row.standing and leaves else None,
        has_left=leaves,
        returns=returns,
        notes=(*notes, *later),
    )


def _said_anew(row: PersonRow, known: Known) -> dict[str, Value]:
    return {name: value for name, value in row.own.items() if known.imported.get(name) != value}


def _own_changes(row: PersonRow, known: Known) -> dict[str, Value]:
    """Follow the file where it is news.

    To somebody who set things before their first import nothing of that is news.
    """
    is_first = not known.imported
    return {
        name: value
        for name, value in _said_anew(row, known).items()
        if known.values.get(name) != value and not (is_first and known.is_claimed)
    }


def _email(row: PersonRow, known: Known) -> tuple[str, str | None, tuple[Problem, ...]]:
    """Return the address to write, the one that waits for its owner, and what is said about it."""
    if not row.email or row.email == known.pending_email:
        return "", None, ()
    if row.email == known.email:
        return "", "" if known.pending_email else None, ()
    if known.is_hr_admin:
        note = Problem(row.line, Code.HR_EMAIL, {"who": row.who, "email": known.email})
        return "", None, (note,)
    if known.is_claimed:
        return "", row.email, ()
    return row.email, None, ()


def _standing(row: PersonRow, known: Known, today: date) -> tuple[bool, bool, tuple[Problem, ...]]:
    """Return whether they leave, whether they return, and what is said about a later day."""
    standing = row.standing
    if standing is None:
        return False, False, ()
    if known.is_here and standing.left_on and standing.left_on >= today:
        facts = {"who": row.who, "day": standing.left_on.isoformat()}
        return False, False, (Problem(row.line, Code.LEAVES_LATER, facts),)
    is_here = standing.is_here_on(today)
    return known.is_here and not is_here, is_here and not known.is_here, ()
