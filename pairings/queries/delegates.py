"""Assistants of mentees: for which pairs they plan, and why a colleague cannot."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from accounts.models import Delegation, User
from accounts.queries import line_of
from pairings.models import Pairing
from programs.models import Enrollment, ProgramStaff
from programs.permissions import can_coordinate_any
from programs.queries import lines_above
from programs.rules import TAKING_PART, Role, StaffRole, stands_in_line

_RUNS = (StaffRole.COORDINATOR, StaffRole.DEPUTY)


def is_mentee(user: User) -> bool:
    """Say whether a person is a mentee in some program, or asked to be."""
    places = Enrollment.objects.filter(user=user, role=Role.MENTEE, state__in=TAKING_PART)
    return places.exists()


def why_not_plan(person: User, delegate: User) -> str | None:
    """Return why a colleague cannot plan for a mentee; None when they can.

    A line manager of the mentor would learn what only the two should know, and who runs the
    program sees it from the other side. The sentences name nobody.
    """
    mentors = Pairing.objects.live().filter(mentee=person).values_list("mentor_id", flat=True)
    if not line_of(delegate).isdisjoint(mentors):
        return _(
            "This colleague is the mentor of one of their pairs, or stands in the mentor’s line,"
            " above or below. Choose somebody else."
        )
    if can_coordinate_any(delegate):
        return _("This colleague helps to run a program. Choose somebody who does not.")
    return None


def delegate_of(pairing: Pairing) -> User | None:
    """Return who plans for the mentee of a pair, if anybody does."""
    return delegates_of([pairing]).get(pairing.pk)


def delegates_of(pairings: Sequence[Pairing]) -> dict[int, User]:
    """Return who plans for each of these pairs, by primary key of the pair.

    For live pairs the same answer as `planned_by`, from the other side: one query where nobody
    has an assistant, three else.
    """
    mentees = {pairing.mentee_id for pairing in pairings}
    standing = Delegation.objects.standing().filter(person_id__in=mentees)
    delegates = {each.person_id: each.delegate for each in standing.select_related("delegate")}
    if not delegates:
        return {}
    return _fitting([each for each in pairings if each.mentee_id in delegates], delegates)


def _fitting(pairings: Sequence[Pairing], delegates: dict[int, User]) -> dict[int, User]:
    people = {delegate.pk for delegate in delegates.values()}
    lines = lines_above({*people, *(pairing.mentor_id for pairing in pairings)})
    runs = _programs_run_by(people)
    planned: dict[int, User] = {}
    for pairing in pairings:
        delegate = delegates[pairing.mentee_id]
        is_staff = delegate.is_hr_admin or (delegate.pk, pairing.program_id) in runs
        if (
            delegate.is_here
            and not is_staff
            and not stands_in_line(delegate.pk, [pairing.mentor_id], lines)
        ):
            planned[pairing.pk] = delegate
    return planned


def _programs_run_by(people: Collection[int]) -> set[tuple[int, int]]:
    staff = ProgramStaff.objects.filter(user_id__in=people, role__in=_RUNS)
    return set(staff.values_list("user_id", "program_id"))
