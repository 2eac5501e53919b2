"""A pair in numbers once it is over, and what each of the two may still choose."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.models import Company, User
from core.days import day_of
from core.errors import Refusal
from lifecycle.models import Thanks
from meetings.models import HELD, Meeting
from meetings.queries import meeting_counts_of
from pairings.models import Pairing
from pairings.rules import OPEN, PairState
from programs.models import Enrollment
from programs.rules import EnrollmentState, Role

HALF_AN_HOUR = 30


@dataclass(frozen=True, slots=True)
class Sums:
    """What a pair, or several, did together."""

    held: int = 0
    minutes: int = 0
    contacts: int = 0

    @property
    def hours(self) -> float:
        """Hours together, to the half hour."""
        return _half_hours(self.minutes)


def hours_of(meetings: Iterable[Meeting]) -> float:
    """Return the hours of the held ones among these meetings, to the half hour."""
    return _half_hours(sum(meeting.length for meeting in meetings if meeting.state == HELD))


def _half_hours(minutes: int) -> float:
    return (minutes + HALF_AN_HOUR // 2) // HALF_AN_HOUR / 2


def sums_of(pairing_ids: Iterable[int]) -> dict[int, Sums]:
    """Return the numbers of pairs by primary key, in three queries."""
    ids = list(pairing_ids)
    counts = meeting_counts_of(ids)
    minutes = dict(
        Meeting.objects.filter(pairing_id__in=ids, state=HELD)
        .order_by()
        .values_list("pairing_id")
        .annotate(total=Sum(Coalesce("held_minutes", "minutes")))
    )
    return {pk: Sums(counts[pk].held, minutes.get(pk, 0), counts[pk].contacts) for pk in ids}


def place_of(pairing: Pairing, role: Role) -> Enrollment:
    """Return the place of one side, as it is now."""
    key = pairing.mentor_enrollment_id if role == Role.MENTOR else pairing.mentee_enrollment_id
    return Enrollment.objects.select_related("user", "program").get(pk=key)


def may_choose_next(pairing: Pairing, user: User) -> bool:
    """Say whether a former partner can still say what is next: enrolled, and in no other pair."""
    role = pairing.role_of(user)
    if role is None or pairing.program.archived_at is not None:
        return False
    place = place_of(pairing, role)
    is_taken = Pairing.objects.at_place(place).filter(state__in=OPEN, is_quiet=False).exists()
    return place.state == EnrollmentState.APPROVED and not is_taken


def thanks_of(pairing: Pairing, user: User) -> str:
    """Return what this person left for the partner; empty for nothing."""
    found = Thanks.objects.filter(pairing=pairing, by=user).values_list("text", flat=True)
    return found.first() or ""


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What stands on a certificate: of the person alone, nothing of the partner."""

    name: str
    role: Role
    program: str
    company: str
    started_on: date
    ended_on: date
    ended_at: datetime
    sums: Sums
    language: str


def certificate_facts(pairing: Pairing, user: User) -> CertificateFacts:
    """Return what one of the two is certified; refuses a pair that was not completed."""
    sums = sums_of([pairing.pk])[pairing.pk]
    return certificate_from(pairing, user, sums, company_name())


def company_name() -> str:
    """Return the name of the company."""
    company = Company.objects.first()
    return company.name if company else str(Company._meta.get_field("name").get_default())


def certificate_from(pairing: Pairing, user: User, sums: Sums, company: str) -> CertificateFacts:
    """Return the same from what is known of many pairs; days are the person's own."""
    role = pairing.role_of(user)
    started_at, ended_at = pairing.started_at, pairing.ended_at
    is_complete = pairing.state == PairState.COMPLETED
    if role is None or started_at is None or ended_at is None or not is_complete:
        text = _("A certificate is for pairs that have completed their program.")
        raise Refusal("not_completed", text)
    return CertificateFacts(
        name=user.display_name,
        role=role,
        program=pairing.program.name,
        company=company,
        started_on=day_of(started_at, user.zone),
        ended_on=pairing.ends_on or day_of(ended_at, user.zone),
        ended_at=ended_at,
        sums=sums,
        language=user.interface_language,
    )
