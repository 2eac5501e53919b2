"""An assistant plans for a mentee: named by the mentee or HR, declined or ended by either."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.emails import delegate_named, delegate_over
from accounts.models import Delegation, DelegationQuerySet, User
from accounts.permissions import may_have_delegate, objection_to, works_on_hr_pages
from accounts.queries import line_of
from core import audit
from core.errors import Forbidden, Refusal
from core.hints import hint
from outbox import actions as outbox


@dataclass(frozen=True, slots=True)
class _Act:
    """Who acts when; `by` is None for a departure that a feed of HR data told."""

    by: User | None
    now: datetime

    def is_by(self, person: User) -> bool:
        """Whether this person does it, who then needs no letter about it."""
        return self.by is not None and self.by.pk == person.pk


def name_delegate(*, person: User, delegate: User, by: User, now: datetime) -> Delegation:
    """Let a colleague plan for a person, in place of whoever did; the same again is once.

    The assistant is told, and the person where HR did it. Refusals: `not_yours` (403),
    `own_delegate`, `not_here`, `not_a_mentee`, `cannot_plan` with the reason.
    """
    _check_may(by, person)
    with transaction.atomic():
        before = _standing(person)
        people = _lock(person, delegate, *([before.delegate] if before else []))
        standing = _standing(person)
        if standing is not None and standing.delegate_id == delegate.pk:
            return standing
        _check_fits(people[person.pk], people[delegate.pk])
        act = _Act(by, now)
        if standing is not None:
            _end(standing, act, "replaced")
        begun = _begin(people[person.pk], people[delegate.pk], act)
    # Whoever goes on with this object may plan from now on.
    delegate.refresh_from_db(fields=["plans_for"])
    return begun


def end_delegation(*, delegation: Delegation, by: User, now: datetime) -> Delegation:
    """End it, or as the assistant decline it; the others are told. A second time is harmless.

    Refusal: `not_yours` (403).
    """
    is_declined = by.pk == delegation.delegate_id
    if not is_declined:
        _check_may(by, delegation.person)
    with transaction.atomic():
        _lock(delegation.person, delegation.delegate)
        fresh = Delegation.objects.select_related("person", "delegate").get(pk=delegation.pk)
        if fresh.ended_at is None:
            _end(fresh, _Act(by, now), "declined" if is_declined else "ended")
    return fresh


def lock_with_assistants(person: User) -> None:
    """Lock a person and who plans for them or for whom they plan, in the one order."""
    held = Delegation.objects.visible_to(person).standing()
    _lock(person, *(each for one in _with_people(held) for each in (one.person, one.delegate)))


def end_delegations_of(person: User, *, by: User | None, now: datetime) -> None:
    """End all of a leaver's, on either side, in the transaction of their departure."""
    held = Delegation.objects.visible_to(person).standing()
    for delegation in _with_people(held).order_by("pk"):
        _end(delegation, _Act(by, now), "left")


def _check_may(by: User, person: User) -> None:
    """The person themselves; HR for them, but never about their own line."""
    is_hr = works_on_hr_pages(by) and person.pk not in line_of(by)
    if by.pk != person.pk and not is_hr:
        raise Forbidden("not_yours", _("Only they or HR can choose who plans for them."))


def _check_fits(person: User, delegate: User) -> None:
    if person.pk == delegate.pk:
        raise Refusal("own_delegate", _("Nobody can be their own assistant."))
    if not delegate.is_here:
        raise Refusal("not_here", _("This person has left or is switched off."))
    if not may_have_delegate(person):
        raise Refusal("not_a_mentee", _("Only a mentee of a program can have an assistant."))
    objection = objection_to(person, delegate)
    if objection is not None:
        raise Refusal("cannot_plan", objection)


def _standing(person: User) -> Delegation | None:
    return _with_people(Delegation.objects.standing().filter(person=person)).first()


def _with_people(found: DelegationQuerySet) -> DelegationQuerySet:
    return found.select_related("person", "delegate")


def _lock(*people: User) -> dict[int, User]:
    """Lock people by id, so that two acts never wait for each other."""
    wanted = User.objects.filter(pk__in={person.pk for person in people})
    return {person.pk: person for person in wanted.select_for_update().order_by("pk")}


def _begin(person: User, delegate: User, act: _Act) -> Delegation:
    delegation = Delegation.objects.create(person=person, delegate=delegate, since=act.now)
    _count(delegation, +1)
    facts: audit.Facts = {"delegate": delegate.pk}
    audit.record("name delegate", person.subject, by=act.by, now=act.now, facts=facts)
    outbox.enqueue(delegate_named(delegation, to=delegate), now=act.now)
    if not act.is_by(person):
        outbox.enqueue(delegate_named(delegation, to=person), now=act.now)
    return delegation


def _end(delegation: Delegation, act: _Act, how: str) -> None:
    """End it once, whoever else tries at the same time."""
    standing = Delegation.objects.standing().filter(pk=delegation.pk)
    if not standing.update(ended_at=act.now):
        return
    delegation.ended_at = act.now
    _count(delegation, -1)
    person = delegation.person
    facts: audit.Facts = {"delegate": delegation.delegate_id, "how": how}
    audit.record("end delegation", person.subject, by=act.by, now=act.now, facts=facts)
    # Who replaces an assistant knows it.
    told = [delegation.delegate, *([person] if how != "replaced" else [])]
    for each in told:
        if each.is_here and not act.is_by(each):
            outbox.enqueue(delegate_over(delegation, to=each, how=how), now=act.now)


def _count(delegation: Delegation, by: int) -> None:
    """Keep for how many the assistant plans; the person's revision tells who looks at pairs."""
    User.objects.filter(pk=delegation.delegate_id).update(plans_for=F("plans_for") + by)
    User.objects.filter(pk=delegation.person_id).update(revision=F("revision") + 1)
    hint("reminders.tasks.sweep")
