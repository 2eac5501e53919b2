"""One pair as one of the two sees it, computed live from the rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from contracts.queries.wording import CHANNEL_WORDS
from contracts.rules import Channel
from core.days import day_of, start_of_day
from goals.queries import GoalCounts, GoalNow, counts_from
from home.queries.agreed import Agreed, agreed_by
from home.queries.pairs import OwnPair
from home.queries.since import Happened, since_last_met
from home.queries.strip import Pill, Strip, pill_of, strip_of
from home.rules import Moment, MomentFacts, marks_of, moment_of
from lifecycle.queries import OwnSide
from lifecycle.queries.after import hours_of
from meetings.models import PLANNED, Meeting
from meetings.queries import (
    Agenda,
    Clocks,
    MeetingDefaults,
    PairReading,
    agenda_of,
    clocks_of,
    read_pair,
    suggested_times,
    usual_of,
)
from meetings.rules.status import Rhythm, read_rhythm
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import CADENCE_LABELS
from programs.rules import Role

# These questions are answered by a date: three are offered.
ASKS_WHEN = (Moment.FIRST_DATE, Moment.FIND_DATE)


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a pair: those over without an answer, the latest first, and the next one.

    `today` is the mentee's day.
    """

    open: Sequence[Meeting]
    next: Meeting | None
    today: date
    met_today: bool

    @property
    def asked(self) -> Meeting | None:
        """The one that is asked about: the earliest."""
        return self.open[-1] if self.open else None


@dataclass(frozen=True, slots=True)
class PairPage:
    """What the page of a pair shows."""

    pairing: Pairing
    partner: User
    moment: Moment
    role: Role
    agreed: Agreed
    clocks: Clocks
    cadence: str
    pill: Pill | None
    strip: Strip
    dates: Dates
    usual: MeetingDefaults
    due_on: date | None
    since: Sequence[Happened]
    agenda: Agenda
    suggested: Sequence[datetime]
    side: OwnSide
    asks_fit: bool
    held: int
    hours: float
    contacts: int

    @property
    def where(self) -> str:
        """Where they usually meet, in words."""
        return str(CHANNEL_WORDS[Channel(self.usual.channel)])

    @property
    def asked_goals(self) -> list[GoalNow]:
        """Goals that the partner calls done, and the reader has not said anything to."""
        return [goal for goal in self.agreed.known_goals if goal.waits_for(self.role)]

    @property
    def goal_counts(self) -> GoalCounts:
        """How many goals are done."""
        return counts_from(self.agreed.known_goals)

    @property
    def is_own_suggestion(self) -> bool:
        """Whether the rhythm that waits was suggested by the reader."""
        making = self.agreed.moves.making
        return making is not None and making.offered_by_id != self.partner.pk

    @property
    def has_signed_beside(self) -> bool:
        """Whether the reader signed the text that is in the making."""
        making = self.agreed.moves.making
        return making is not None and vars(making)[f"{self.role}_signed_at"] is not None

    @property
    def new_words(self) -> int:
        """How many words beside the text the partner left since the reader looked at it."""
        return self.agreed.moves.new_words[self.role] if self.pairing.is_live else 0

    @property
    def review_waits(self) -> bool:
        """Whether the two are to look at their agreement; not in the last two weeks."""
        waits = self.agreed.moves.review_waits(self.dates.today)
        return waits and self.pairing.is_live and not self.is_concluding

    @property
    def can_suggest_rhythm(self) -> bool:
        """Whether another rhythm can be suggested now."""
        moves = self.agreed.moves
        return self.pairing.is_live and moves.in_force is not None and moves.making is None

    @property
    def offers_newer_rules(self) -> bool:
        """Whether the reader may want to look at newer house rules; not in the last two weeks."""
        is_wanted = self.role in self.agreed.newer_rules_for
        return is_wanted and self.pairing.is_live and not self.is_concluding

    @property
    def has_news(self) -> bool:
        """Whether anything was promised or happened since they last met."""
        return bool(self.since or self.agenda.actions or self.agenda.done_actions)

    @property
    def can_pause(self) -> bool:
        """Whether a break is possible now."""
        return self.pairing.state in (PairState.GETTING_STARTED, PairState.ACTIVE)

    @property
    def is_concluding(self) -> bool:
        """Whether the last two weeks have begun."""
        return self.pairing.state == PairState.CONCLUDING


def pair_page(own: OwnPair, user: User, now: datetime) -> PairPage:
    """Compute a pair that has started, in five queries."""
    pairing, agreed = own.pairing, agreed_by(own.pairing)
    reading = read_pair(pairing, agreed.terms)
    facts = reading.facts
    rhythm = read_rhythm(facts, now)
    living = rhythm if pairing.is_live else None
    dates = _dates(reading, now)
    moment = moment_of(_moment_facts(own, agreed, living, dates), now)
    usual = _usual(pairing, agreed, reading.meetings)
    asks_when = moment in ASKS_WHEN
    return PairPage(
        pairing=pairing,
        partner=pairing.partner_of(user),
        moment=moment,
        role=own.role,
        agreed=agreed,
        clocks=clocks_of(user, pairing.partner_of(user)),
        cadence=str(CADENCE_LABELS[rhythm.cadence]),
        pill=pill_of(rhythm, facts, now) if living else None,
        strip=strip_of(marks_of(facts, living, now)),
        dates=dates,
        usual=usual,
        due_on=rhythm.due_on,
        since=since_last_met(own, reading, agreed),
        agenda=_agenda(pairing, user, reading, dates.today),
        suggested=suggested_times(pairing, facts, now, usual.minutes) if asks_when else (),
        side=own.side,
        asks_fit=own.asks_fit,
        held=len(facts.held_days()),
        hours=hours_of(reading.meetings),
        contacts=len(reading.contacts),
    )


def _agenda(pairing: Pairing, user: User, reading: PairReading, today: date) -> Agenda:
    """What is open, and what was done since they last met."""
    last = max((day for day, _meeting in reading.facts.held_days()), default=None)
    since = start_of_day(last, reading.facts.zone) if last else pairing.started_at
    return agenda_of(pairing, user, today=today, done_since=since)


def _dates(reading: PairReading, now: datetime) -> Dates:
    planned = [meeting for meeting in reading.meetings if meeting.state == PLANNED]
    today = day_of(now, reading.facts.zone)
    return Dates(
        open=[meeting for meeting in reversed(planned) if meeting.ends_at <= now],
        next=next((meeting for meeting in planned if meeting.ends_at > now), None),
        today=today,
        met_today=any(meeting.held_on == today for meeting in reading.meetings),
    )


def _moment_facts(own: OwnPair, agreed: Agreed, rhythm: Rhythm | None, dates: Dates) -> MomentFacts:
    return MomentFacts(
        rhythm=rhythm,
        today=dates.today,
        waits_for_reader=agreed.waits_for(own.role),
        has_date=dates.next is not None,
    )


def _usual(pairing: Pairing, agreed: Agreed, meetings: Sequence[Meeting]) -> MeetingDefaults:
    if meetings:
        return usual_of(meetings)
    return agreed.usual or MeetingDefaults(pairing.program.minutes, Channel.VIDEO)
