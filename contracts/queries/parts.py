"""A version's text as it is stored now, as plain values; and the document it would become."""

from dataclasses import replace
from typing import Any

from contracts.models import HouseRules, Version
from contracts.queries.terms import start_of
from contracts.rules import Channel
from contracts.rules.document import (
    Agreement,
    HouseRulesMark,
    Named,
    Offer,
    document_of,
    sha256_of,
)
from contracts.rules.parts import (
    GoalText,
    OwnPart,
    SharedTerms,
    goals_as_json,
    instant_of,
    terms_as_json,
)
from contracts.rules.text import safe_name
from pairings.models import Pairing
from programs.rules import Cadence, Role


def shared_terms(version: Version) -> SharedTerms:
    """Return the part that both edit."""
    return SharedTerms(
        cadence=Cadence(version.cadence),
        minutes=version.minutes,
        channel=Channel(version.channel),
        organizer=Role(version.organizer),
        place=version.place,
        agenda_habit=version.agenda_habit,
        notice=version.notice,
        first_dates=tuple(instant_of(text) for text in version.first_dates),
        review_on=version.review_on,
    )


def own_parts(version: Version) -> dict[Role, OwnPart]:
    """Return what each side wrote."""
    goals = sorted(version.goals.all(), key=lambda goal: goal.position)
    return {
        role: tuple(GoalText(g.text, g.sign_of_success) for g in goals if g.owner == role)
        for role in Role
    }


PIECES = (str(Role.MENTOR), str(Role.MENTEE), "terms")


def plain_text(version: Version) -> dict[str, Any]:
    """Return the text as plain values by piece: the part of each side, and the terms."""
    parts = {str(role): goals_as_json(part) for role, part in own_parts(version).items()}
    return {**parts, "terms": terms_as_json(shared_terms(version))}


def agreement_of(version: Version, rules: HouseRules, offer: Offer | None) -> Agreement:
    """Return everything that a version's document says, under these house rules."""
    pair = version.contract.pairing
    return Agreement(
        agreement=version.contract.uid,
        version=version.number,
        language=version.language,
        program=Named(pair.program.uid, safe_name(pair.program.name)),
        parties=_parties(pair),
        house_rules=HouseRulesMark(rules.number, rules.sha256),
        parts=own_parts(version),
        terms=shared_terms(version),
        starts_on=start_of(pair),
        ends_on=pair.ends_on or version.ends_on,
        offer=offer,
    )


def _parties(pair: Pairing) -> dict[Role, Named]:
    people = {role: pair.person_in(role) for role in Role}
    return {
        role: Named(person.uid, safe_name(person.display_name)) for role, person in people.items()
    }


def draft_fingerprint(agreement: Agreement) -> str:
    """Return what tells two states of a draft apart, whoever offers it and whenever."""
    return sha256_of(document_of(replace(agreement, offer=None)))
