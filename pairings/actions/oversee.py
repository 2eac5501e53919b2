"""Where every coordinator stands in the line of a pair, one HR admin is named to look after it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from core import audit
from pairings.actions.locks import lock_pair
from pairings.models import Pairing
from programs.queries import coordinators_of, lines_above, overseer_among


def assign_overseers(pairs: Sequence[Pairing], *, now: datetime) -> None:
    """Name or release the overseer of open pairs, as the lines are now."""
    programs = {pair.program_id: pair.program for pair in pairs}
    staff = {key: coordinators_of(program) for key, program in programs.items()}
    everybody = {pk for pair in pairs for pk in (pair.mentor_id, pair.mentee_id)}
    lines = lines_above(everybody | {who.pk for each in staff.values() for who in each})
    for pair in pairs:
        people = (pair.mentor_id, pair.mentee_id)
        overseer = overseer_among(staff[pair.program_id], people, lines)
        if pair.overseer_id != (overseer.pk if overseer else None):
            _assign(pair, overseer, now)


def _assign(pair: Pairing, overseer: User | None, now: datetime) -> None:
    with transaction.atomic():
        locked = lock_pair(pair)
        locked.overseer = overseer
        locked.save(update_fields=["overseer"])
        facts = {"overseer": overseer.pk if overseer else None}
        audit.record("assign overseer", pair.subject, by=None, now=now, facts=facts)
