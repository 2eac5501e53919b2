"""On which days the clock of a pair stands still: pauses, blackouts, leave of both."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from accounts.models import Leave
from core.days import ONE_DAY, Closed
from pairings.models import Pairing, Pause
from programs.models import Blackout

Spans = dict[int, list[tuple[date, date]]]


def closed_days_of(pairings: Sequence[Pairing]) -> dict[int, Closed]:
    """Return the days that do not count, by primary key of the pair; three queries in all."""
    pauses = _pauses_of([pairing.pk for pairing in pairings])
    blackouts = _blackouts_of({pairing.program_id for pairing in pairings})
    leaves = leaves_of({p for pair in pairings for p in (pair.mentor_id, pair.mentee_id)})
    return {
        pair.pk: Closed.of(
            [
                *pauses[pair.pk],
                *blackouts[pair.program_id],
                *leaves[pair.mentor_id],
                *leaves[pair.mentee_id],
            ]
        )
        for pair in pairings
    }


def leaves_of(people: Iterable[int]) -> Spans:
    """Return the days on which people are away, by primary key of the person."""
    found: Spans = defaultdict(list)
    rows = Leave.objects.filter(user_id__in=people)
    for person, first, last in rows.values_list("user_id", "starts_on", "ends_on"):
        found[person].append((first, last))
    return found


def span_of(pause: Pause) -> tuple[date, date]:
    """Return the days a pause took or will take; who came back early cut it short."""
    back_on = pause.resumed_on or pause.ends_on + ONE_DAY
    return pause.starts_on, min(pause.ends_on, back_on - ONE_DAY)


def _pauses_of(pairing_ids: Iterable[int]) -> Spans:
    found: Spans = defaultdict(list)
    for pause in Pause.objects.filter(pairing_id__in=pairing_ids):
        found[pause.pairing_id].append(span_of(pause))
    return found


def _blackouts_of(program_ids: Iterable[int]) -> Spans:
    found: Spans = defaultdict(list)
    rows = Blackout.objects.filter(program_id__in=program_ids)
    for program, first, last in rows.values_list("program_id", "starts_on", "ends_on"):
        found[program].append((first, last))
    return found
