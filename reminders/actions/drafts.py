"""Turns a due nudge into a row of the outbox, with the facts that its mail will say."""

from datetime import datetime, timedelta
from typing import Any

from core.manners import next_allowed
from meetings.queries import likings_of
from meetings.rules.suggestions import suggest_times
from outbox.actions import Draft
from pairings.models import Pairing
from programs.rules import Role
from reminders.emails import facts_for_mail
from reminders.rules.ladder import LadderFacts
from reminders.rules.steps import DueNudge, Step

# A nudge may wait for the weekly slot, a leave or a pause; whether it is still true is asked again.
LIVES_FOR = timedelta(days=60)
PREFIX = "nudge-"


def kind_of(step: Step) -> str:
    """Return the kind of message of a step."""
    return f"{PREFIX}{step}"


def draft_of(pairing: Pairing, facts: LadderFacts, nudge: DueNudge, now: datetime) -> Draft | None:
    """Return the message of a nudge, not before the person's next allowed moment; None if never."""
    person = facts.person(nudge.person_id)
    not_before = next_allowed(person.manners, max(nudge.wanted_at, now))
    if not_before is None:
        return None
    return Draft(
        kind=kind_of(nudge.step),
        key=nudge.key,
        person_id=person.person_id,
        address=person.address,
        subject_uid=pairing.uid,
        facts=_mail_facts(pairing, facts, nudge, now),
        not_before=not_before,
        expires_at=now + LIVES_FOR,
    )


def _mail_facts(
    pairing: Pairing, facts: LadderFacts, nudge: DueNudge, now: datetime
) -> dict[str, Any]:
    person = facts.person(nudge.person_id)
    partner = pairing.mentee if nudge.role is Role.MENTOR else pairing.mentor
    is_delegate = person is facts.delegate
    meeting = next((m for m in facts.unanswered if m.uid == nudge.meeting_uid), None)
    suggestions = (
        suggest_times(
            facts.mentor.manners,
            facts.mentee.manners,
            now,
            pairing.program.minutes,
            likings_of(pairing),
        )
        if nudge.step is Step.BOOK
        else ()
    )
    return facts_for_mail(
        step=str(nudge.step),
        pairing_uid=str(pairing.uid),
        partner=partner.first_name,
        partner_full=partner.display_name,
        is_mentor=nudge.role is Role.MENTOR,
        # An assistant plans for somebody, and by their clock.
        mentee=pairing.mentee.first_name if is_delegate else "",
        mentee_full=pairing.mentee.display_name if is_delegate else "",
        program=pairing.program.name,
        zone=facts.mentee.zone_name if is_delegate else person.zone_name,
        due_on=nudge.due_on,
        last_met_on=facts.rhythm.last_held_on,
        planned_at=meeting.starts_at if meeting else None,
        meeting_uid=nudge.meeting_uid,
        suggestions=[at.isoformat() for at in suggestions],
        seed=pairing.pk + facts.rhythm.opened_on.toordinal(),
    )
