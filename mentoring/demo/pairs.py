"""Turns each pair of the story into acts on their days."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Protocol

from accounts.models import User
from contracts.actions import (
    DraftEdit,
    Signing,
    offer,
    open_contract,
    save_draft,
    sign,
)
from contracts.models import Version
from contracts.queries.parts import own_parts, shared_terms
from contracts.rules import Proof
from contracts.rules.parts import GoalText
from contracts.rules.proof import Evidence
from lifecycle.actions import end_pair, pause_pair
from meetings.actions import (
    LogDraft,
    NoteDraft,
    PlanDraft,
    cancel_meeting,
    log_contact,
    log_meeting,
    plan_meeting,
    write_note,
)
from mentoring.demo.story import COORDINATOR, HR, PAIRS, Pair
from pairings.actions import accept_pair, propose_pair
from pairings.models import Pairing
from pairings.rules import EndReason
from programs.models import Enrollment, Program
from programs.rules import Cadence, Role

Event = Callable[[datetime], None]
FRIDAY = 5
MONDAY_AFTER = 3


class Timetable(Protocol):
    """Where events are put."""

    people: dict[str, User]
    program: Program | None
    today: datetime

    def at(self, day: int, event: Event) -> None:
        """Do something on the morning of a day."""


def pair_events(stage: Timetable) -> None:
    """Put every act of every pair under its day."""
    for pair in PAIRS:
        _Story(stage, pair).tell()


class _Story:
    """One pair's acts; the pair itself exists once it was proposed."""

    def __init__(self, stage: Timetable, pair: Pair) -> None:
        self.stage, self.pair = stage, pair
        self.mentor, self.mentee = stage.people[pair.mentor], stage.people[pair.mentee]

    @property
    def pairing(self) -> Pairing:
        """The pair, as it is now."""
        found = Pairing.objects.with_people().filter(mentor=self.mentor, mentee=self.mentee)
        return found.latest("pk")

    def tell(self) -> None:
        """Put the acts of this pair into the timetable."""
        pair, at = self.pair, self.stage.at
        at(pair.starts - 1, self.propose)
        if pair.answered:
            at(pair.starts, self.accept)
        if pair.signs:
            at(pair.starts + 1, self.offer)
        for number, person in enumerate((self.mentor, self.mentee)[: pair.signs]):
            at(pair.starts + 1 + number, self._signer(person))
        for day in self._workdays(pair.met):
            at(max(day - 5, pair.starts), self._planner(day))
            at(day, self.log)
        for day in self._workdays(pair.fell):
            at(max(day - 5, pair.starts), self._planner(day))
            at(max(day - 2, pair.starts), self.cancel)
        self._tell_the_rest()

    def _tell_the_rest(self) -> None:
        pair, at = self.pair, self.stage.at
        for day in self._workdays(pair.contacts):
            at(day, self.contact)
        named = [day for day in (pair.passed, pair.ahead) if day is not None]
        for planned in self._workdays(named):
            at(max(min(planned - 5, -1), pair.starts), self._planner(planned))
        if pair.paused:
            at(pair.paused[0], self.pause)
        if pair.ended is not None:
            at(pair.ended, self.end)
        for text in pair.notes:
            at(pair.met[-1] + 1, self._note(text))

    def _workdays(self, days: Iterable[int]) -> list[int]:
        """Move weekends: what was, to the Friday before; what is to come, to the Monday after."""
        return [self._workday(day) for day in days]

    def _workday(self, day: int) -> int:
        past = max((self.stage.today + timedelta(days=day)).isoweekday() - FRIDAY, 0)
        return day - past if day < 0 else day + (MONDAY_AFTER - past if past else 0)

    def propose(self, now: datetime) -> None:
        """The coordinator proposes."""
        places = Enrollment.objects.filter(program=self.stage.program)
        propose_pair(
            mentor=places.get(user=self.mentor),
            mentee=places.get(user=self.mentee),
            by=User.objects.get(email=COORDINATOR),
            now=now,
        )

    def accept(self, now: datetime) -> None:
        """Both say yes."""
        for person in (self.mentor, self.mentee):
            accept_pair(pairing=self.pairing, by=person, now=now)

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
        version = open_contract(pairing=self.pairing, now=now).versions.latest("number")
        said = {Role.MENTEE: self.pair.goal, Role.MENTOR: self.pair.gain}
        for role, person in ((Role.MENTOR, self.mentor), (Role.MENTEE, self.mentee)):
            part = (GoalText(said[role], "We can both name an example."),)
            if own_parts(version)[role] != part:
                edit = DraftEdit(part=part, part_revision=version.own_revision(role))
                version = save_draft(version=version, by=person, edit=edit, now=now)
                version.refresh_from_db()
        terms = replace(shared_terms(version), cadence=Cadence(self.pair.cadence), first_dates=())
        edit = DraftEdit(terms=terms, terms_revision=version.revision)
        save_draft(version=version, by=self.mentee, edit=edit, now=now)
        return Version.objects.get(pk=version.pk)

    def _planner(self, day: int) -> Event:
        def plan(now: datetime) -> None:
            local = datetime.combine(
                (self.stage.today + timedelta(days=day)).date(), time(14), tzinfo=self.mentee.zone
            )
            draft = PlanDraft(local.astimezone(UTC), 45)
            plan_meeting(self.pairing, draft, by=self.mentee, now=now)

        return plan

    def log(self, now: datetime) -> None:
        """Both say, in the evening, that they met."""
        evening = now + timedelta(hours=11)
        for person in (self.mentor, self.mentee):
            log_meeting(self.pairing, LogDraft(), by=person, now=evening)

    def cancel(self, now: datetime) -> None:
        """The mentee cannot make it."""
        planned = self.pairing.meetings.filter(state="planned").latest("starts_at")
        cancel_meeting(planned, by=self.mentee, now=now)

    def contact(self, now: datetime) -> None:
        """They bumped into each other."""
        log_contact(self.pairing, "corridor", by=self.mentor, now=now)

    def _note(self, text: str) -> Event:
        def write(now: datetime) -> None:
            draft = NoteDraft(text=text, is_shared=True)
            write_note(self.pairing, draft, by=self.mentor, now=now + timedelta(hours=12))

        return write

    def pause(self, now: datetime) -> None:
        """The mentee takes a break."""
        _start, until = self.pair.paused or (0, 0)
        until_on = (self.stage.today + timedelta(days=until)).date()
        pause_pair(self.pairing, until=until_on, by=self.mentee, now=now)

    def end(self, now: datetime) -> None:
        """HR ends the pair for them."""
        hr = User.objects.get(email=HR)
        end_pair(self.pairing, reason=EndReason.ROLE_CHANGE, by=hr, now=now)
