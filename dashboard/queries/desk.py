"""What stands on a coordinator's desk: programs, people, and the counts in the navigation."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import F, Func, IntegerField, QuerySet, Subquery

from accounts.models import User, UserQuerySet
from attention.models import ActionItem
from pairings.models import Pairing
from programs.models import Enrollment, Program


@dataclass(frozen=True, slots=True)
class DeskCounts:
    """How much there is of each: live pairs, items that wait, people."""

    pairs: int
    needs: int
    people: int


def programs_run_by(user: User) -> list[Program]:
    """Return the programs a person coordinates, the newest first."""
    return list(Program.objects.coordinated_by(user).order_by("-starts_on", "name"))


def people_seen_by(user: User) -> UserQuerySet:
    """Return everybody for an HR admin, else who has or asked for a place in one's programs."""
    people = cast("UserQuerySet", User.objects.all())
    if user.is_hr_admin:
        return people
    run = Program.objects.coordinated_by(user).values("pk")
    places = Enrollment.objects.filter(program_id__in=run)
    return people.filter(pk__in=places.values("user_id"))


def desk_counts(user: User, *, now: datetime) -> DeskCounts:
    """Return the counts in one query, and one for the person's line if it is not known yet."""
    row = (
        User.objects.filter(pk=user.pk)
        .annotate(
            pairs_on_desk=_count(Pairing.objects.live().overseen_by(user)),
            needs_on_desk=_count(ActionItem.objects.visible_to(user).awake(now)),
            people_on_desk=_count(people_seen_by(user).active()),
        )
        .values_list("pairs_on_desk", "needs_on_desk", "people_on_desk")
        .get()
    )
    return DeskCounts(*row)


def _count(rows: QuerySet[Any]) -> Subquery:
    """Count as a subquery; a plain function, because an aggregate would group by every column."""
    counted = rows.order_by().annotate(
        number=Func(F("pk"), function="COUNT", output_field=IntegerField())
    )
    return Subquery(counted.values("number"))
