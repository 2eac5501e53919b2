"""Turns each pair of the story into acts on their days."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Final, Protocol

from accounts.models import User
from accounts.rules.people import working_days
from contracts.actions import (
    DraftEdit,
    Signing,
    offer,
    open_contract,
    save_draft,
    sign,
)
from contracts.models import Goal, Version
from contracts.queries.parts import own_parts, shared_terms
from contracts.rules import Proof, VersionState
from contracts.rules.parts import GoalText
from contracts.rules.proof import Evidence
from goals.actions import answer_done, note_progress
from goals.rules import GoalState
from lifecycle.actions import end_pair, pause_pair
from meetings.actions import (
    LogDraft,
    NoteDraft,
    PlanDraft,
    SeriesDraft,
    cancel_meeting,
    log_contact,
    log_meeting,
    plan_meeting,
    plan_series,
    write_note,
)
from meetings.models import Meeting
from mentoring.demo.later import ACTS
from mentoring.demo.story import COORDINATOR, HR, Answer, Later, Pair, Series
from mentoring.demo.words import GAINS, GOALS, OF_FACES
from pairings.actions import accept_pair, decline_pair, propose_pair, withdraw_pair
from pairings.models import Pairing
from pairings.rules import EndReason
from programs.models import Enrollment, Program
from programs.rules import Cadence, Role

Event = Callable[[datetime], None]
SIGNS: Final = dict[str, str]((*GOALS, *GAINS, *OF_FACES))
MINUTES: Final = 45
# Days after its start on which a pair begins with a goal, and has reached one.
BEGUN_AFTER, DONE_AFTER, CLAIMED_ON = 20, 50, -1


class Timetable(Protocol):
    """Where events are put."""

    people: dict[str, User]

    def day(self, number: int) -> datetime:
        """Return the midnight that begins a day of the story."""

    def at(self, number: int, event: Event) -> None:
        """Do something on the morning of a day."""

    def in_the_evening(self, number: int, event: Event) -> None:
        """Do something in the evening of a day."""


def tell(stage: Timetable, program: Program, pairs: Sequence[Pair]) -> None:
    """Put every act of these pairs under its day."""
    for pair in pairs:
        _Story(stage, program, pair).tell()


class _Story:
    """One pair's acts; the pair itself exists once it was proposed."""

    def __init__(self, stage: Timetable, program: Program, pair: Pair) -> None:
        self.stage, self.program, self.pair = stage, program, pair
        self.mentor, self.mentee = stage.people[pair.mentor], stage.people[pair.mentee]
        self.notes = list(pair.notes)
        self._pairing: Pairing | None = None
        self.weekdays = working_days(self.mentor.working_week) & working_days(
            self.mentee.working_week
        )

    @property
    def pairing(self) -> Pairing:
        """The pair, as it was proposed: every act reads it anew."""
        if self._pairing is None:
            message = "They were not proposed to each other yet."
            raise LookupError(message)
        return self._pairing

    def tell(self) -> None:
        """Put the acts of this pair into the timetable."""
        pair, at = self.pair, self.stage.at
        at(pair.starts - 1, self.propose)
        if pair.answer is not Answer.ACCEPTED:
            at(pair.starts + 1, self.close)
            return
        at(pair.starts, self.accept)
        if pair.signs is not None:
            at(pair.starts + 1, self.offer)
            for number, person in enumerate((self.mentor, self.mentee)[: pair.signs]):
                at(pair.starts + 1 + number, self._signer(person))
        if pair.series is not None:
            at(pair.starts + 3, self._booker(pair.series))
        self._tell_of_dates()
        self._tell_of_goals()
        self._tell_the_rest()

    def _tell_of_dates(self) -> None:
        pair, at = self.pair, self.stage.at
        for day in self._workdays(pair.met):
            if pair.is_booked:
                at(max(day - 5, pair.starts), self._planner(day))
            self.stage.in_the_evening(day, self._logger(day))
        for day in self._workdays(pair.fell):
            at(max(day - 5, pair.starts), self._planner(day))
            at(max(day - 2, pair.starts), self.cancel)
        named = [day for day in (pair.passed, pair.ahead) if day is not None]
        for planned in self._workdays(named):
            at(max(min(planned - 5, -1), pair.starts), self._planner(planned))

    def _tell_of_goals(self) -> None:
        """Begin with each goal that is more than a wish; then call it done, one or both."""
        pair, begins = self.pair, self.pair.starts + BEGUN_AFTER
        for role in dict.fromkeys((*pair.begun, *pair.claimed, *pair.done)):
            self.stage.at(begins, self._goal_sayer(role, GoalState.UNDER_WAY))
        for role in pair.claimed:
            self.stage.at(CLAIMED_ON, self._goal_sayer(role, GoalState.SAID_DONE))
        for role in pair.done:
            reached = pair.starts + DONE_AFTER
            self.stage.at(reached, self._goal_sayer(role, GoalState.SAID_DONE))
            self.stage.at(reached + 1, self._notice(role))

    def _tell_the_rest(self) -> None:
        pair, at = self.pair, self.stage.at
        for day in self._workdays(pair.contacts):
            at(day, self.contact)
        for day, act in pair.later:
            at(day, self._later(act))
        if pair.paused:
            at(pair.paused[0], self.pause)
        if pair.ended is not None:
            at(pair.ended, self.end)

    def _later(self, act: Later) -> Event:
        return lambda now: ACTS[act](self.pairing, now)

    def _workdays(self, days: Iterable[int]) -> list[int]:
        """Move days that one of them has off: what was, to before; what is to come, to after."""
        return [self._workday(day) for day in days]

    def _workday(self, day: int) -> int:
        while self.stage.day(day).isoweekday() not in self.weekdays:
            day += -1 if day < 0 else 1
        return day

    def propose(self, now: datetime) -> None:
        """The coordinator proposes."""
        places = Enrollment.objects.filter(program=self.program)
        self._pairing = propose_pair(
            mentor=places.get(user=self.mentor),
            mentee=places.get(user=self.mentee),
            by=_coordinator(),
            now=now,
        )

    def accept(self, now: datetime) -> None:
        """Both say yes."""
        for person in (self.mentor, self.mentee):
            accept_pair(pairing=self.pairing, by=person, now=now)

    def close(self, now: datetime) -> None:
        """The senior says no, or the coordinator takes it back, or nobody says anything."""
        if self.pair.answer is Answer.DECLINED:
            decline_pair(pairing=self.pairing, by=self.mentee, now=now)
        if self.pair.answer is Answer.WITHDRAWN:
            withdraw_pair(pairing=self.pairing, by=_coordinator(), now=now)

    def offer(self, now: datetime) -> None:
        """They write their page, and the mentor offers it."""
        offer(version=self._written(now), by=self.mentor, now=now)

    def _signer(self, person: User) -> Event:
        def sign_it(now: datetime) -> None:
            offered = Version.objects.filter(contract__pairing=self.pairing).latest("number")
            signing = Signing(
                shown_sha256=offered.document_sha256,
                has_consented=True,
                typed_name=person.display_name,
                evidence=Evidence(Proof.PASSWORD, now),
            )
            sign(version=offered, by=person, signing=signing, now=now + timedelta(minutes=5))

        return sign_it

    def _written(self, now: datetime) -> Version:
        """Each writes the own part, the mentee the rhythm with it."""
        version = open_contract(pairing=self.pairing, now=now).versions.latest("number")
        terms = replace(shared_terms(version), cadence=Cadence(self.pair.cadence), first_dates=())
        edit = replace(self._own_edit(version, Role.MENTEE), terms=terms)
        edit = replace(edit, terms_revision=version.revision)
        save_draft(version=version, by=self.mentee, edit=edit, now=now)
        edit = self._own_edit(version, Role.MENTOR)
        if edit.part is not None:
            save_draft(version=version, by=self.mentor, edit=edit, now=now)
        return Version.objects.get(pk=version.pk)

    def _own_edit(self, version: Version, role: Role) -> DraftEdit:
        text = self.pair.goal if role is Role.MENTEE else self.pair.gain
        part = (GoalText(text, SIGNS.get(text, "We can both name an example.")),)
        if own_parts(version)[role] == part:
            return DraftEdit()
        return DraftEdit(part=part, part_revision=version.own_revision(role))

    def _planner(self, day: int) -> Event:
        def plan(now: datetime) -> None:
            plan_meeting(self.pairing, self._date(day), by=self.mentee, now=now)

        return plan

    def _date(self, day: int) -> PlanDraft:
        """Two in the afternoon, where the mentee is."""
        local = datetime.combine(self.stage.day(day).date(), time(14), tzinfo=self.mentee.zone)
        return PlanDraft(local.astimezone(UTC), MINUTES)

    def _booker(self, series: Series) -> Event:
        def book(now: datetime) -> None:
            first = self._date(self._workday(series.first))
            draft = SeriesDraft(first, series.count, self.mentee.zone)
            booked = plan_series(self.pairing, draft, by=self.mentee, now=now)
            for number, meeting in enumerate(booked):
                self._live(meeting, is_skipped=number in series.skips)

        return book

    def _live(self, meeting: Meeting, *, is_skipped: bool) -> None:
        """Let a date that was booked take place or fall through, when its day comes."""
        local = meeting.starts_at.astimezone(self.mentee.zone)
        day = (local.date() - self.stage.day(0).date()).days
        if self.pair.ended is not None and day >= self.pair.ended:
            return
        if is_skipped:
            self.stage.at(day - 2, lambda now: self._cancel(meeting, now))
        else:
            self.stage.in_the_evening(day, self._logger(day))

    def _logger(self, day: int) -> Event:
        """They met; one of them says so, or both do. The first time, a pair may note something."""
        people = (self.mentor,) if self.pair.logs_alone else (self.mentor, self.mentee)
        on = self.stage.day(day).date()

        def log(now: datetime) -> None:
            for person in people:
                log_meeting(self.pairing, LogDraft(on=on), by=person, now=now)
            self._write_notes(now)

        return log

    def _write_notes(self, now: datetime) -> None:
        while self.notes:
            draft = NoteDraft(text=self.notes.pop(), is_shared=True)
            write_note(self.pairing, draft, by=self.mentor, now=now + timedelta(hours=1))

    def _goal_sayer(self, role: Role, state: GoalState) -> Event:
        """Let one say how far the own goal is."""
        is_last = role in self.pair.begun or state == GoalState.SAID_DONE
        line = self.pair.lines[role == Role.MENTOR] if is_last else ""

        def say(now: datetime) -> None:
            owner = self.pairing.person_in(role)
            note_progress(goal=self._goal(role), by=owner, state=state, line=line, now=now)

        return say

    def _notice(self, role: Role) -> Event:
        def notice(now: datetime) -> None:
            partner = self.pairing.partner_of(self.pairing.person_in(role))
            answer_done(goal=self._goal(role), by=partner, answer=GoalState.DONE, now=now)

        return notice

    def _goal(self, role: Role) -> Goal:
        agreed = Version.objects.get(contract__pairing=self.pairing, state=VersionState.IN_FORCE)
        return agreed.goals.get(owner=role, position=1)

    def cancel(self, now: datetime) -> None:
        """The mentee cannot make it."""
        self._cancel(self.pairing.meetings.filter(state="planned").latest("starts_at"), now)

    def _cancel(self, meeting: Meeting, now: datetime) -> None:
        cancel_meeting(Meeting.objects.get(pk=meeting.pk), by=self.mentee, now=now)

    def contact(self, now: datetime) -> None:
        """They bumped into each other."""
        log_contact(self.pairing, "corridor", by=self.mentor, now=now)

    def pause(self, now: datetime) -> None:
        """The mentee takes a break."""
        _start, until = self.pair.paused or (0, 0)
        pause_pair(self.pairing, until=self.stage.day(until).date(), by=self.mentee, now=now)

    def end(self, now: datetime) -> None:
        """HR ends the pair for them."""
        hr = User.objects.get(email=HR)
        end_pair(self.pairing, reason=EndReason.ROLE_CHANGE, by=hr, now=now)


def _coordinator() -> User:
    return User.objects.get(email=COORDINATOR)
