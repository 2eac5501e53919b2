"""HR asks after a pair: one mail to each, inside the manners and the slot of any nudge."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.audit import record
from core.errors import Forbidden, Refusal
from outbox.actions import enqueue_many
from outbox.queries import nudges_since, waiting_about
from pairings.models import Pairing
from reminders.actions.drafts import draft_of, kind_of
from reminders.queries import ladder_facts
from reminders.rules.ladder import asked_by_hr
from reminders.rules.steps import ONE_WEEK, Step


@transaction.atomic
def nudge_by_hr(pairing: Pairing, *, by: User, now: datetime) -> int:
    """Put a mail for each of the two into the outbox; returns for how many.

    Refusals: `not_overseen`, `not_live`, `already_nudged` (within a week), `not_now` (paused,
    a date is planned, or both stopped their reminders).
    """
    locked = Pairing.objects.select_for_update(of=("self",)).with_people().get(pk=pairing.pk)
    if not Pairing.objects.overseen_by(by).filter(pk=locked.pk).exists():
        raise Forbidden("not_overseen", _("You do not coordinate this pair."))
    if not locked.is_live:
        raise Refusal("not_live", _("This pair is not running."))
    _refuse_a_second(locked, now)
    event = record("nudge pair", locked.subject, by=by, now=now)
    facts = ladder_facts(locked, now)
    drafts = [
        draft
        for person in (locked.mentor_id, locked.mentee_id)
        if (nudge := asked_by_hr(facts, person, f"hr:{event.uid}:{person}", now))
        and (draft := draft_of(locked, facts, nudge, now))
    ]
    if not drafts:
        text = _(
            "Nobody can be asked now: the pair is paused, has a date, or stopped its reminders."
        )
        raise Refusal("not_now", text)
    enqueue_many(drafts, now=now)
    return len(drafts)


def _refuse_a_second(pairing: Pairing, now: datetime) -> None:
    kind = kind_of(Step.HR)
    sent = nudges_since(subject_uid=pairing.uid, person_id=None, prefix=kind, since=now - ONE_WEEK)
    if sent or waiting_about(subject_uid=pairing.uid, kinds=[kind]):
        raise Refusal("already_nudged", _("You have asked this pair within the last week."))
