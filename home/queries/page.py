"""One pair as one of the two sees it, computed live from the rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from contracts.queries.wording import CHANNEL_WORDS
from contracts.rules import Channel
from core.days import day_of
from home.queries.agreed import Agreed, agreed_by
from home.queries.pairs import OwnPair
from home.queries.since import Happened, since_last_met
from home.queries.strip import Pill, Strip, pill_of, strip_of
from home.rules import Moment, MomentFacts, marks_of, moment_of
from meetings.models import PLANNED, Meeting
from meetings.queries import (
    Clocks,
    MeetingDefaults,
    PairReading,
    clocks_of,
    read_pair,
    usual_of,
)
from meetings.rules.status import Rhythm, read_rhythm
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import CADENCE_LABELS


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
    agreed: Agreed
    clocks: Clocks
    cadence: str
    pill: Pill | None
    strip: Strip
    dates: Dates
    usual: MeetingDefaults
    due_on: date | None
    since: Sequence[Happened]
    held: int
    contacts: int

    @property
    def where(self) -> str:
        """Where they usually meet, in words."""
        return str(CHANNEL_WORDS[Channel(self.usual.channel)])

    @property
    def can_pause(self) -> bool:
        """Whether a break is possible now."""
        return self.pairing.state in (PairState.GETTING_STARTED, PairState.ACTIVE)

    @property
    def is_concluding(self) -> bool:
        """Whether the last two weeks have begun."""
        return self.pairing.state == PairState.CONCLUDING


def pair_page(own: OwnPair, user: User, now: datetime) -> PairPage:
    """Compute a pair that has started, in four queries."""
    pairing, agreed = own.pairing, agreed_by(own.pairing)
    reading = read_pair(pairing, agreed.terms)
    facts = reading.facts
    rhythm = read_rhythm(facts, now)
    living = rhythm if pairing.is_live else None
    dates = _dates(reading, now)
    return PairPage(
        pairing=pairing,
        partner=pairing.partner_of(user),
        moment=moment_of(_moment_facts(own, agreed, living, dates), now),
        agreed=agreed,
        clocks=clocks_of(user, pairing.partner_of(user)),
        cadence=str(CADENCE_LABELS[rhythm.cadence]),
        pill=pill_of(rhythm, facts, now) if living else None,
        strip=strip_of(marks_of(facts, living, now)),
        dates=dates,
        usual=_usual(pairing, agreed, reading.meetings),
        due_on=rhythm.due_on,
        since=since_last_met(own, reading, agreed),
        held=len(facts.held_days()),
        contacts=len(reading.contacts),
    )


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
