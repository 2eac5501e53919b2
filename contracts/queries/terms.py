"""The terms that apply to a pair: what it agreed, and before that what the program says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import prefetch_related_objects

from contracts.models import Version
from contracts.rules import Channel, VersionState
from contracts.rules.parts import instant_of
from pairings.models import Pairing
from programs.cadence import Terms
from programs.rules import Cadence, Role


@dataclass(frozen=True, slots=True)
class WorkingTerms:
    """How a pair meets now. `place` and `first_dates` are for the pair's own pages."""

    cadence: Cadence
    minutes: int
    channel: Channel
    organizer: Role
    place: str = ""
    first_dates: tuple[datetime, ...] = ()


def terms_of(pairing: Pairing) -> list[Terms]:
    """Return each cadence of a pair with the day it applies from, the program's first."""
    return terms_of_many([pairing])[pairing.pk]


def terms_of_many(pairings: Iterable[Pairing]) -> dict[int, list[Terms]]:
    """Return `terms_of` by pair, in one query and what is missing of programs and mentees.

    Days are days in the mentee's zone.
    """
    pairs = list(pairings)
    prefetch_related_objects(pairs, "program", "mentee")
    agreed = _agreed([pair.pk for pair in pairs])
    return {pair.pk: terms_from(pair, agreed.get(pair.pk, ())) for pair in pairs}


def terms_from(pairing: Pairing, agreed: Iterable[tuple[Cadence, datetime]]) -> list[Terms]:
    """Return the same from what was agreed and when it came into force, the earliest first."""
    return [
        Terms(Cadence(pairing.program.cadence), start_of(pairing)),
        *(Terms(cadence, _day(at, pairing)) for cadence, at in agreed),
    ]


def _agreed(pairs: list[int]) -> dict[int, list[tuple[Cadence, datetime]]]:
    versions = Version.objects.ever_in_force().filter(contract__pairing__in=pairs)
    rows = versions.order_by("in_force_at", "number").values_list(
        "contract__pairing", "cadence", "in_force_at"
    )
    found: dict[int, list[tuple[Cadence, datetime]]] = {}
    for pair, cadence, at in rows:
        if at is not None:
            found.setdefault(pair, []).append((Cadence(cadence), at))
    return found


def start_of(pairing: Pairing) -> date:
    """Return the day a pair started, in the mentee's zone (proposed, while it has not)."""
    return _day(pairing.started_at or pairing.proposed_at, pairing)


def _day(at: datetime, pairing: Pairing) -> date:
    return at.astimezone(pairing.mentee.zone).date()


def working_terms(pairing: Pairing) -> WorkingTerms:
    """Return what is in force, or the program's defaults."""
    version = Version.objects.filter(contract__pairing=pairing, state=VersionState.IN_FORCE).first()
    if version is None:
        program = pairing.program
        return WorkingTerms(Cadence(program.cadence), program.minutes, Channel.VIDEO, Role.MENTEE)
    return WorkingTerms(
        Cadence(version.cadence),
        version.minutes,
        Channel(version.channel),
        Role(version.organizer),
        version.place,
        tuple(instant_of(text) for text in version.first_dates),
    )
