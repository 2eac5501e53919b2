"""What closing a program does to its pairs, and what came of it all; counts, no names of pairs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.queries import line_of
from lifecycle.models import Consent, Extension
from lifecycle.queries.after import CertificateFacts, Sums, certificate_from, company_name, sums_of
from lifecycle.rules import ConsentKind, final_state
from meetings.models import HELD, InformalContact, Meeting
from meetings.queries import pair_facts_of
from meetings.rules.attainment import read_attainment
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import Enrollment, Program
from programs.queries import places_in
from programs.rules import EnrollmentState, Role

WAITING = (PairState.GETTING_STARTED, PairState.PAUSED)


@dataclass(frozen=True, slots=True)
class ClosingPreview:
    """How many pairs do what when a program begins to close, or closes, and who gets a mail.

    `conclude`: active ones whose last weeks begin. `finish`: in their last weeks already, of
    these `complete` have met often enough. `end`: never signed, or resting. `go_on`: extended.
    """

    conclude: int
    finish: int
    complete: int
    end: int
    go_on: int
    proposals: int
    told: int


def closing_preview(program: Program, now: datetime) -> ClosingPreview:
    """Return what would happen; a total counts every pair, whoever may look after it."""
    extended = Exists(Extension.objects.filter(pairing=OuterRef("pk")))
    pairs = Pairing.objects.open().filter(program=program).annotate(was_extended=extended)
    found = list(pairs.with_people())
    counts = Counter(_what_happens(pair) for pair in found)
    finishing = [pair for pair in found if pair.state == PairState.CONCLUDING]
    return ClosingPreview(
        conclude=counts["conclude"],
        finish=counts["finish"],
        complete=_completing(finishing, now),
        end=counts["end"],
        go_on=counts["go_on"],
        proposals=counts["proposal"],
        told=places_in(program).approved().filter(user__in=User.objects.active()).count(),
    )


def _what_happens(pair: Pairing) -> str:
    if pair.state == PairState.PROPOSED:
        return "proposal"
    if pair.state == PairState.CONCLUDING:
        return "finish"
    if vars(pair)["was_extended"]:
        return "go_on"
    return "end" if pair.state in WAITING else "conclude"


def _completing(pairs: Sequence[Pairing], now: datetime) -> int:
    facts = pair_facts_of(pairs)
    shares = (read_attainment(each, now).share for each in facts.values())
    return sum(final_state(share) == PairState.COMPLETED for share in shares)


@dataclass(frozen=True, slots=True)
class ProgramSummary:
    """What came of a program that has closed; `again`: who would like another partner."""

    completed: int
    ended: int
    going_on: int
    sums: Sums
    again: Sequence[Enrollment]


def program_summary(program: Program, user: User) -> ProgramSummary:
    """Return the sums of a program, and who wished for a new partner, without one's own line."""
    pairs = Pairing.objects.filter(program=program)
    states = Counter(pairs.values_list("state", flat=True))
    held = Meeting.objects.filter(pairing__program=program, state=HELD)
    minutes = held.aggregate(total=Sum(Coalesce("held_minutes", "minutes")))["total"]
    contacts = InformalContact.objects.filter(pairing__program=program, undone_at=None)
    return ProgramSummary(
        completed=states[PairState.COMPLETED],
        ended=states[PairState.ENDED],
        going_on=pairs.live().count(),
        sums=Sums(held.count(), minutes or 0, contacts.count()),
        again=_again(program, user),
    )


def _again(program: Program, user: User) -> Sequence[Enrollment]:
    wishes = (
        Consent.objects.open()
        .yes()
        .filter(
            kind=ConsentKind.NEW_PARTNER, pairing__program=program, pairing__ended_at__isnull=False
        )
    )
    places = places_in(program).filter(
        state=EnrollmentState.APPROVED, user__in=wishes.values("person")
    )
    return list(places.exclude(user__in=line_of(user)))


def certificates_in(program: Program, user: User) -> list[CertificateFacts]:
    """Return what is certified to both of every completed pair that this person oversees."""
    pairs = list(
        Pairing.objects.overseen_by(user)
        .filter(program=program, state=PairState.COMPLETED)
        .with_people()
        .order_by("pk")
    )
    sums, company = sums_of([pair.pk for pair in pairs]), company_name()
    return [
        certificate_from(pair, pair.person_in(role), sums[pair.pk], company)
        for pair in pairs
        for role in Role
    ]
