"""Where a pair stands in writing its agreement."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, prefetch_related_objects

from accounts.models import User
from contracts.models import Contract, Version
from contracts.queries.days import worker_of
from contracts.queries.parts import shared_terms
from contracts.rules import VersionState
from contracts.rules.dates import suggested_dates
from pairings.models import Pairing
from programs.rules import Cadence


def contract_of(user: User, uid: UUID) -> Contract | None:
    """Return the contract that a person may read, by its own id or that of the pair."""
    found = Contract.objects.visible_to(user).filter(Q(uid=uid) | Q(pairing__uid=uid))
    return found.select_related("pairing__program", "pairing__mentor", "pairing__mentee").first()


def own_pairing(user: User, uid: UUID) -> Pairing | None:
    """Return the live pair of a person, by its id."""
    return Pairing.objects.of_person(user).live().with_people().filter(uid=uid).first()


def standing_version(contract: Contract) -> Version:
    """Return what the page shows: a text in the making, else what is or was in force."""
    versions = Version.objects.with_pair().filter(contract=contract)
    stood = versions.filter(state__in=[VersionState.IN_FORCE, VersionState.ENDED])
    latest = stood.order_by(F("in_force_at").desc(nulls_last=True), "-number")
    version = versions.in_the_making().first() or latest[0]
    shown = "goals" if version.state == VersionState.DRAFT else "signatures"
    prefetch_related_objects([version], shown)
    return version


def dates_to_show(version: Version, now: datetime) -> tuple[datetime, ...]:
    """Return the first dates of a draft; when one has passed, a new suggestion."""
    terms = shared_terms(version)
    if all(moment > now for moment in terms.first_dates):
        return terms.first_dates
    return suggestions_for(version, terms.cadence, now)


def suggestions_for(version: Version, cadence: Cadence, now: datetime) -> tuple[datetime, ...]:
    """Return the first dates that a draft suggests today for a cadence."""
    mentee = version.contract.pairing.mentee
    today = now.astimezone(mentee.zone).date()
    return suggested_dates(cadence, worker_of(mentee), today=today, ends_on=version.ends_on)


def are_suggested(version: Version, dates: tuple[datetime, ...], now: datetime) -> bool:
    """Say whether first dates are ours, of today or of the day the draft was made, and untouched.

    Those follow when the cadence changes; dates that somebody chose stay.
    """
    cadence = shared_terms(version).cadence
    return dates in (suggestions_for(version, cadence, at) for at in (now, version.created_at))
