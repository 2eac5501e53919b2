"""A private answer: written once, changed for a week, traced nowhere else."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import Refusal
from outbox.actions import supersede
from pulse.emails import keys_of
from pulse.models import FitAsk
from pulse.permissions import can_answer
from pulse.rules import Fit


@dataclass(frozen=True, slots=True)
class FitAnswer:
    """How the pair fits, and whether the program team may call."""

    fit: Fit
    may_contact: bool


@transaction.atomic
def answer_fit(*, ask: FitAsk, by: User, answer: FitAnswer, now: datetime) -> FitAsk:
    """Keep an answer, or the change of one; the mails that would ask again are taken back.

    Refusal: `closed` (answered more than a week ago, too late, or the pair is over). There is no
    audit entry and no revision moves, so that nothing else can tell whether somebody answered.
    """
    locked = FitAsk.objects.select_for_update(of=("self",)).select_related("pairing").get(pk=ask.pk)
    if not can_answer(by, locked, now):
        raise Refusal("closed", _("This question is closed. Thank you all the same."))
    locked.answer = answer.fit
    locked.may_contact = answer.may_contact
    locked.answered_at = locked.answered_at or now
    locked.changed_at = now
    locked.save(update_fields=["answer", "may_contact", "answered_at", "changed_at"])
    supersede(keys=keys_of(locked), reason="answered", now=now)
    return locked
