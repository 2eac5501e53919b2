"""Days on which a person is away: no conversation is due on them."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions.locks import lock_person, save_changes
from accounts.models import Leave, User
from core import audit
from core.errors import Forbidden, Refusal
from core.hints import hint

LONGEST_DAYS = 731
MOST_LEAVES = 200


def add_leave(*, user: User, starts_on: date, ends_on: date, by: User, now: datetime) -> Leave:
    """Keep days of leave, both included; the same days again are the same leave.

    Refuses a last day before the first, more than two years, and another person's calendar.
    """
    _check_owner(user, by)
    _check_days(starts_on, ends_on)
    with transaction.atomic():
        person = lock_person(user)
        _check_room(person)
        leave, is_new = Leave.objects.get_or_create(
            user=person, starts_on=starts_on, ends_on=ends_on
        )
        if is_new:
            _tell(person, "add leave", by, now)
    return leave


def remove_leave(*, leave: Leave, by: User, now: datetime) -> None:
    """Take days of leave back; those that are gone already stay gone. Refuses another's leave."""
    _check_owner(leave.user, by)
    with transaction.atomic():
        person = lock_person(leave.user)
        removed, _by_model = Leave.objects.filter(pk=leave.pk).delete()
        if removed:
            _tell(person, "remove leave", by, now)


def _check_owner(user: User, by: User) -> None:
    if by.pk != user.pk:
        raise Forbidden("not_yours", _("Leave is kept by the person themselves."))


def _check_days(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise Refusal("ends_before_start", _("The last day is before the first."))
    if (ends_on - starts_on).days >= LONGEST_DAYS:
        raise Refusal("too_long", _("Leave of more than two years is not kept here."))


def _check_room(person: User) -> None:
    if person.leaves.count() >= MOST_LEAVES:
        raise Refusal("too_many", _("There is no room for more leave. Remove some that is over."))


def _tell(person: User, verb: str, by: User, now: datetime) -> None:
    """When somebody is away may have to do with health: the trail keeps no dates."""
    save_changes(person)
    audit.record(verb, person.subject, by=by, now=now)
    hint("health.tasks.refresh")
