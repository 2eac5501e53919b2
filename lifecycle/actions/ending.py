"""A pair ends: asked for by a partner on the change day, by a coordinator at once, or by time."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from attention.actions import settle_items
from attention.models import ActionItem
from contracts.actions import end_contract
from core import audit
from core.days import day_of
from core.errors import Forbidden, Refusal
from lifecycle.actions.after import settle_wishes
from lifecycle.actions.consents import take_back_extension
from lifecycle.actions.letters import tell
from lifecycle.actions.pause import close_pause
from lifecycle.emails import BEFORE_THE_END, pair_ended
from lifecycle.models import EndAsk
from lifecycle.permissions import can_ask_to_end, can_end_at_once
from lifecycle.rules import ChangeDay, next_change_at
from meetings.actions import cancel_planned
from meetings.rules.planned import CancelCause
from outbox.actions import supersede_about
from pairings.actions import bump_revision, lock_pair
from pairings.actions.locks import lock_pair_and_places
from pairings.models import Pairing
from pairings.rules import EndReason, PairState
from programs.models import Program

END_FIELDS = ["state", "ended_at", "end_reason", "paused_until", "state_before_pause"]
ITEMS_THAT_STAY = ("power_clause",)


@dataclass(frozen=True, slots=True)
class End:
    """How a pair ends: as what, why (empty for time), and why its dates are called off."""

    state: PairState = PairState.ENDED
    reason: str = ""
    cause: CancelCause = CancelCause.END


@transaction.atomic
def ask_to_end(pairing: Pairing, *, reason: str, by: User, now: datetime) -> EndAsk:
    """Ask for the end on the program's next change day; nothing shows before, and never who asked.

    Asking twice is asking once. Refusals: `not_yours` (403), `not_live`, `reason`.
    """
    if not can_ask_to_end(by, pairing):
        raise Forbidden("not_yours", _("Only the pair and its program team can do this."))
    _check_reason(reason)
    locked = lock_pair(pairing)
    _check_live(locked)
    ask, _is_new = EndAsk.objects.get_or_create(
        pairing=locked,
        by=by,
        closed_at=None,
        defaults={
            "reason": reason,
            "asked_at": now,
            "takes_effect_at": next_change_at(change_day_of(locked.program), now),
        },
    )
    take_back_extension(locked, by=by, now=now)
    return ask


@transaction.atomic
def withdraw_ask(pairing: Pairing, *, by: User, now: datetime) -> int:
    """Take back an own ask before it takes effect; returns how many, none the second time."""
    locked = lock_pair(pairing)
    return EndAsk.objects.open().filter(pairing=locked, by=by).update(closed_at=now)


@transaction.atomic
def end_pair(pairing: Pairing, *, reason: str, by: User, now: datetime) -> Pairing:
    """End a pair at once, as its program's act; one that has ended stays so.

    Refusals: `not_coordinator` (403) for everyone who does not oversee the pair, `reason`,
    `not_live` for a proposal.
    """
    if not can_end_at_once(by, pairing):
        raise Forbidden("not_coordinator", _("Only who coordinates these two can do this."))
    _check_reason(reason)
    locked = lock_pair_and_places(pairing)
    if locked.ended_at is not None and not locked.is_live:
        return locked
    _check_live(locked)
    EndAsk.objects.create(
        pairing=locked, by=by, reason=reason, asked_at=now, takes_effect_at=now, closed_at=now
    )
    close_pair(locked, End(reason=reason), now=now)
    return locked


@transaction.atomic
def fulfil_asks(pairing: Pairing, *, now: datetime) -> bool:
    """End a pair whose change day has come; says whether it did."""
    locked = lock_pair_and_places(pairing)
    due = EndAsk.objects.open().filter(pairing=locked, takes_effect_at__lte=now)
    ask = due.order_by("asked_at", "pk").first()
    if ask is None or not locked.is_live:
        return False
    close_pair(locked, End(reason=ask.reason), now=now)
    return True


def close_pair(locked: Pairing, end: End, *, now: datetime) -> None:
    """End a live pair whose places and row are locked: agreement, dates, items, asks go with it."""
    today = day_of(now, locked.mentee.zone)
    _write_end(locked, end, today, now)
    end_contract(pairing=locked, now=now)
    cancel_planned(locked, end.cause, now=now)
    EndAsk.objects.open().filter(pairing=locked).update(closed_at=now)
    _settle_items(locked, now)
    supersede_about(
        subject_uid=locked.uid, kinds=BEFORE_THE_END, reason="the pair has ended", now=now
    )
    tell(locked, pair_ended, now=now)
    settle_wishes(locked, now=now)


def change_day_of(program: Program) -> ChangeDay:
    """Return the weekly moment at which a program changes its pairs."""
    return ChangeDay(program.change_weekday, program.change_time, ZoneInfo(program.time_zone))


def _write_end(locked: Pairing, end: End, today: date, now: datetime) -> None:
    """Write the end; whoever asked, the trail shows the program."""
    close_pause(locked, today)
    locked.state = end.state
    locked.ended_at = now
    locked.end_reason = end.reason
    locked.paused_until = None
    locked.state_before_pause = ""
    locked.save(update_fields=END_FIELDS)
    audit.record("end", locked.subject, by=None, now=now, as_program=True)
    bump_revision(locked)


def _settle_items(locked: Pairing, now: datetime) -> None:
    open_items = ActionItem.objects.about(locked.uid).open().exclude(kind__in=ITEMS_THAT_STAY)
    kinds = list(open_items.values_list("kind", flat=True))
    settle_items(subject_uid=locked.uid, kinds=kinds, how="ended", by=None, now=now)


def _check_reason(reason: str) -> None:
    if reason not in list(EndReason):
        raise Refusal("reason", _("Choose a reason from the list."))


def _check_live(pairing: Pairing) -> None:
    if not pairing.is_live:
        raise Refusal("not_live", _("This pair is not meeting now, so there is nothing to end."))
