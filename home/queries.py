"""What a participant's page shows: one pair with its question, or what happens next."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.days import day_of
from home.agreed import Agreed, agreed_by
from home.rules import Mark, Moment, MomentFacts, marks_of, moment_of, next_planned
from meetings.queries import Clocks, clocks_of, pair_facts
from meetings.rules.facts import PairFacts
from meetings.rules.status import Rhythm, Status, read_rhythm, status_at
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import CADENCE_LABELS, Enrollment
from programs.rules import EnrollmentState


@dataclass(frozen=True, slots=True)
class Pill:
    """A status as shape, word and color."""

    tone: str
    label: str


@dataclass(frozen=True, slots=True)
class Point:
    """A mark of the strip with its date in words."""

    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class PairPage:
    """One pair as one of the two sees it."""

    pairing: Pairing
    partner: User
    moment: Moment
    agreed: Agreed
    clocks: Clocks
    cadence: str
    pill: Pill | None
    points: tuple[Point, ...]
    summary: str
    next_at: datetime | None
    asked_uid: str | None
    asked_at: datetime | None
    due_on: date | None

    @property
    def is_live(self) -> bool:
        """Whether the pair is running."""
        return self.pairing.is_live


def pair_page(pairing: Pairing, user: User, now: datetime) -> PairPage:
    """Compute a started pair live from the rules."""
    facts = pair_facts(pairing)
    rhythm = read_rhythm(facts, now)
    agreed = agreed_by(pairing)
    next_at = next_planned(facts, now)
    asked = next((m for m in facts.meetings if m.uid in rhythm.unknown), None)
    moment = moment_of(
        MomentFacts(
            is_live=pairing.is_live,
            is_paused=pairing.state == PairState.PAUSED,
            has_agreement=agreed.is_in_force,
            rhythm=rhythm,
            next_at=next_at,
        ),
        now,
    )
    marks = marks_of(facts, rhythm, now) if pairing.is_live else []
    return PairPage(
        pairing=pairing,
        partner=pairing.partner_of(user),
        moment=moment,
        agreed=agreed,
        clocks=clocks_of(user, pairing.partner_of(user)),
        cadence=str(CADENCE_LABELS[rhythm.cadence]),
        pill=_pill(rhythm, facts, now) if pairing.is_live else None,
        points=tuple(_point(mark) for mark in marks),
        summary=_summary(marks),
        next_at=next_at,
        asked_uid=asked.uid if asked else None,
        asked_at=asked.slot.starts_at if asked else None,
        due_on=rhythm.due_on,
    )


def _point(mark: Mark) -> Point:
    day = date_format(mark.on, "j M")
    return Point(mark.kind, _("Due %(day)s") % {"day": day} if mark.kind == "due" else day)


def _summary(marks: list[Mark]) -> str:
    kinds = [mark.kind for mark in marks]
    met, missed = kinds.count("met"), kinds.count("missed")
    held = ngettext("%(n)s meeting held", "%(n)s meetings held", met) % {"n": met}
    fell = ngettext("%(n)s fell through", "%(n)s fell through", missed) % {"n": missed}
    return f"{held}, {fell}"


def _pill(rhythm: Rhythm, facts: PairFacts, now: datetime) -> Pill:
    status = status_at(rhythm, now)
    today = day_of(now, facts.zone)
    if status is Status.PAUSED:
        return Pill("pause", _("Taking a break"))
    if status is Status.DUE_SOON and rhythm.due_on is not None:
        return Pill("due", _("Due %(day)s") % {"day": date_format(rhythm.due_on, "D j M")})
    if status is Status.ON_RHYTHM or rhythm.due_on is None:
        return Pill("ok", _("On rhythm"))
    days = max((today - rhythm.due_on).days, 0)
    if status is Status.BEHIND and days:
        return Pill("over", ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days})
    return Pill("over", _("Needs a date"))


@dataclass(frozen=True, slots=True)
class Overview:
    """What stands in a person's way from joining to the first meeting."""

    places: tuple[Enrollment, ...]
    proposals: tuple[Pairing, ...]
    pairs: tuple[Pairing, ...]
    former: tuple[Pairing, ...]

    @property
    def is_enrolled(self) -> bool:
        """Whether some program has accepted them."""
        return any(place.state == EnrollmentState.APPROVED for place in self.places)

    @property
    def is_waiting(self) -> bool:
        """Whether some program still has to answer."""
        waiting = (EnrollmentState.APPLIED, EnrollmentState.WAIT_LISTED)
        return any(place.state in waiting for place in self.places)


def pairs_of(user: User) -> list[Pairing]:
    """Return every pair of a person that is open or was, newest first, in one query kept on them."""
    known: list[Pairing] | None = getattr(user, "_pairs", None)
    if known is None:
        shown = (PairState.PROPOSED, *_SHOWN)
        found = Pairing.objects.of_person(user).filter(state__in=shown).with_people()
        known = list(found.order_by("-proposed_at", "-pk"))
        user._pairs = known  # type: ignore[attr-defined]  # noqa: SLF001 -- for the length of the request
    return known


_SHOWN = (
    PairState.GETTING_STARTED,
    PairState.ACTIVE,
    PairState.PAUSED,
    PairState.CONCLUDING,
    PairState.COMPLETED,
    PairState.ENDED,
)


def overview_of(user: User) -> Overview:
    """Return what happens next for a person."""
    pairs = pairs_of(user)
    places = Enrollment.objects.filter(user=user).select_related("program").order_by("-pk")
    return Overview(
        places=tuple(places),
        proposals=tuple(pair for pair in pairs if pair.state == PairState.PROPOSED),
        pairs=tuple(pair for pair in pairs if pair.is_live),
        former=tuple(p for p in pairs if p.state in (PairState.COMPLETED, PairState.ENDED)),
    )
