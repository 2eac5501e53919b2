"""What one of the two may know of the sealed answers, and whether both chose to share goals."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from accounts.models import User
from contracts.models import Version
from contracts.queries.reading import Side, text_of
from contracts.rules import VersionState
from lifecycle.models import Consent, Extension, Thanks
from lifecycle.rules import WISHES, ConsentKind, Given, Seen, is_revealed, seen_by
from pairings.models import Pairing

_STOOD = (VersionState.IN_FORCE, VersionState.ENDED)


def given_in(pairing: Pairing) -> list[Given]:
    """Return every answer in a pair. For the rules alone: no page may be given this."""
    return [consent.given() for consent in Consent.objects.open().filter(pairing=pairing)]


def seen_in(pairing: Pairing, user: User) -> Seen:
    """Return what one of the two may know, in one query."""
    return seen_by(user.pk, given_in(pairing))


def shared_goals(pairing: Pairing) -> Sequence[Side]:
    """Return for HR what the two wrote, if both chose that; else nothing, whatever they said."""
    both = Consent.objects.open().filter(pairing=pairing, kind=ConsentKind.SHARE_GOALS)
    if not is_revealed(ConsentKind.SHARE_GOALS, [consent.given() for consent in both]):
        return ()
    stood = Version.objects.filter(
        contract__pairing=pairing, state__in=_STOOD, in_force_at__isnull=False
    )
    version = stood.order_by("-number").first()
    text = text_of(version) if version else None
    return text.sides if text else ()


@dataclass(frozen=True, slots=True)
class OwnSide:
    """What a list of own pairs knows beside each: all of it the reader's own, or both's.

    `goals_answer`: empty while they have not answered. `has_wished`: some wish for the end.
    """

    goals_answer: str = ""
    shares_goals: bool = False
    has_wished: bool = False
    stay_in_touch: bool = False
    was_extended: bool = False
    thanks: str = ""
    thanked: str = ""


def with_own_side(pairs: QuerySet[Pairing], user: User) -> QuerySet[Pairing]:
    """Fetch the own side of each pair in the same query; `own_side` reads it."""
    here = Consent.objects.open().filter(pairing=OuterRef("pk"))
    own = here.filter(person=user)
    theirs = here.exclude(person=user)
    goals, touch = ConsentKind.SHARE_GOALS, ConsentKind.STAY_IN_TOUCH
    words = Thanks.objects.filter(pairing=OuterRef("pk")).values("text")
    return pairs.annotate(
        own_goals_answer=Subquery(own.filter(kind=goals).values("answer")[:1]),
        both_share_goals=Exists(own.yes().filter(kind=goals))
        & Exists(theirs.yes().filter(kind=goals)),
        own_has_wished=Exists(own.filter(kind__in=WISHES)),
        both_stay_in_touch=Exists(own.yes().filter(kind=touch))
        & Exists(theirs.yes().filter(kind=touch)),
        was_extended=Exists(Extension.objects.filter(pairing=OuterRef("pk"))),
        own_thanks=Subquery(words.filter(by=user)[:1]),
        partner_thanks=Subquery(words.exclude(by=user)[:1]),
    )


def own_side(pairing: Pairing) -> OwnSide:
    """Return what `with_own_side` fetched."""
    found = vars(pairing)
    return OwnSide(
        goals_answer=found["own_goals_answer"] or "",
        shares_goals=found["both_share_goals"],
        has_wished=found["own_has_wished"],
        stay_in_touch=found["both_stay_in_touch"],
        was_extended=found["was_extended"],
        thanks=found["own_thanks"] or "",
        thanked=found["partner_thanks"] or "",
    )


def has_agreement(pairing: Pairing) -> bool:
    """Say whether an agreement of the two is in force."""
    in_force = Version.objects.filter(contract__pairing=pairing, state=VersionState.IN_FORCE)
    return in_force.exists()
