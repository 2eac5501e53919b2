"""Which pairs time has something to do with now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from contracts.models import Version
from contracts.rules import VersionState
from lifecycle.models import EndAsk, Extension
from lifecycle.rules import Life, due_act
from pairings.models import Pairing, PairingQuerySet
from pairings.queries import due_announcements
from pairings.rules import CONCLUDING_DAYS, PairState
from programs.rules import ProgramState

# Somewhere it is tomorrow already; the rules judge by the mentee's own calendar.
AHEAD = timedelta(days=1)
_WAS_EXTENDED = Exists(Extension.objects.filter(pairing=OuterRef("pk")))


@dataclass(frozen=True, slots=True)
class DueAct:
    """One thing that time would do: what, to what, by its public id."""

    act: str
    subject: str


def pairs_to_look_at(now: datetime) -> PairingQuerySet:
    """Return the live pairs that may be due, a day's margin included."""
    tomorrow = (now + AHEAD).date()
    closing = (ProgramState.CLOSING, ProgramState.CLOSED)
    soon = tomorrow + timedelta(days=CONCLUDING_DAYS)
    waiting = Q(state__in=[PairState.GETTING_STARTED, PairState.PAUSED])
    may_be_due = (
        Q(ends_on__lt=tomorrow)
        | Q(paused_until__lte=tomorrow)
        | Q(state=PairState.ACTIVE, ends_on__lte=soon)
        | Q(state=PairState.ACTIVE, program__state__in=closing)
        | waiting & Q(program__state=ProgramState.CLOSED)
    )
    pairs = Pairing.objects.live().filter(may_be_due).annotate(was_extended=_WAS_EXTENDED)
    return pairs.with_people().order_by("pk")


def pairs_asked_to_end(now: datetime) -> PairingQuerySet:
    """Return the live pairs whose change day has come."""
    due = EndAsk.objects.open().filter(takes_effect_at__lte=now)
    return Pairing.objects.live().filter(pk__in=due.values("pairing_id")).order_by("pk")


def life_of(pairing: Pairing) -> Life:
    """Return what time looks at in a live pair."""
    if pairing.ends_on is None:
        message = f"pair {pairing.pk} is live and has no end date"
        raise ValueError(message)
    return Life(
        state=PairState(pairing.state),
        program_state=ProgramState(pairing.program.state),
        ends_on=pairing.ends_on,
        zone=pairing.mentee.zone,
        paused_until=pairing.paused_until,
        is_extended=_was_extended(pairing),
    )


def _was_extended(pairing: Pairing) -> bool:
    known: bool | None = vars(pairing).get("was_extended")
    return pairing.extensions.exists() if known is None else known


def due_acts(now: datetime) -> list[DueAct]:
    """Return what `advance_lives` would do first at `now`; nothing is written.

    A proposal may still get more time for leave that was entered after it.
    """
    proposals = Pairing.objects.asked().filter(expires_at__lte=now)
    offers = Version.objects.filter(state=VersionState.OFFERED, expires_at__lte=now)
    looked_at = ((pair, due_act(life_of(pair), now)) for pair in pairs_to_look_at(now))
    return [
        *(DueAct("expire proposal", str(pair.uid)) for pair in proposals.order_by("pk")),
        *(DueAct("announce", str(program.uid)) for program in due_announcements(now)),
        *(DueAct("expire offer", str(offer.uid)) for offer in offers.order_by("pk")),
        # Which pair it is shows nowhere before the change day, whatever time one asks about.
        *(DueAct("end as asked", "") for _pair in pairs_asked_to_end(now)),
        *(DueAct(act, str(pair.uid)) for pair, act in looked_at if act is not None),
    ]
