"""Which steps of the ladder are due for a pair, to whom, and why the others are not."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from core.days import (
    add_counted_days,
    add_working_days,
    day_of,
    start_of_day,
)
from core.manners import Manners
from meetings.rules.contact import delayed_by_contact
from meetings.rules.facts import PairFacts
from meetings.rules.status import Rhythm, Status, is_secured, status_at
from programs.rules import Cadence, Role
from reminders.rules.steps import (
    COORDINATOR_DAYS,
    FIRST_DATE_DAYS,
    LOG_AFTER,
    LOG_PARTNER_WORKING_DAYS,
    ONE_WEEK,
    DueNudge,
    Held,
    ItemCause,
    Silence,
    Step,
)

LOOK_AGAIN_AFTER: Final = timedelta(hours=24)
# A mail that waits in the outbox starts the week until *second* when it leaves, not when written.
LOOK_SOON: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One of the pair, or who plans for the mentee, as reminders see them.

    `behind_sent_at`: when *behind* of the running interval was sent to them, alone or folded;
    `answered_at`: when they last answered a nudge.
    """

    role: Role
    person_id: int
    manners: Manners
    address: str = ""
    zone_name: str = "UTC"
    is_here: bool = True
    is_muted: bool = False
    behind_sent_at: datetime | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """A planned meeting that has passed and was answered by nobody."""

    uid: str
    time_revision: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderFacts:
    """All that the ladder of one pair depends on, besides the time.

    `cause`: the pair, what opened its interval and under which terms; the stem of every key.
    """

    cause: str
    facts: PairFacts
    rhythm: Rhythm
    organizer: Role
    mentor: Recipient
    mentee: Recipient
    delegate: Recipient | None = None
    unanswered: tuple[Unanswered, ...] = ()
    has_plan: bool = False

    def recipient(self, role: Role) -> Recipient:
        """Return the person on a side."""
        return self.mentor if role is Role.MENTOR else self.mentee

    def planner(self, role: Role) -> Recipient:
        """Return who keeps the dates of a side: for the mentee an assistant who can be reached."""
        delegate = self.delegate
        if role is Role.MENTOR or delegate is None:
            return self.recipient(role)
        return delegate if delegate.is_here and not delegate.is_muted else self.mentee

    def person(self, person_id: int) -> Recipient:
        """Return one of these people by primary key; the mentor for one that is unknown."""
        people = (each for each in (self.delegate, self.mentee) if each is not None)
        return next((each for each in people if each.person_id == person_id), self.mentor)


@dataclass(frozen=True, slots=True)
class Ladder:
    """What is due, what a coordinator should see, who gets nothing and why, when to look again."""

    due: tuple[DueNudge, ...]
    item: ItemCause | None
    held: tuple[Held, ...]
    next_look_at: datetime


@dataclass(slots=True)
class _Draft:
    due: list[DueNudge] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)


def read_ladder(pair: LadderFacts, now: datetime) -> Ladder:
    """Read everything that is due at `now`. Asked again at any moment, it gives the same keys."""
    draft = _Draft()
    if pair.rhythm.is_paused:
        draft.held.append(Held(Silence.PAUSED))
    else:
        _ask_whether_they_met(pair, now, draft)
        _ask_for_a_meeting(pair, now, draft)
    return Ladder(
        due=tuple(draft.due),
        item=_item(pair, now),
        held=tuple(draft.held),
        next_look_at=_next_look(pair, draft, now),
    )


def asked_by_hr(pair: LadderFacts, person_id: int, key: str, now: datetime) -> DueNudge | None:
    """Return HR's own nudge to a person, None while something silences the pair or the person."""
    person = next(p for p in (pair.mentor, pair.mentee) if p.person_id == person_id)
    is_silent = pair.rhythm.is_paused or _silence(pair, now) not in (None, Silence.DORMANT)
    if is_silent or not person.is_here or person.is_muted:
        return None
    return DueNudge(
        step=Step.HR,
        role=person.role,
        person_id=person_id,
        key=key,
        wanted_at=now,
        due_on=pair.rhythm.due_on,
    )


def _ask_whether_they_met(pair: LadderFacts, now: datetime, draft: _Draft) -> None:
    for meeting in pair.unanswered:
        for person, wanted_at in _log_times(pair, meeting):
            if wanted_at is None or wanted_at > now:
                continue
            if not _can_be_reached(person, draft):
                continue
            key = f"log:{meeting.uid}:{meeting.time_revision}:{person.person_id}"
            draft.due.append(
                DueNudge(
                    step=Step.LOG,
                    role=person.role,
                    person_id=person.person_id,
                    key=key,
                    wanted_at=wanted_at,
                    meeting_uid=meeting.uid,
                )
            )


def _log_times(
    pair: LadderFacts, meeting: Unanswered
) -> Iterator[tuple[Recipient, datetime | None]]:
    """Yield the mentor 2 hours after the end, then who plans for the mentee.

    That is after 2 working days of theirs.
    """
    first = meeting.ends_at + LOG_AFTER
    yield pair.mentor, first
    planner = pair.planner(Role.MENTEE)
    manners = planner.manners
    asked_on = day_of(first, manners.zone)
    later_on = add_working_days(asked_on, LOG_PARTNER_WORKING_DAYS, manners.work, manners.away)
    yield planner, start_of_day(later_on, manners.zone) if later_on else None


def _ask_for_a_meeting(pair: LadderFacts, now: datetime, draft: _Draft) -> None:
    silence = _silence(pair, now)
    if silence:
        draft.held.append(Held(silence))
        return
    behind_at = _behind_at(pair)
    if behind_at is not None and behind_at <= now:
        for role in Role:
            _ask_late(pair, pair.recipient(role), now, draft)
        return
    book_at = _book_at(pair)
    if book_at is None or book_at > now or pair.has_plan:
        draft.held.append(Held(Silence.NOT_DUE))
        return
    organizer = pair.planner(pair.organizer)
    if _can_be_reached(organizer, draft):
        draft.due.append(_nudge(pair, Step.BOOK, organizer, book_at))


