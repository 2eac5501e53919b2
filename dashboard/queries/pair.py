"""One pair as HR sees it: facts, states and dates; no words of the pair."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from contracts.queries import HrSummary, summary_for_hr
from contracts.queries.reading import Side
from core.days import day_of
from dashboard.happenings import MAIL_LABELS, STATE_LABELS, Event, told
from dashboard.labels import REASON_LABELS, short_day, short_time
from dashboard.queries.needs import Need, needs_about
from dashboard.queries.rows import PairRow, health_of, row_of
from goals.queries import GoalCounts, counts_of
from lifecycle.queries import shared_goals
from meetings.queries.timeline import timeline_of
from outbox.queries import Delivery, history_about
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import CADENCE_LABELS


@dataclass(frozen=True, slots=True)
class MailRow:
    """One mail to one of the two: what it was for, and how far it came."""

    label: str
    to: str
    state: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairPage:
    """Everything on HR's page of a pair."""

    row: PairRow
    reasons: list[str]
    due: str
    agreement: HrSummary
    rhythm: str
    goals: Sequence[Side]
    goal_counts: GoalCounts
    events: list[Event]
    mails: list[MailRow]
    needs: list[Need]


def pair_page(pairing: Pairing, user: User, *, now: datetime) -> PairPage:
    """Return the page of a pair that this person oversees, fetched with people and health."""
    today = day_of(now, pairing.mentee.zone)
    health = health_of(pairing)
    agreement = summary_for_hr(pairing)
    reasons = health.reasons if health and pairing.is_live else []
    return PairPage(
        row=row_of(pairing, now=now),
        reasons=[str(REASON_LABELS[reason]) for reason in reasons if reason in REASON_LABELS],
        due=short_day(health.due_on if health else None, today),
        agreement=agreement,
        rhythm=str(CADENCE_LABELS[agreement.cadence]) if agreement.cadence else "",
        goals=shared_goals(pairing),
        goal_counts=counts_of([pairing]).get(pairing.pk, GoalCounts()),
        events=_events(pairing, agreement, today),
        mails=_mails(pairing, today),
        needs=needs_about(pairing, user, now=now),
    )


def _events(pairing: Pairing, agreement: HrSummary, today: date) -> list[Event]:
    entries = [told(entry, today) for entry in timeline_of(pairing, today=today)]
    entries += _states(pairing, agreement, today)
    return sorted(entries, key=lambda event: event.on, reverse=True)


def _states(pairing: Pairing, agreement: HrSummary, today: date) -> Iterator[Event]:
    zone = pairing.mentee.zone
    extensions = pairing.extensions.order_by("agreed_at")
    known = (
        (pairing.proposed_at, _how_it_came(pairing), ""),
        (pairing.started_at, _how_it_began(pairing), "is-done"),
        (agreement.offered_at, _("Agreement offered"), ""),
        (agreement.in_force_at, _("Agreement signed by both"), "is-done"),
        *((each.agreed_at, _("Both chose to go on"), "is-done") for each in extensions),
        (pairing.ended_at, str(_state_word(pairing)), ""),
    )
    for at, title, mark in known:
        if at is not None:
            on = day_of(at, zone)
            yield Event(on, short_day(on, today), title, mark=mark)


def _how_it_came(pairing: Pairing) -> str:
    if pairing.is_request:
        return _("One asked the other")
    return _("Fixed, nobody told") if pairing.is_quiet else _("Proposed")


def _how_it_began(pairing: Pairing) -> str:
    """A pair of a cohort starts with the announcement, nobody is asked."""
    is_announced = pairing.started_at == pairing.program.announced_at
    return _("Announced") if is_announced else _("Both said yes")


def _state_word(pairing: Pairing) -> str:
    """An end is the program's act, in the same words for every cause."""
    return pairing.get_state_display()


def _mails(pairing: Pairing, today: date) -> list[MailRow]:
    names = {
        pairing.mentor_id: pairing.mentor.first_name,
        pairing.mentee_id: pairing.mentee.first_name,
    }
    history = [mail for mail in history_about(pairing.uid) if mail.kind in MAIL_LABELS]
    # Besides the two only who plans for the mentee gets mail about a pair.
    assistant = _("assistant")
    return [_mail(mail, names.get(mail.person_id or 0, assistant), today) for mail in history]


def _mail(mail: Delivery, to: str, today: date) -> MailRow:
    return MailRow(
        label=str(MAIL_LABELS[mail.kind]),
        to=to,
        state=str(STATE_LABELS[mail.state]),
        at=short_time(mail.sent_at or mail.not_before, today),
    )


def can_be_nudged(pairing: Pairing) -> bool:
    """Say whether asking the two for a date makes sense in this state."""
    return pairing.is_live and pairing.state != PairState.PAUSED


def can_pause(pairing: Pairing) -> bool:
    """Say whether a break is possible in this state."""
    return pairing.state in (PairState.GETTING_STARTED, PairState.ACTIVE)
