"""What the two answer under seal: only when both said yes does anything happen, for both."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import Forbidden, Refusal
from lifecycle.actions.letters import tell
from lifecycle.emails import CONCLUDING, pair_extended, pair_stays_in_touch
from lifecycle.models import Consent, EndAsk, Extension
from lifecycle.queries import given_in, has_agreement
from lifecycle.rules import (
    EXTENSIONS,
    WISHES,
    Answer,
    ConsentKind,
    Given,
    agreed_months,
    is_past_end,
    is_revealed,
)
from outbox.actions import supersede_about
from pairings.actions import bump_revision, lock_pair
from pairings.actions.locks import lock_pair_and_places
from pairings.models import Pairing
from pairings.rules import PairState, months_after


@dataclass(frozen=True, slots=True)
class Wishes:
    """What one of the two would like at the end; None leaves a question unanswered.

    `months`: how long they would extend. `after`: a new partner or done, or None.
    """

    extend: Answer | None = None
    months: int = 0
    stay_in_touch: Answer | None = None
    after: ConsentKind | None = None


@transaction.atomic
def say_wishes(pairing: Pairing, *, wishes: Wishes, by: User, now: datetime) -> Pairing:
    """Say or change what one would like after the end date, until it comes.

    Nothing of it shows to anybody until both said yes to the same. Saying it again is harmless.
    Refusals: `not_yours` (403), `not_concluding`, `months`.
    """
    _check_partner(pairing, by)
    locked = lock_pair_and_places(pairing)
    if _has_extended(locked, by):
        return locked
    _check_concluding(locked, now)
    before = given_in(locked)
    _write_wishes(locked, wishes, before, by, now)
    after = given_in(locked)
    if agreed_months(after):
        _extend(locked, agreed_months(after), now)
    elif _is_news(ConsentKind.STAY_IN_TOUCH, before, after):
        tell(locked, pair_stays_in_touch, now=now)
    return locked


@transaction.atomic
def answer_about_goals(pairing: Pairing, *, answer: Answer, by: User, now: datetime) -> None:
    """Say whether HR may read what the two agreed; it can only once both said yes.

    Either takes it back at any time, after the end too. Refusals: `not_yours` (403),
    `no_agreement`.
    """
    _check_partner(pairing, by)
    locked = lock_pair(pairing)
    if answer == Answer.YES and not (locked.is_live and has_agreement(locked)):
        text = _("This can be chosen while your agreement is in force.")
        raise Refusal("no_agreement", text)
    _write(locked, by, _Said(ConsentKind.SHARE_GOALS, answer), now)


def take_back_extension(locked: Pairing, *, by: User, now: datetime) -> None:
    """Who asks to end no longer wishes to extend; nobody sees either."""
    own = Consent.objects.open().filter(pairing=locked, person=by, kind=ConsentKind.EXTEND)
    own.update(answer=Answer.NO, months=0, taken_back_at=now)


def _check_partner(pairing: Pairing, by: User) -> None:
    if pairing.role_of(by) is None:
        raise Forbidden("not_yours", _("Only the two of the pair can do this."))


def _has_extended(locked: Pairing, by: User) -> bool:
    """A second click after both said yes: it has been done."""
    said = Consent.objects.yes().filter(pairing=locked, person=by, kind=ConsentKind.EXTEND)
    return locked.state == PairState.ACTIVE and said.exclude(closed_at=None).exists()


def _check_concluding(locked: Pairing, now: datetime) -> None:
    over = locked.ends_on is None or is_past_end(locked.ends_on, locked.mentee.zone, now)
    if locked.state != PairState.CONCLUDING or over:
        text = _("This is asked in the last weeks of a pair, until its last day.")
        raise Refusal("not_concluding", text)


@dataclass(frozen=True, slots=True)
class _Said:
    kind: ConsentKind
    answer: Answer
    months: int = 0


def _write_wishes(
    locked: Pairing, wishes: Wishes, before: list[Given], by: User, now: datetime
) -> None:
    if wishes.extend is not None:
        _write(locked, by, _extension(wishes), now)
        if wishes.extend == Answer.YES:
            EndAsk.objects.open().filter(pairing=locked, by=by).update(closed_at=now)
    # What both said yes to stands: it has been told.
    if wishes.stay_in_touch and not is_revealed(ConsentKind.STAY_IN_TOUCH, before):
        _write(locked, by, _Said(ConsentKind.STAY_IN_TOUCH, wishes.stay_in_touch), now)
    if wishes.after is not None:
        write_after(locked, wishes.after, by=by, now=now)


def write_after(locked: Pairing, choice: ConsentKind, *, by: User, now: datetime) -> None:
    """Remember what one would like for oneself: a new partner, or to be done; never both."""
    for kind in (ConsentKind.NEW_PARTNER, ConsentKind.DONE):
        _write(locked, by, _Said(kind, Answer.YES if kind == choice else Answer.NO), now)


def _extension(wishes: Wishes) -> _Said:
    if wishes.extend != Answer.YES:
        return _Said(ConsentKind.EXTEND, wishes.extend or Answer.NO)
    if wishes.months not in EXTENSIONS:
        raise Refusal("months", _("Choose three or six months."))
    return _Said(ConsentKind.EXTEND, Answer.YES, wishes.months)


def _write(locked: Pairing, by: User, said: _Said, now: datetime) -> None:
    answer = {"answer": said.answer, "months": said.months, "answered_at": now}
    consent, is_new = Consent.objects.get_or_create(
        pairing=locked, person=by, kind=said.kind, closed_at=None, defaults=answer
    )
    if is_new or (consent.answer, consent.months) == (said.answer, said.months):
        return
    back = now if consent.answer == Answer.YES and said.answer != Answer.YES else None
    Consent.objects.filter(pk=consent.pk).update(**answer, taken_back_at=back)


def _is_news(kind: ConsentKind, before: list[Given], after: list[Given]) -> bool:
    return is_revealed(kind, after) and not is_revealed(kind, before)


def _extend(locked: Pairing, months: int, now: datetime) -> None:
    """Let a concluding pair go on: the agreement stays in force, planned dates stay planned.

    It shows as the program's act, so that nobody reads who said yes last.
    """
    if locked.ends_on is None:
        message = f"pair {locked.pk} is concluding and has no end date"
        raise ValueError(message)
    before, ends_on = locked.ends_on, months_after(locked.ends_on, months)
    Extension.objects.create(pairing=locked, agreed_at=now, before_on=before, ends_on=ends_on)
    locked.state, locked.ends_on = PairState.ACTIVE, ends_on
    locked.save(update_fields=["state", "ends_on"])
    Consent.objects.open().filter(pairing=locked, kind__in=WISHES).update(closed_at=now)
    facts = {"ends_on": ends_on.isoformat()}
    audit.record("extend", locked.subject, by=None, now=now, facts=facts, as_program=True)
    bump_revision(locked)
    supersede_about(subject_uid=locked.uid, kinds=[CONCLUDING], reason="extended", now=now)
    tell(locked, pair_extended, now=now)
