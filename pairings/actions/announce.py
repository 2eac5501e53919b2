"""A cohort is announced: every pair that was fixed quietly starts at the same moment, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from attention.queries import subjects_with_items
from core import audit
from core.days import day_of
from core.errors import Forbidden, Refusal
from core.hints import hint
from outbox.actions import Draft, enqueue_many
from pairings.actions.close import close_proposal
from pairings.actions.items import (
    INVALID_PAIR,
    raise_next_partner,
    raise_nothing_to_announce,
    settle_items_of,
    settle_nothing_to_announce,
)
from pairings.actions.locks import lock_pairing_program
from pairings.emails import pair_announced
from pairings.models import Pairing
from pairings.queries import check_pairings, due_announcements, is_quiet_now, quiet_pairs_of
from pairings.rules import PairState
from programs.actions import lock_places
from programs.models import Program
from programs.permissions import can_coordinate
from programs.rules import PAIRING_STATES, Role


@dataclass(frozen=True, slots=True)
class Announced:
    """How many pairs started, and how many were left out because a rule is broken."""

    started: int = 0
    left_out: int = 0


def announce_pairs(*, program: Program, by: User, now: datetime) -> Announced:
    """Start every pair that was fixed quietly, and tell each partner in one mail.

    A pair that breaks a rule by now is taken back as quietly as it was fixed, and its two become
    action items. A second announcement changes nothing. Raises `Forbidden`, and `Refusal` where
    there is nothing to announce.
    """
    if not can_coordinate(by, program):
        raise Forbidden("not_coordinator", _("Only the coordinators of this program can do this."))
    with transaction.atomic():
        current = lock_pairing_program(program)
        if current.announced_at is not None:
            return Announced()
        _refuse_too_early(current)
        pairs = _lock_quiet_pairs(current)
        if not pairs:
            raise Refusal("no_pairs", _("There is no pair to announce yet."))
        _refuse_too_late(current, now)
        return _announce(current, pairs, by, now)


def announce_what_is_due(*, now: datetime) -> int:
    """Announce the programs whose time has come; returns how many pairs started.

    Where no pair is fixed nothing is announced: a coordinator is asked for another date.
    """
    return sum(_announce_by_time(program, now) for program in list(due_announcements(now)))


def _announce_by_time(program: Program, now: datetime) -> int:
    with transaction.atomic():
        current = lock_pairing_program(program)
        if not due_announcements(now).filter(pk=current.pk).exists():
            return 0
        pairs = _lock_quiet_pairs(current)
        if not pairs or _is_over(current, now):
            raise_nothing_to_announce(current, now=now)
            return 0
        return _announce(current, pairs, None, now).started


def _refuse_too_early(program: Program) -> None:
    if not is_quiet_now(program):
        message = _("Set a date for the announcement first. Without one, both are asked at once.")
        raise Refusal("no_date", message)
    if program.state not in PAIRING_STATES:
        message = _("Pairs are made from the opening of enrollment until the program closes.")
        raise Refusal("not_pairing", message)


def _refuse_too_late(program: Program, now: datetime) -> None:
    if _is_over(program, now):
        raise Refusal("program_over", _("The last day of this program has passed."))


def _is_over(program: Program, now: datetime) -> bool:
    """The people furthest ahead must still have a day of it."""
    return program.ends_on is not None and program.ends_on <= day_of(now, program.zone)


def _lock_quiet_pairs(program: Program) -> list[Pairing]:
    """Lock places, then pairs, each by id; who stepped back meanwhile is not among them."""
    pairs = quiet_pairs_of(program)
    sides = pairs.values_list("mentor_enrollment_id", "mentee_enrollment_id")
    lock_places({place for both in sides for place in both})
    topics = ("mentor_enrollment__topics", "mentee_enrollment__topics")
    locked = pairs.select_for_update(of=("self",), no_key=True)
    return list(locked.prefetch_related(*topics))


def _announce(
    program: Program, pairs: Sequence[Pairing], by: User | None, now: datetime
) -> Announced:
    found = list(zip(pairs, check_pairings(pairs), strict=True))
    valid = [pair for pair, broken in found if not broken]
    left_out = [pair for pair, broken in found if broken]
    Program.objects.filter(pk=program.pk).update(announced_at=now, revision=F("revision") + 1)
    audit.record("announce", program.subject, by=by, now=now, facts={"pairs": len(valid)})
    _start(program, valid, by, now)
    for pair in left_out:
        close_proposal(pair, "withdraw", (), by=None, now=now)
        raise_next_partner(pair, now=now)
    settle_nothing_to_announce(program, now=now)
    hint("health.tasks.refresh")
    return Announced(len(valid), len(left_out))


def _start(program: Program, pairs: Sequence[Pairing], by: User | None, now: datetime) -> None:
    """A cohort ends together, so that one statement starts them all."""
    Pairing.objects.filter(pk__in=[pair.pk for pair in pairs]).update(
        state=PairState.GETTING_STARTED,
        is_quiet=False,
        mentor_accepted_at=now,
        mentee_accepted_at=now,
        started_at=now,
        ends_on=program.ends_on,
        revision=F("revision") + 1,
    )
    audit.record_many("announce", ((pair.subject, {}) for pair in pairs), by=by, now=now)
    enqueue_many([letter for pair in pairs for letter in _letters(pair)], now=now)
    said = subjects_with_items(INVALID_PAIR, [pair.uid for pair in pairs])
    for pair in pairs:
        if pair.uid in said:
            settle_items_of(pair, how="started", now=now)


def _letters(pair: Pairing) -> list[Draft]:
    mentor, mentee = (
        {topic.name for topic in place.topics.all()}
        for place in (pair.mentor_enrollment, pair.mentee_enrollment)
    )
    return [pair_announced(pair, role, sorted(mentor & mentee)) for role in Role]
