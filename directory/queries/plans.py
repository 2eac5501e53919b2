"""What a file would change: the preview shows it, the act writes it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings

from accounts.models import User
from directory.queries.people import known_among, people_stored
from directory.rules.compare import Change, compare
from directory.rules.managers import managers_first, resolve_managers
from directory.rules.matching import Key, Matches, match_rows
from directory.rules.problems import Code, Problem
from directory.rules.reading import Sheet
from directory.rules.rows import PersonRow


@dataclass(frozen=True, slots=True)
class Creation:
    """Somebody new. `manager` is a primary key, minus the line of somebody new, or None."""

    key: Key
    row: PersonRow
    manager: Key | None


@dataclass(frozen=True, slots=True)
class Update:
    """Somebody stored to whom the file says something else. `manager` only with `has_manager`."""

    key: Key
    row: PersonRow
    change: Change
    manager: Key | None = None
    has_manager: bool = False

    def fields(self) -> list[str]:
        """Name what changes; nothing where the file's words are only remembered."""
        return sorted([*self.change.fields(), *(["manager"] if self.has_manager else [])])

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write, not even to remember."""
        return not self.fields() and not self.change.imported


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a file would do. `matched` counts the rows that are not left out."""

    creations: tuple[Creation, ...]
    updates: tuple[Update, ...]
    problems: tuple[Problem, ...]
    matched: int

    @property
    def wrong(self) -> int:
        """How many rows are left out altogether."""
        return sum(1 for problem in self.problems if problem.stops_row)

    @property
    def changed(self) -> tuple[Update, ...]:
        """Who would look different."""
        return tuple(update for update in self.updates if update.fields())

    @property
    def unchanged(self) -> int:
        """How many rows say what is stored."""
        return self.matched - len(self.creations) - len(self.changed)


def make_plan(sheet: Sheet, *, by: User | None, today: date) -> Plan:
    """Return what a file would change now, in a number of queries that follows its size / 500."""
    people = people_stored(with_names="manager" in sheet.columns.places)
    matched = match_rows([_in_offered_language(row) for row in sheet.people], people)
    matches = _without_strangers_who_left(matched, today)
    reporting = resolve_managers(matches, people)
    creations = _creations(matches, reporting.managers)
    updates, refused = _updates(matches, reporting.managers, by, today)
    noted = [note for update in updates for note in update.change.notes]
    problems = [*sheet.problems, *matches.problems, *reporting.notes, *noted, *refused]
    return Plan(
        creations=tuple(creations),
        updates=tuple(update for update in updates if not update.is_empty),
        problems=tuple(sorted(problems, key=lambda problem: (problem.line, problem.code))),
        matched=len(matched.rows) - len(refused),
    )


def _in_offered_language(row: PersonRow) -> PersonRow:
    """Leave out a language of pages and mails that this deployment does not speak."""
    if row.own.get("interface_language") in {None, *dict(settings.LANGUAGES)}:
        return row
    offered = {name: said for name, said in row.own.items() if name != "interface_language"}
    return replace(row, own=offered)


def _without_strangers_who_left(matches: Matches, today: date) -> Matches:
    """Who has left before they were ever stored is not created, and is nobody's manager."""
    rows = {
        key: row
        for key, row in matches.rows.items()
        if key > 0 or row.standing is None or row.standing.is_here_on(today)
    }
    return Matches(rows, matches.problems)


def _creations(matches: Matches, managers: Mapping[Key, Key | None]) -> list[Creation]:
    """Return new people, managers before their reports."""
    new = {key: row for key, row in matches.rows.items() if key < 0}
    return [Creation(key, new[key], managers.get(key)) for key in managers_first(new, managers)]


def _updates(
    matches: Matches, managers: Mapping[Key, Key | None], by: User | None, today: date
) -> tuple[list[Update], list[Problem]]:
    stored = {key: row for key, row in matches.rows.items() if key > 0}
    known = known_among(stored)
    updates: list[Update] = []
    refused: list[Problem] = []
    for key, row in stored.items():
        change = compare(row, known[key], today)
        problem = _refusal(key, row, change, is_here=known[key].is_here, by=by)
        if problem:
            refused.append(problem)
            continue
        manager = managers.get(key)
        is_news = key in managers and manager != known[key].values["manager_id"]
        updates.append(Update(key, row, change, manager, has_manager=is_news))
    return updates, refused


def _refusal(
    key: Key, row: PersonRow, change: Change, *, is_here: bool, by: User | None
) -> Problem | None:
    """Nobody shuts themselves out, and who has left is left alone until a status says otherwise."""
    facts = {"who": row.who}
    if change.has_left and by is not None and key == by.pk:
        return Problem(row.line, Code.YOURSELF, facts)
    if not is_here and not change.returns and not change.has_left:
        return None if row.standing else Problem(row.line, Code.HAS_LEFT, facts)
    return None
