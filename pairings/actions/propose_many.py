"""Many pairs are proposed in one act, all or none: what a run has chosen, or a list by hand."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.queries import line_of
from core import audit
from core.errors import Refusal
from outbox.actions import enqueue_many
from pairings.actions.items import settle_searches_at
from pairings.actions.locks import lock_pairing_program
from pairings.actions.propose import (
    InvalidPair,
    refuse_program_that_pairs_nobody,
    refuse_who_may_not,
)
from pairings.emails import proposal_made
from pairings.models import Pairing
from pairings.queries import Broken, Couple, check_couples, is_quiet_now
from pairings.queries.check import Full, overbooked
from pairings.queries.waiting import end_of_wait, workers_of
from pairings.rules import PairState, Rule
from programs.actions import lock_places
from programs.models import Enrollment, Program
from programs.permissions import can_coordinate
from programs.rules import Role

Places = tuple[Enrollment, Enrollment]


@dataclass(frozen=True, slots=True)
class _Batch:
    """Locked places of one program, two by two: mentor, mentee."""

    program: Program
    places: Sequence[Places]
    by: User
    now: datetime

    @property
    def people(self) -> list[tuple[User, User]]:
        """Mentor and mentee of each pair."""
        return [(mentor.user, mentee.user) for mentor, mentee in self.places]


def propose_pairs(
    *, program: Program, couples: Sequence[Places], by: User, now: datetime
) -> list[Pairing]:
    """Propose these mentors and mentees to each other: quietly before an announcement, else asked.

    All or none. Raises what `propose_pair` raises; `InvalidPair` names every rule of every pair,
    also where the list itself gives somebody more pairs than they take.
    """
    with transaction.atomic():
        batch = _lock(program, couples, by, now)
        overseers = _overseers(batch)
        for _mentor, mentee in batch.people:
            refuse_program_that_pairs_nobody(batch.program, mentee, now)
        broken = _broken_in(batch)
        if broken:
            raise InvalidPair(broken)
        pairs = Pairing.objects.bulk_create(_rows(batch, overseers), batch_size=200)
        _record_and_tell(batch, pairs)
    return pairs


def _lock(program: Program, couples: Sequence[Places], by: User, now: datetime) -> _Batch:
    if any(place.program_id != program.pk for both in couples for place in both):
        raise Refusal("two_programs", _("These people take part in different programs."))
    current = lock_pairing_program(program)
    once = dict.fromkeys((mentor.pk, mentee.pk) for mentor, mentee in couples)
    places = lock_places({pk for both in once for pk in both})
    pairs = [(places[mentor], places[mentee]) for mentor, mentee in once]
    return _Batch(current, pairs, by, now)


def _overseers(batch: _Batch) -> list[User | None]:
    """Only people near to whoever proposes need a closer look."""
    line = line_of(batch.by)
    may = can_coordinate(batch.by, batch.program)
    return [
        None
        if may and line.isdisjoint(user.pk for user in both)
        else refuse_who_may_not(batch.by, batch.program, both)
        for both in batch.people
    ]


def _broken_in(batch: _Batch) -> list[Broken]:
    couples = [Couple(batch.program, mentor, mentee) for mentor, mentee in batch.people]
    broken = [each for found in check_couples(couples) for each in found]
    wanted = Counter(place.pk for both in batch.places for place in both)
    places = {place.pk: place for both in batch.places for place in both}
    full = [Full(places[pk], number) for pk, number in wanted.items() if number > 1]
    return broken + [Broken(Rule.CAPACITY, sentence) for sentence in overbooked(full)]


def _rows(batch: _Batch, overseers: Collection[User | None]) -> list[Pairing]:
    is_quiet = is_quiet_now(batch.program)
    waits_until = batch.program.announce_at if is_quiet else None
    workers = workers_of(user for both in batch.people for user in both)
    return [
        Pairing(
            program=batch.program,
            mentor=mentor.user,
            mentee=mentee.user,
            mentor_enrollment=mentor,
            mentee_enrollment=mentee,
            state=PairState.PROPOSED,
            proposed_by=batch.by,
            proposed_at=batch.now,
            expires_at=waits_until
            or end_of_wait(batch.now, (workers[mentor.user_id], workers[mentee.user_id])),
            is_quiet=is_quiet,
            overseer=overseer,
        )
        for (mentor, mentee), overseer in zip(batch.places, overseers, strict=True)
    ]


def _record_and_tell(batch: _Batch, pairs: Sequence[Pairing]) -> None:
    facts = [{"overridden": "", "overseer": pair.overseer_id} for pair in pairs]
    subjects = [(pair.subject, said) for pair, said in zip(pairs, facts, strict=True)]
    audit.record_many("propose", subjects, by=batch.by, now=batch.now)
    told = [pair for pair in pairs if not pair.is_quiet]
    enqueue_many([proposal_made(pair, role) for pair in told for role in Role], now=batch.now)
    settle_searches_at((place for both in batch.places for place in both), now=batch.now)
