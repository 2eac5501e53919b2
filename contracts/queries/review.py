"""The look at an agreement after half the way: when it is due, and whether it was held."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from contracts.models import Review, Version
from contracts.rules import VersionState
from pairings.models import Pairing
from pairings.rules import PairState

_ONE_DAY = timedelta(days=1)
_ASKED = (PairState.GETTING_STARTED, PairState.ACTIVE, PairState.CONCLUDING)


@dataclass(frozen=True, slots=True)
class ReviewState:
    """The day of the review of what is in force, a day of the mentee; and when it was held."""

    review_on: date | None
    reviewed_at: datetime | None


def review_state(pairings: Iterable[Pairing]) -> dict[int, ReviewState]:
    """Return it by pair, in one query; pairs without an agreement in force are left out."""
    pairs = [pairing.pk for pairing in pairings]
    in_force = Version.objects.filter(contract__pairing__in=pairs, state=VersionState.IN_FORCE)
    rows = in_force.annotate(kept_at=Subquery(held_reviews().values("reviewed_at")[:1]))
    found = rows.values_list("contract__pairing", "review_on", "kept_at")
    return {pair: ReviewState(on, at) for pair, on, at in found}


def held_reviews() -> QuerySet[Review]:
    """Return the reviews of a version in an outer query, one held for the same day included.

    A version that changed nothing but the rhythm keeps its day, and asks nobody to look again.
    """
    same_day = Q(version__contract=OuterRef("contract"), version__review_on=OuterRef("review_on"))
    return Review.objects.filter(same_day).order_by("reviewed_at")


def review_of(version: Version) -> Review | None:
    """Return the review that was held of a version, or for the same day."""
    held = Review.objects.filter(
        version__contract=version.contract_id, version__review_on=version.review_on
    )
    return held.select_related("by").order_by("reviewed_at").first()


def is_review_due(version: Version, now: datetime) -> bool:
    """Say whether the day of the review has come where the mentee is."""
    today = now.astimezone(version.contract.pairing.mentee.zone).date()
    return version.review_on is not None and version.review_on <= today


def reviews_to_ask_for(now: datetime, *, for_days: timedelta) -> list[Version]:
    """Return versions in force whose day came lately and whose pair has not looked yet."""
    # Somewhere it is tomorrow already; each mentee's own day is looked at below.
    days = (now.date() - for_days, now.date() + _ONE_DAY)
    near = Version.objects.with_pair().filter(
        state=VersionState.IN_FORCE, review_on__range=days, contract__pairing__state__in=_ASKED
    )
    waiting = near.exclude(Exists(held_reviews())).order_by("id")
    return [version for version in waiting if is_review_due(version, now)]
