"""Section 5 once more, slowly and from the other end: day by day, without any stored instant."""

from datetime import UTC, date, datetime, time, timedelta

from meetings.rules.facts import MeetingRecord, Outcome, PairFacts
from meetings.rules.status import Status
from programs.rules import Cadence

DAY = timedelta(days=1)
FAR = 1500
LENGTHS = {
    Cadence.WEEKLY: 7,
    Cadence.FORTNIGHTLY: 14,
    Cadence.EVERY_THREE_WEEKS: 21,
    Cadence.EVERY_SIX_WEEKS: 42,
}


class Oracle:
    """One pair, asked at one instant."""

    def __init__(self, facts: PairFacts, now: datetime) -> None:
        self.facts, self.now = facts, now
        self.today = self.local(now)
        held = [
            (meeting.held_on, self.held_until(meeting), meeting.uid, meeting)
            for meeting in facts.meetings
            if meeting.outcome is Outcome.HELD and meeting.held_on
        ]
        self.last = max(held, key=lambda each: each[:3])[3] if held else None
        self.opened = self.local(facts.started_at)
        self.n = 14
        if self.last and self.last.held_on:
            self.opened = self.last.held_on
            self.n = (self.after(self.opened, 1) - self.opened).days
        self.due = self.first_due()

    def local(self, instant: datetime) -> date:
        return instant.astimezone(self.facts.zone).date()

    def held_until(self, meeting: MeetingRecord) -> datetime:
        """The last moment, by what is known, of a held meeting."""
        if meeting.was_planned and self.local(meeting.slot.starts_at) == meeting.held_on:
            return meeting.slot.ends_at
        assert meeting.held_on
        midnight = datetime.combine(meeting.held_on + DAY, time.min, tzinfo=self.facts.zone)
        return midnight.astimezone(UTC)

    def cadence(self) -> Cadence:
        current = self.facts.terms[0].cadence
        for terms in self.facts.terms:
            if terms.from_on <= self.today:
                current = terms.cadence
        return current

    def after(self, first: date, k: int, cadence: Cadence | None = None) -> date:
        """K cadences on, by trying the days down from the 31st."""
        cadence = cadence or self.cadence()
        if cadence in LENGTHS:
            return first + k * LENGTHS[cadence] * DAY
        month, year = first.month, first.year
        for _ in range(k * (3 if cadence is Cadence.QUARTERLY else 1)):
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        for number in range(first.day, 27, -1):
            try:
                return date(year, month, number)
            except ValueError:
                continue
        return date(year, month, first.day)

    def counts(self, day: date) -> bool:
        return not any(first <= day <= last for first, last in self.facts.closed.spans)

    def nth(self, start: date, n: int) -> date | None:
        day = start
        for _ in range(FAR):
            if n == 0:
                return day
            day += DAY
            n -= self.counts(day)
        return None

    def counted(self, start: date, end: date) -> int:
        """Days that count after `start`, up to and including `end`."""
        return sum(self.counts(start + k * DAY) for k in range(1, (end - start).days + 1))

    def first_due(self) -> date | None:
        day = self.nth(self.opened, self.n)
        for _ in range(FAR):
            if day is None or (self.counts(day) and self.facts.work.is_working(day)):
                return day
            day += DAY
        return None

    def secured(self) -> bool:
        grace = min(14, max(3, self.n // 3))
        limit = self.nth(max(self.due, self.today), grace) if self.due else None
        return any(
            meeting.outcome is Outcome.PLANNED
            and meeting.slot.ends_at > self.now
            and self.moves(meeting) < 3
            and (limit is None or self.local(meeting.slot.starts_at) <= limit)
            for meeting in self.facts.meetings
        )

    def moves(self, meeting: MeetingRecord) -> int:
        return len([moved for moved in meeting.moved_at if self.since(moved)])

    def since(self, instant: datetime) -> bool:
        opened_at = self.held_until(self.last) if self.last else self.facts.started_at
        return instant > opened_at

    def two_fell_through(self) -> bool:
        over: dict[str, tuple[datetime, str, bool]] = {}
        for meeting in self.facts.meetings:
            if meeting.outcome not in {Outcome.PLANNED, Outcome.FELL_THROUGH}:
                continue
            fell = meeting.outcome is Outcome.FELL_THROUGH
            ended = meeting.slot.ends_at <= self.now
            if (fell or ended) and self.since(meeting.called_off_at or meeting.slot.ends_at):
                key = f"act {meeting.cancelled_act}" if meeting.cancelled_act else meeting.uid
                this = (meeting.slot.starts_at, meeting.uid, fell)
                over[key] = max(over.get(key, this), this)
        return [fell for *_, fell in sorted(over.values())][-2:] == [True, True]

    def status(self) -> Status:
        due = self.due
        ladder = [
            (self.facts.is_paused, Status.PAUSED),
            (self.two_fell_through(), Status.STALLED),
            (self.secured(), Status.ON_RHYTHM),
        ]
        if due:
            late = self.counted(due, self.today)
            soon = min(7, self.n // 4)
            ladder += [
                (late >= 45, Status.DORMANT),
                (late >= 1 and self.counted(self.opened, self.today) >= 2 * self.n, Status.STALLED),
                (late >= 1, Status.BEHIND),
                (late == 0 and self.counted(self.today, due) <= soon, Status.DUE_SOON),
            ]
        return next((status for applies, status in ladder if applies), Status.ON_RHYTHM)

    def expected(self) -> int:
        """Walk the days from the start and tick off the points, changing terms on the way."""
        start = self.local(self.facts.started_at)
        grid = Grid(self, start)
        day, last = start, min(self.today - DAY, self.facts.ends_on)
        while day < last:
            day += DAY
            grid.walk(day)
        return len(grid.passed)


class Grid:
    """The points passed so far, and how many days that count since the grid was last anchored."""

    def __init__(self, oracle: Oracle, start: date) -> None:
        self.oracle, self.anchor, self.base = oracle, start, start + 14 * DAY
        self.elapsed = 0
        self.passed: list[date] = []
        self.mark(oracle.facts.terms[0].cadence)

    def mark(self, cadence: Cadence) -> None:
        days = (self.oracle.after(self.base, k, cadence) for k in range(60))
        self.marks = {(day - self.anchor).days for day in days} - {0}

    def walk(self, day: date) -> None:
        for terms in self.oracle.facts.terms[1:]:
            if terms.from_on == day:
                if self.passed:
                    self.anchor = self.base = self.passed[-1]
                    self.elapsed = self.oracle.counted(self.anchor, day - DAY)
                self.mark(terms.cadence)
        if self.oracle.counts(day):
            self.elapsed += 1
            if self.elapsed in self.marks:
                self.passed.append(day)
