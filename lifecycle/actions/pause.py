"""A pair rests until a date and comes back: by a partner, a coordinator, or time."""

from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.models import User
from core import audit
from core.days import ONE_DAY, day_of
from core.errors import Forbidden, Refusal
from lifecycle.actions.letters import tell
from lifecycle.emails import PAUSED, pair_paused, pair_resumed
from lifecycle.permissions import can_rest
from lifecycle.queries import pause_budget_of
from meetings.actions import cancel_planned
from meetings.rules.planned import CancelCause
from outbox.actions import supersede_about
from pairings.actions import bump_revision, lock_pair
from pairings.models import Pairing, Pause
from pairings.rules import PAIR_LIFE, PairState

PAUSE_FIELDS = ["state", "state_before_pause", "paused_until"]


@transaction.atomic
def pause_pair(pairing: Pairing, *, until: date, by: User, now: datetime) -> Pairing:
    """Let a pair rest from today on; `until` is its first day back. The same again is harmless.

    Dates planned before it are called off, the others stay. Refusals: `not_yours` (403),
    `not_now`, `until_past`, `until_after_end`; for partners `pause_times`, `pause_days`.
    """
    locked = _lock(pairing, by)
    if locked.state == PairState.PAUSED and locked.paused_until == until:
        return locked
    today = day_of(now, locked.mentee.zone)
    _check_may_pause(locked, until, today)
    if locked.role_of(by) is not None:
        _check_budget(locked, (until - today).days)
    _begin(locked, until, today, by)
    cancel_planned(locked, CancelCause.PAUSE, now=now, before=until)
    audit.record("pause", locked.subject, by=by, now=now, facts={"until": until.isoformat()})
    bump_revision(locked)
    tell(locked, pair_paused, besides=by, now=now)
    return locked


@transaction.atomic
def resume_pair(pairing: Pairing, *, by: User, now: datetime) -> Pairing:
    """Bring a pair back before its date; one that is back stays so.

    Refusals: `not_yours` (403), `not_now` for a pair that is not live.
    """
    locked = _lock(pairing, by)
    if locked.is_live and locked.state != PairState.PAUSED:
        return locked
    if locked.state != PairState.PAUSED:
        raise Refusal("not_now", _("This pair is not meeting now."))
    come_back(locked, back_on=day_of(now, locked.mentee.zone), by=by, now=now)
    tell(locked, pair_resumed, besides=by, now=now)
    return locked


def come_back(locked: Pairing, *, back_on: date, by: User | None, now: datetime) -> None:
    """Put a locked pair back to where it was; its dates that were called off stay so."""
    locked.state = locked.state_before_pause or PairState.GETTING_STARTED
    locked.state_before_pause = ""
    locked.paused_until = None
    locked.save(update_fields=PAUSE_FIELDS)
    close_pause(locked, back_on)
    supersede_about(subject_uid=locked.uid, kinds=[PAUSED], reason="back again", now=now)
    audit.record("resume", locked.subject, by=by, now=now)
    bump_revision(locked)


def close_pause(locked: Pairing, back_on: date) -> None:
    """Note on which day the running pause was over."""
    Pause.objects.filter(pairing=locked, resumed_on=None).update(resumed_on=back_on)


def _lock(pairing: Pairing, by: User) -> Pairing:
    if not can_rest(by, pairing):
        raise Forbidden("not_yours", _("Only the pair and its program team can do this."))
    return lock_pair(pairing)


def _check_may_pause(pairing: Pairing, until: date, today: date) -> None:
    if not PAIR_LIFE.allows("pause", pairing.state):
        raise Refusal("not_now", _("This pair cannot take a break now."))
    if until <= today:
        raise Refusal("until_past", _("Choose a day that is still to come."))
    if pairing.ends_on is not None and until > pairing.ends_on:
        text = _("Your time as a pair ends on %(day)s. Choose that day or an earlier one.")
        raise Refusal("until_after_end", text % {"day": date_format(pairing.ends_on)})


def _check_budget(pairing: Pairing, days: int) -> None:
    budget = pause_budget_of(pairing)
    if budget.times < 1:
        text = _("You have taken two breaks. The program team can give you another.")
        raise Refusal("pause_times", text)
    if days > budget.days:
        text = ngettext_lazy(
            "You have %(days)d day of break left. The program team can give you more.",
            "You have %(days)d days of break left. The program team can give you more.",
            "days",
        )
        raise Refusal("pause_days", text % {"days": budget.days})


def _begin(locked: Pairing, until: date, today: date, by: User) -> None:
    locked.state_before_pause = locked.state
    locked.state = PairState.PAUSED
    locked.paused_until = until
    locked.save(update_fields=PAUSE_FIELDS)
    Pause.objects.create(
        pairing=locked,
        starts_on=today,
        ends_on=until - ONE_DAY,
        by=by,
        by_program=locked.role_of(by) is None,
    )
