"""A person applies for a place, says what they hope for, and may say it again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import Refusal, Stale
from programs.actions.locks import lock_as_owner, lock_place
from programs.actions.steps import change_place, take_step
from programs.models import Enrollment, Program, Topic
from programs.rules import TAKING_PART, EnrollmentState

_SAID: Final = ("hope", "boundaries", "days")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person says when they join; `boundaries` are for nobody else's eyes."""

    role: str
    topics: tuple[Topic, ...] = ()
    hope: str = ""
    boundaries: str = ""
    has_read_rules: bool = False
    days: str = ""
    dayparts: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()

    @classmethod
    def of(cls, place: Enrollment) -> Self:
        """Return what a place says now."""
        return cls(
            role=place.role,
            topics=tuple(place.topics.all()),
            hope=place.hope,
            boundaries=place.boundaries,
            days=place.days,
            dayparts=tuple(place.dayparts),
            ways=tuple(place.ways),
        )


def apply_to_program(*, program: Program, by: User, wishes: Wishes, now: datetime) -> Enrollment:
    """Apply for a place; who has one or waits for one keeps it as it is.

    Refuses a program that takes nobody now, and a person who has left.
    """
    with transaction.atomic():
        # The lock keeps the door from closing between the look and the step.
        current = Program.objects.select_for_update(no_key=True).get(pk=program.pk)
        if not current.is_open_to_join or not by.is_here:
            raise Refusal("not_open", _("This program takes no applications now."))
        place, is_new = Enrollment.objects.get_or_create(
            program=current,
            user=by,
            defaults={
                "role": wishes.role,
                "state": EnrollmentState.APPLIED,
                "created_at": now,
            },
        )
        if is_new:
            audit.record("apply", place.subject, by=by, now=now)
        elif not _applies_again(place, wishes, now):
            return place
        keep_wishes(place, wishes, now)
    return place


def _applies_again(place: Enrollment, wishes: Wishes, now: datetime) -> bool:
    locked = lock_place(place)
    if locked.state in TAKING_PART:
        return False
    locked.role = wishes.role
    locked.is_available = True
    take_step(locked, "apply", by=locked.user, now=now)
    place.refresh_from_db()
    return True


def edit_place(
    *, enrollment: Enrollment, by: User, wishes: Wishes, revision: int, now: datetime
) -> Enrollment:
    """Say topics, hope and boundaries again, not the role. Raises `Stale` after another change."""
    with transaction.atomic():
        place = lock_as_owner(enrollment, by=by)
        if place.revision != revision:
            message = _("You changed this in another window. Compare, then save again.")
            raise Stale("stale", message)
        keep_wishes(place, wishes, now)
        change_place(place, "edit", by=by, now=now)
    return place


def keep_wishes(place: Enrollment, wishes: Wishes, now: datetime) -> None:
    """Store what was said at a place; its role and state are not touched."""
    for name in _SAID:
        setattr(place, name, getattr(wishes, name))
    place.dayparts, place.ways = list(wishes.dayparts), list(wishes.ways)
    if wishes.has_read_rules:
        place.house_rules_read_at = now
    place.save(update_fields=[*_SAID, "dayparts", "ways", "house_rules_read_at"])
    wanted = [topic.pk for topic in wishes.topics]
    place.topics.set(Topic.objects.filter(program_id=place.program_id, pk__in=wanted))


def confirm_house_rules(*, enrollment: Enrollment, by: User, now: datetime) -> None:
    """Remember that a person who was enrolled by HR has read the house rules, once."""
    with transaction.atomic():
        place = lock_as_owner(enrollment, by=by)
        if place.house_rules_read_at is None:
            place.house_rules_read_at = now
            change_place(place, "read house rules", by=by, now=now)