def _silence(pair: LadderFacts, now: datetime) -> Silence | None:
    """Return why no step asks this pair for a meeting now, if so."""
    rhythm = pair.rhythm
    checks = (
        (Silence.SECURED, is_secured(rhythm, now)),
        (Silence.DAY_DOES_NOT_COUNT, day_of(now, pair.facts.zone) in pair.facts.closed),
        (
            Silence.WAITING_FOR_ANSWER,
            rhythm.held_back_until is not None and now < rhythm.held_back_until,
        ),
        (Silence.DORMANT, status_at(rhythm, now) is Status.DORMANT),
    )
    return next((silence for silence, applies in checks if applies), None)


def _ask_late(pair: LadderFacts, person: Recipient, now: datetime, draft: _Draft) -> None:
    if not _can_be_reached(person, draft):
        return
    behind = _nudge(pair, Step.BEHIND, person, _behind_at(pair) or now)
    if person.behind_sent_at is None:
        draft.due.append(behind)
        return
    second_at = person.behind_sent_at + ONE_WEEK
    if person.answered_at is not None and person.answered_at >= person.behind_sent_at:
        draft.held.append(Held(Silence.ANSWERED, person.role))
    elif second_at <= now:
        draft.due.append(_nudge(pair, Step.SECOND, person, second_at))
    else:
        draft.held.append(Held(Silence.ALREADY_ASKED, person.role))


def _can_be_reached(person: Recipient, draft: _Draft) -> bool:
    if not person.is_here:
        draft.held.append(Held(Silence.NOT_HERE, person.role))
    elif person.is_muted:
        draft.held.append(Held(Silence.MUTED, person.role))
    return person.is_here and not person.is_muted


def _nudge(pair: LadderFacts, step: Step, person: Recipient, wanted_at: datetime) -> DueNudge:
    return DueNudge(
        step=step,
        role=person.role,
        person_id=person.person_id,
        key=f"{step}:{pair.cause}:{person.person_id}",
        wanted_at=wanted_at,
        due_on=pair.rhythm.due_on,
    )


def _book_on(pair: LadderFacts) -> date | None:
    """Half of the interval gone; not for weekly pairs, who would be asked every few days."""
    rhythm = pair.rhythm
    if rhythm.cadence is Cadence.WEEKLY and not rhythm.is_first:
        return None
    return add_counted_days(rhythm.opened_on, rhythm.n // 2, pair.facts.closed)


def _book_at(pair: LadderFacts) -> datetime | None:
    book_on = _book_on(pair)
    if book_on is None:
        return None
    delayed = delayed_by_contact(book_on, pair.rhythm.contact_on, pair.facts.closed)
    return start_of_day(delayed, pair.facts.zone) if delayed else None


def _behind_at(pair: LadderFacts) -> datetime | None:
    """The day after due; a contact since *book* came due delays it, an earlier one did that."""
    behind_at, contact_on = pair.rhythm.behind_at, pair.rhythm.contact_on
    if behind_at is None or contact_on is None:
        return behind_at
    book_on = _book_on(pair)
    if book_on is not None and contact_on <= book_on:
        return behind_at
    zone = pair.facts.zone
    delayed = delayed_by_contact(day_of(behind_at, zone), contact_on, pair.facts.closed)
    return start_of_day(delayed, zone) if delayed else None


def _item(pair: LadderFacts, now: datetime) -> ItemCause | None:
    """Return why a coordinator should look, if so; a secured date holds back all but *stalled*."""
    rhythm = pair.rhythm
    if rhythm.is_paused:
        return None
    if status_at(rhythm, now) in (Status.STALLED, Status.DORMANT):
        return ItemCause.STALLED
    no_date = rhythm.is_first and not pair.has_plan and not pair.unanswered
    checks = (
        (ItemCause.LONG_PAST_DUE, _passed(pair, rhythm.due_on, COORDINATOR_DAYS, now)),
        (
            ItemCause.NO_FIRST_DATE,
            no_date and _passed(pair, rhythm.opened_on, FIRST_DATE_DAYS, now),
        ),
    )
    causes = (cause for cause, applies in checks if applies and not is_secured(rhythm, now))
    return next(causes, None)


def _passed(pair: LadderFacts, start: date | None, days: int, now: datetime) -> bool:
    at = _counted_at(pair, start, days)
    return at is not None and at <= now


def _counted_at(pair: LadderFacts, start: date | None, days: int) -> datetime | None:
    day = add_counted_days(start, days, pair.facts.closed) if start else None
    return start_of_day(day, pair.facts.zone) if day else None


def _next_look(pair: LadderFacts, draft: _Draft, now: datetime) -> datetime:
    """Return when there may be something new: the next instant, an hour while a mail waits."""
    soon = LOOK_SOON if draft.due else LOOK_AGAIN_AFTER
    log_times = (at for m in pair.unanswered for _, at in _log_times(pair, m))
    asked_at = (pair.mentor.behind_sent_at, pair.mentee.behind_sent_at)
    instants = (
        pair.rhythm.next_change_at,
        _book_at(pair),
        _behind_at(pair),
        _counted_at(pair, pair.rhythm.due_on, COORDINATOR_DAYS),
        _counted_at(pair, pair.rhythm.opened_on, FIRST_DATE_DAYS),
        *log_times,
        *(at + ONE_WEEK for at in asked_at if at is not None),
    )
    later = (at for at in instants if at is not None and at > now)
    return min((*later, now + soon))
