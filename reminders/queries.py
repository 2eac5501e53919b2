"""Gathers what the ladder of pairs is read from, in a constant number of queries."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import Delegation, User
from accounts.queries import manners_of
from contracts.models import Version
from contracts.rules import VersionState
from core.days import Closed, day_of
from core.manners import Manners
from health.queries import REVISION
from meetings.models import PLANNED, Meeting
from meetings.permissions import plans_for_mentee
from meetings.queries import leaves_of, likings_of, pair_facts_of
from meetings.rules.facts import Outcome, PairFacts
from meetings.rules.status import Rhythm, read_rhythm
from meetings.rules.suggestions import suggest_times
from outbox.queries import sent_at_by_key
from pairings.models import Pairing
from pairings.queries import delegates_of
from programs.rules import Role
from reminders.models import Mute, UsedLink
from reminders.rules.ladder import LadderFacts, Recipient, Unanswered
from reminders.rules.steps import Step


def pairs_to_look_at(now: datetime) -> QuerySet[Pairing]:
    """Live pairs never looked at, changed since the last look, or whose time to look has come."""
    waiting = Q(look=None) | Q(look__next_look_at__lte=now) | ~Q(look__source_revision=REVISION)
    return Pairing.objects.live().filter(waiting).with_people().order_by("pk")


def manners_of_pair(pairing: Pairing) -> dict[Role, Manners]:
    """Return the hours of both partners."""
    leaves = leaves_of((pairing.mentor_id, pairing.mentee_id))
    return {
        role: manners_of(person, Closed.of(leaves[person.pk]))
        for role, person in ((r, pairing.person_in(r)) for r in Role)
    }


def ladder_facts(pairing: Pairing, now: datetime) -> LadderFacts:
    """Return what the ladder of one started pair is read from."""
    return ladder_facts_of([pairing], now)[pairing.pk]


def ladder_facts_of(pairings: Sequence[Pairing], now: datetime) -> dict[int, LadderFacts]:
    """Return the facts of pairs that have started, by primary key."""
    facts = pair_facts_of(pairings)
    started = [pairing for pairing in pairings if pairing.pk in facts]
    rhythms = {pk: read_rhythm(each, now) for pk, each in facts.items()}
    sources = _read_sources(started, rhythms, facts)
    return {
        pairing.pk: _facts(pairing, facts[pairing.pk], rhythms[pairing.pk], sources, now)
        for pairing in started
    }


@dataclass(frozen=True, slots=True)
class _Sources:
    leaves: Mapping[int, list[tuple[date, date]]]
    delegates: Mapping[int, User]
    organizers: Mapping[int, Role]
    unanswered: Mapping[str, Unanswered]
    behind_sent: Mapping[str, datetime]
    answered: Mapping[tuple[int, int], datetime]
    muted: frozenset[tuple[int, int]]


def _read_sources(
    pairings: Sequence[Pairing], rhythms: Mapping[int, Rhythm], facts: Mapping[int, PairFacts]
) -> _Sources:
    delegates = delegates_of(pairings)
    people = {person for pair in pairings for person in (pair.mentor_id, pair.mentee_id)}
    people |= {delegate.pk for delegate in delegates.values()}
    ids = [pairing.pk for pairing in pairings]
    keys = [
        behind_key(cause_of(pair, rhythms[pair.pk], facts[pair.pk]), person)
        for pair in pairings
        for person in (pair.mentor_id, pair.mentee_id)
    ]
    unknown = [uid for rhythm in rhythms.values() for uid in rhythm.unknown]
    return _Sources(
        leaves=leaves_of(people),
        delegates=delegates,
        organizers=_organizers_of(ids),
        unanswered=_unanswered(unknown),
        behind_sent=sent_at_by_key(keys),
        answered=_answers_of(pairings),
        muted=frozenset(
            Mute.objects.filter(pairing_id__in=ids).values_list("pairing_id", "person_id")
        ),
    )


def cause_of(pairing: Pairing, rhythm: Rhythm, facts: PairFacts) -> str:
    """Return what opened the running interval, and under which terms: the stem of keys."""
    return f"{pairing.uid}:{rhythm.opened_by or 'start'}:t{len(facts.terms)}"


def behind_key(cause: str, person_id: int) -> str:
    """Return the key of *behind* to one person in one interval."""
    return f"{Step.BEHIND}:{cause}:{person_id}"


def _organizers_of(pairing_ids: Iterable[int]) -> dict[int, Role]:
    rows = Version.objects.filter(
        contract__pairing_id__in=pairing_ids, state=VersionState.IN_FORCE
    ).values_list("contract__pairing_id", "organizer")
    return {pairing_id: Role(organizer) for pairing_id, organizer in rows}


def _unanswered(uids: Collection[str]) -> dict[str, Unanswered]:
    meetings = Meeting.objects.filter(uid__in=uids) if uids else Meeting.objects.none()
    return {
        str(meeting.uid): Unanswered(
            uid=str(meeting.uid),
            time_revision=meeting.time_revision,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
        )
        for meeting in meetings
    }


def _answers_of(pairings: Sequence[Pairing]) -> dict[tuple[int, int], datetime]:
    """Return when each of the two last answered a link; an assistant's answer is the mentee's."""
    mentors = {pairing.pk: pairing.mentor_id for pairing in pairings}
    mentees = {pairing.pk: pairing.mentee_id for pairing in pairings}
    found: dict[tuple[int, int], datetime] = {}
    rows = UsedLink.objects.filter(pairing_id__in=mentors, undone_at=None).order_by("at")
    for pairing_id, person_id, at in rows.values_list("pairing_id", "person_id", "at"):
        is_mentor = person_id == mentors[pairing_id]
        found[(pairing_id, person_id if is_mentor else mentees[pairing_id])] = at
    return found


def _facts(
    pairing: Pairing, facts: PairFacts, rhythm: Rhythm, sources: _Sources, now: datetime
) -> LadderFacts:
    cause = cause_of(pairing, rhythm, facts)
    people = {
        role: _recipient(pairing, role, pairing.person_in(role), cause, sources) for role in Role
    }
    delegate = sources.delegates.get(pairing.pk)
    unanswered = (sources.unanswered.get(uid) for uid in rhythm.unknown)
    return LadderFacts(
        cause=cause,
        facts=facts,
        rhythm=rhythm,
        organizer=sources.organizers.get(pairing.pk, Role.MENTEE),
        mentor=people[Role.MENTOR],
        mentee=people[Role.MENTEE],
        delegate=_recipient(pairing, Role.MENTEE, delegate, cause, sources) if delegate else None,
        unanswered=tuple(meeting for meeting in unanswered if meeting),
        has_plan=any(m.slot.ends_at > now for m in facts.of(Outcome.PLANNED)),
    )


def _recipient(
    pairing: Pairing, role: Role, person: User, cause: str, sources: _Sources
) -> Recipient:
    return Recipient(
        role=role,
        person_id=person.pk,
        manners=manners_of(person, Closed.of(sources.leaves[person.pk])),
        address=person.email,
        zone_name=person.time_zone,
        is_here=person.is_active and person.left_on is None,
        is_muted=(pairing.pk, person.pk) in sources.muted,
        behind_sent_at=sources.behind_sent.get(behind_key(cause, person.pk)),
        answered_at=sources.answered.get((pairing.pk, person.pk)),
    )


def used_link(nonce: str) -> UsedLink | None:
    """Return the answer that a link already gave, unless it was undone."""
    return UsedLink.objects.filter(nonce=nonce, undone_at=None).first()


def pairing_of(uid: UUID) -> Pairing | None:
    """Return the pair that a link is about."""
    return Pairing.objects.filter(uid=uid).with_people().first()


def may_answer(person: User, pairing: Pairing) -> bool:
    """Say whether a link about a pair may be this person's: of the two, or of an assistant."""
    if pairing.role_of(person) is not None:
        return True
    standing = Delegation.objects.standing().filter(delegate=person, person=pairing.mentee_id)
    return plans_for_mentee(person, pairing) if pairing.is_live else standing.exists()


