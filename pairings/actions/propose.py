"""A coordinator proposes a pair; every rule that stands in the way is named.

Until a cohort is announced a proposal is fixed quietly: both keep their place for each other, and
nobody is told.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.errors import Forbidden, Refusal
from outbox.actions import enqueue
from pairings.actions.items import settle_next_partner
from pairings.actions.locks import lock_pairing_program
from pairings.emails import proposal_made
from pairings.models import Pairing
from pairings.permissions import overseer_for
from pairings.queries import Broken, check_pair, is_quiet_now
from pairings.queries.waiting import time_to_decide
from pairings.rules import NEVER_OVERRIDDEN, PairState
from programs.actions import lock_places
from programs.models import Enrollment, Program
from programs.queries import free_coordinators
from programs.rules import PAIRING_STATES, Role

REASON_LENGTH = 500


class InvalidPair(Refusal):
    """Rules stand in the way. `needs_reason`: a written reason would be enough."""

    def __init__(self, broken: list[Broken]) -> None:
        self.broken = broken
        self.needs_reason = all(each.rule not in NEVER_OVERRIDDEN for each in broken)
        sentences = [each.sentence for each in broken]
        if self.needs_reason:
            sentences.append(_("To propose this pair all the same, write down why."))
        super().__init__(broken[0].rule, " ".join(sentences))


@dataclass(frozen=True, slots=True)
class _Plan:
    """Two locked places and who proposes them to each other."""

    program: Program
    mentor: Enrollment
    mentee: Enrollment
    by: User
    now: datetime

    @property
    def people(self) -> tuple[User, User]:
        """Mentor and mentee."""
        return self.mentor.user, self.mentee.user


def propose_pair(
    *, mentor: Enrollment, mentee: Enrollment, by: User, now: datetime, override_reason: str = ""
) -> Pairing:
    """Propose two enrolled people to each other and tell both, or fix them quietly.

    Raises `Forbidden` for who may not coordinate these two, `InvalidPair` for a broken rule that
    is not, or cannot be, outweighed by a written reason, `Refusal` for a program that pairs nobody.
    """
    reason = override_reason.strip()[:REASON_LENGTH]
    with transaction.atomic():
        plan = _lock(mentor, mentee, by, now)
        overseer = refuse_who_may_not(plan.by, plan.program, plan.people)
        refuse_program_that_pairs_nobody(plan.program, plan.mentee.user, now)
        broken = check_pair(plan.program, *plan.people)
        if broken and not (reason and InvalidPair(broken).needs_reason):
            raise InvalidPair(broken)
        pairing = _create(plan, overseer, [each.rule for each in broken], reason)
        _tell(plan, pairing)
    return pairing


def _lock(mentor: Enrollment, mentee: Enrollment, by: User, now: datetime) -> _Plan:
    if mentor.program_id != mentee.program_id:
        raise Refusal("two_programs", _("These two take part in different programs."))
    program = lock_pairing_program(mentor.program)
    places = lock_places([mentor.pk, mentee.pk])
    return _Plan(program, places[mentor.pk], places[mentee.pk], by, now)


def refuse_who_may_not(by: User, program: Program, people: tuple[User, User]) -> User | None:
    """Return who must oversee the pair by exception, if anybody; raises `Forbidden`."""
    may, overseer = overseer_for(by, program, people)
    if may:
        return overseer
    free = free_coordinators(program, [user.pk for user in people])
    names = ", ".join(user.display_name for user in free if user != by)
    if names:
        message = _("You cannot coordinate these two. This can be done by: %(names)s.")
        raise Forbidden("in_line", message % {"names": names})
    raise Forbidden("in_line", _("You cannot coordinate these two."))


def refuse_program_that_pairs_nobody(program: Program, mentee: User, now: datetime) -> None:
    """Refuse a program that is not between enrolling and running, or past its last day."""
    if program.state not in PAIRING_STATES:
        message = _("Pairs are made from the opening of enrollment until the program closes.")
        raise Refusal("not_pairing", message)
    if program.ends_on and program.ends_on <= now.astimezone(mentee.zone).date():
        raise Refusal("program_over", _("The last day of this program has passed."))


def _create(plan: _Plan, overseer: User | None, overridden: list[str], reason: str) -> Pairing:
    mentor, mentee = plan.people
    is_quiet = is_quiet_now(plan.program)
    pairing = Pairing.objects.create(
        program=plan.program,
        mentor=mentor,
        mentee=mentee,
        mentor_enrollment=plan.mentor,
        mentee_enrollment=plan.mentee,
        state=PairState.PROPOSED,
        proposed_by=plan.by,
        proposed_at=plan.now,
        expires_at=plan.program.announce_at
        if is_quiet and plan.program.announce_at
        else time_to_decide(plan.now, plan.people),
        is_quiet=is_quiet,
        override_reason=reason if overridden else "",
        overridden_rules=overridden,
        overseer=overseer,
    )
    facts = {
        "overridden": ",".join(overridden),
        "overseer": overseer.pk if overseer else None,
    }
    audit.record("propose", pairing.subject, by=plan.by, now=plan.now, facts=facts)
    return pairing


def _tell(plan: _Plan, pairing: Pairing) -> None:
    letters = () if pairing.is_quiet else tuple(Role)
    for role in letters:
        enqueue(proposal_made(pairing, role), now=plan.now)
    settle_next_partner(pairing, now=plan.now)
