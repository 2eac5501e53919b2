"""A new draft: the first of a pair, prefilled, or a copy of a version that closed."""

from datetime import datetime
from typing import Any

from contracts.actions.house_rules import house_rules_for
from contracts.models import Contract, Goal, Version
from contracts.queries.days import worker_of
from contracts.queries.parts import own_parts
from contracts.queries.terms import start_of
from contracts.rules import Channel
from contracts.rules.dates import review_day, suggested_dates
from contracts.rules.parts import GoalText, OwnPart, own_part, utc_text
from core.canonical import RefusedCharacter
from pairings.models import Pairing
from programs.models import Enrollment
from programs.rules import Cadence, Role

_COPIED = (
    "language",
    "cadence",
    "minutes",
    "channel",
    "place",
    "organizer",
    "agenda_habit",
    "notice",
    "first_dates",
    "ends_on",
    "review_on",
)


def first_draft(contract: Contract, pairing: Pairing, *, now: datetime) -> Version:
    """Write version 1: goals from the enrollments, rhythm from the program, suggested dates."""
    program, mentee = pairing.program, pairing.mentee
    today = now.astimezone(mentee.zone).date()
    ends_on = pairing.ends_on or program.ends_on or today
    cadence = Cadence(program.cadence)
    dates = suggested_dates(cadence, worker_of(mentee), today=today, ends_on=ends_on)
    version = Version.objects.create(
        contract=contract,
        number=1,
        house_rules=house_rules_for(program, now=now),
        language=mentee.interface_language,
        cadence=cadence,
        minutes=program.minutes,
        channel=Channel.VIDEO,
        organizer=Role.MENTEE,
        first_dates=[utc_text(instant) for instant in dates],
        review_on=review_day(start_of(pairing), ends_on, today),
        ends_on=ends_on,
        created_at=now,
    )
    write_part(version, Role.MENTOR, _hope(pairing.mentor_enrollment))
    write_part(version, Role.MENTEE, _hope(pairing.mentee_enrollment))
    return version


def _hope(enrollment: Enrollment) -> OwnPart:
    """Return what a person hopes for; what a signed text cannot hold is left to them to write."""
    try:
        return own_part([GoalText(enrollment.hope)])
    except RefusedCharacter:
        return ()


def copy_to_draft(source: Version, *, now: datetime, **changed: Any) -> Version:
    """Write the text of a version into a new draft, but for fields that are to be others.

    It is under the house rules of today, unless `changed` names some.
    """
    facts = {name: getattr(source, name) for name in _COPIED}
    if "house_rules" not in changed:
        facts["house_rules"] = house_rules_for(source.contract.pairing.program, now=now)
    copy = Version.objects.create(
        **(facts | changed),
        contract=source.contract,
        number=source.contract.versions.latest("number").number + 1,
        created_at=now,
    )
    for role, part in own_parts(source).items():
        write_part(copy, role, part)
    return copy


def write_part(version: Version, role: Role, part: OwnPart) -> None:
    """Replace what one side wrote."""
    version.goals.filter(owner=role).delete()
    Goal.objects.bulk_create(
        Goal(
            version=version,
            owner=role,
            position=position,
            text=goal.text,
            sign_of_success=goal.sign_of_success,
        )
        for position, goal in enumerate(part, 1)
    )
