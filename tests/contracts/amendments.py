"""Plain builders for what happens beside an agreement in force."""

from datetime import datetime, timedelta
from typing import Any

from contracts.actions import (
    Rhythm,
    amend_agreement,
    offer,
    save_own_part,
    save_terms,
    suggest_rhythm,
)
from contracts.models import Version
from contracts.queries.beside import in_force_of
from contracts.rules import Proof
from contracts.rules.parts import GoalText
from contracts.rules.proof import Evidence
from pairings.models import Pairing
from programs.rules import Cadence, Role
from tests.contracts.agreements import current, make_in_force, terms_with

NEW_GOAL = "canary-newer: answer one thread a week"


def make_amendment(pair: Pairing, now: datetime, by: Role = Role.MENTEE) -> Version:
    """Make a draft beside an agreement in force, in which nothing is changed yet."""
    version = make_in_force(pair, now)
    return amend_agreement(contract=version.contract, by=pair.person_in(by), now=now)


def rewrite_goal(draft: Version, now: datetime, text: str = NEW_GOAL) -> None:
    """Let the mentee write another goal into a draft."""
    mentee = draft.contract.pairing.mentee
    seen = current(draft.contract).mentee_revision
    part = (GoalText(text, "someone thanks me"),)
    save_own_part(version=draft, by=mentee, part=part, seen=seen, now=now)


def change_terms(draft: Version, by: Role, now: datetime, **changed: Any) -> None:
    """Change shared terms of a draft."""
    person = draft.contract.pairing.person_in(by)
    terms, seen = terms_with(draft, **changed), current(draft.contract).revision
    save_terms(version=draft, by=person, terms=terms, seen=seen, now=now)


def offer_amendment(pair: Pairing, now: datetime, by: Role = Role.MENTEE) -> Version:
    """Make an amendment with another goal that waits for signatures."""
    draft = make_amendment(pair, now)
    rewrite_goal(draft, now)
    return offer(version=current(draft.contract), by=pair.person_in(by), now=now)


def proof(now: datetime) -> Evidence:
    """Return what a password typed an hour ago proves."""
    return Evidence(Proof.PASSWORD, now - timedelta(hours=1))


def biweekly(pair: Pairing, minutes: int = 45) -> Rhythm:
    """Return another rhythm than the monthly one of the tests, over what is in force now."""
    version = in_force_of(pair.contract)
    return Rhythm(Cadence.FORTNIGHTLY, minutes, version.document_sha256 if version else "")


def suggest(
    pair: Pairing, now: datetime, by: Role = Role.MENTOR, *, is_proven: bool = True
) -> Version:
    """Suggest every two weeks to the partner, signed where the sign-in proves enough."""
    return suggest_rhythm(
        contract=pair.contract,
        by=pair.person_in(by),
        rhythm=biweekly(pair),
        evidence=proof(now) if is_proven else None,
        now=now,
    )
