"""Reads of private questions and of the lists of names, each in few queries."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, Max, OuterRef

from accounts.models import User
from core.days import day_of
from meetings.models import HELD, Meeting
from pairings.models import Pairing, PairingQuerySet
from programs.models import Enrollment, Program
from programs.rules import ProgramState
from pulse.models import FitAsk, TalkList, TalkName, TalkPlace
from pulse.rules import (
    ASKED_AFTER,
    FRESH_FOR,
    MEETINGS_ASKED_ABOUT,
    last_change_at,
    number_due,
)

# Days are those of the mentee: yesterday or tomorrow for who looks from elsewhere.
_ELSEWHERE = timedelta(days=1)


def asks_fit(user: User, now: datetime) -> Exists:
    """Annotate pairs: whether a private question waits for this person, or can be changed."""
    return Exists(FitAsk.objects.shown(now).filter(person=user, pairing=OuterRef("pk")))


def fit_waits(user: User, now: datetime) -> Exists:
    """Annotate pairs: whether this person has not answered yet."""
    return Exists(FitAsk.objects.waiting(now).filter(person=user, pairing=OuterRef("pk")))


def ask_of(user: User, pairing_uid: UUID) -> FitAsk | None:
    """Return the newest question about a pair to this person."""
    asks = FitAsk.objects.visible_to(user).filter(pairing__uid=pairing_uid)
    people = ("pairing__mentor", "pairing__mentee", "pairing__program")
    return asks.select_related(*people).order_by("-number").first()


@dataclass(frozen=True, slots=True)
class Due:
    """Both partners of a pair are to be asked about their first or second meeting."""

    pairing: Pairing
    number: int


def due_asks(now: datetime) -> Iterator[Due]:
    """Yield the pairs whose partners are to be asked now and were not; three queries."""
    pairs = list(_met_lately(now).with_people())
    held = _held_days(pairs)
    asked = set(FitAsk.objects.filter(pairing__in=pairs).values_list("pairing_id", "number"))
    for pairing in pairs:
        number = number_due(held[pairing.pk], day_of(now, pairing.mentee.zone))
        if number is not None and (pairing.pk, number) not in asked:
            yield Due(pairing, number)


def _met_lately(now: datetime) -> PairingQuerySet:
    """Live pairs that met within the time in which one is asked, less those asked everything."""
    today = now.date()
    first, last = today - ASKED_AFTER - FRESH_FOR - _ELSEWHERE, today - ASKED_AFTER + _ELSEWHERE
    met = Meeting.objects.filter(state=HELD, held_on__range=(first, last))
    asked = FitAsk.objects.filter(pairing=OuterRef("pk"), number=MEETINGS_ASKED_ABOUT)
    pairs: PairingQuerySet = Pairing.objects.live().filter(pk__in=met.values("pairing_id"))
    return pairs.exclude(Exists(asked)).order_by("pk")


def _held_days(pairs: Sequence[Pairing]) -> dict[int, list[date]]:
    found: dict[int, list[date]] = defaultdict(list)
    rows = Meeting.objects.filter(state=HELD, pairing__in=pairs)
    for pairing, day in rows.values_list("pairing_id", "held_on"):
        if day is not None:
            found[pairing].append(day)
    return found


def still_met(ask: FitAsk) -> bool:
    """Say whether the meeting that is asked about stands in the records."""
    return Meeting.objects.filter(pairing=ask.pairing, state=HELD).count() >= ask.number


def programs_without_list(now: datetime) -> list[tuple[Program, datetime]]:
    """Return running programs whose names of this week are not drawn, with the week's moment."""
    running = Program.objects.filter(state__in=(ProgramState.RUNNING, ProgramState.CLOSING))
    found = running.annotate(newest_list=Max("talk_lists__period_at")).order_by("pk")
    periods = ((program, _period_of(program, now)) for program in found)
    return [(program, at) for program, at in periods if _is_newer(program, at)]


def _period_of(program: Program, now: datetime) -> datetime:
    zone = ZoneInfo(program.time_zone)
    return last_change_at(program.change_weekday, program.change_time, zone, now)


def _is_newer(program: Program, period_at: datetime) -> bool:
    newest: datetime | None = vars(program)["newest_list"]
    return newest is None or newest < period_at


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who of a program can stand on a list: who was asked, who else is enrolled, and the groups.

    `partners`: with whom each person is or was in a pair of this program.
    """

    asked: frozenset[int]
    enrolled: frozenset[int]
    groups: Mapping[int, Collection[int]]
    partners: Mapping[int, Collection[int]]


def crowd_of(program: Program) -> Crowd:
    """Return the people of a program without a look at what anybody answered; four queries."""
    places = Enrollment.objects.approved().filter(program=program, user__in=User.objects.active())
    asks = FitAsk.objects.filter(pairing__program=program)
    partners: dict[int, set[int]] = defaultdict(set)
    pairs = Pairing.objects.filter(program=program).values_list("mentor_id", "mentee_id")
    for mentor, mentee in pairs:
        partners[mentor].add(mentee)
        partners[mentee].add(mentor)
    groups: dict[int, set[int]] = defaultdict(set)
    known = TalkPlace.objects.filter(program=program).values_list("group", "person_id")
    for group, person in known:
        groups[group].add(person)
    return Crowd(
        asked=frozenset(asks.values_list("person_id", flat=True)),
        enrolled=frozenset(places.values_list("user_id", flat=True)),
        groups=groups,
        partners=partners,
    )


@dataclass(frozen=True, slots=True)
class TalkSheet:
    """One list as a coordinator reads it; without names when everybody on it was talked to."""

    talk_list: TalkList
    names: list[TalkName]

    @property
    def left(self) -> int:
        """How many nobody has talked to."""
        return sum(name.talked_at is None for name in self.names)


def talk_sheets(program: Program, user: User, *, now: datetime) -> list[TalkSheet]:
    """Return the lists this person may still read, newest first, in one query (and their line).

    A list that is talked through stands there until the next one; an old one not at all.
    """
    names = TalkName.objects.visible_to(user).shown(now).filter(talk_list__program=program)
    found: dict[int, list[TalkName]] = {}
    rows = names.select_related("person", "talk_list").order_by("-talk_list__period_at", "position")
    for name in rows:
        found.setdefault(name.talk_list_id, []).append(name)
    sheets = [TalkSheet(names[0].talk_list, names) for names in found.values()]
    return [sheet for at, sheet in enumerate(sheets) if at == 0 or sheet.left]


def name_of(user: User, uid: UUID, *, now: datetime) -> TalkName | None:
    """Return one name on a list that this person may read."""
    names = TalkName.objects.visible_to(user).shown(now).filter(uid=uid)
    return names.select_related("talk_list__program", "person").first()


def are_names_left(program: Program, *, now: datetime) -> bool:
    """Say whether anybody of this program is still to be talked to."""
    names = TalkName.objects.shown(now).to_talk_to()
    return names.filter(talk_list__program=program).exists()