def is_muted(person: User, pairing: Pairing) -> bool:
    """Say whether a person stopped the nudges of a pair."""
    return Mute.objects.filter(person=person, pairing=pairing).exists()


def has_stopped(person_id: int, pairing_uid: UUID) -> bool:
    """Say the same of opaque ids."""
    return Mute.objects.filter(person_id=person_id, pairing__uid=pairing_uid).exists()


@dataclass(frozen=True, slots=True)
class AnswerContext:
    """The dates of an answer page: when they probably met, what is next, what would suit."""

    usual_day: date
    planned_at: datetime | None
    next_at: datetime | None
    suggestions: tuple[datetime, ...]

    @property
    def first_suggestion(self) -> datetime | None:
        """The calmest time that suits both."""
        return next(iter(self.suggestions), None)


def answer_context(pairing: Pairing, person: User, now: datetime) -> AnswerContext:
    """Return the dates for an answer page of this person."""
    planned = Meeting.objects.filter(pairing=pairing, state=PLANNED).order_by("starts_at")
    passed = next((m for m in planned if m.ends_at <= now), None)
    coming = next((m for m in planned if m.ends_at > now), None)
    manners = manners_of_pair(pairing)
    day_at = passed.starts_at if passed else now
    return AnswerContext(
        usual_day=day_of(day_at, person.zone),
        planned_at=passed.starts_at if passed else None,
        next_at=coming.starts_at if coming else None,
        suggestions=suggest_times(
            manners[Role.MENTOR],
            manners[Role.MENTEE],
            now,
            pairing.program.minutes,
            likings_of(pairing),
        ),
    )
