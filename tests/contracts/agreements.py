"""Plain builders for agreements, and words that must never leave the pair's pages."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from contracts.actions import Signing, offer, open_contract, save_own_part, sign
from contracts.models import Contract, Signature, Version
from contracts.queries.parts import shared_terms
from contracts.rules import Proof
from contracts.rules.parts import GoalText, SharedTerms
from contracts.rules.proof import Evidence
from pairings.models import Pairing
from programs.rules import Role

MENTEE_GOAL = "canary-goal: post my own weekly update"
MENTEE_SIGN = "canary-sign: people answer me there"
MENTOR_GAIN = "canary-gain: sit in on two budget reviews"
MENTOR_SIGN = "canary-notice: I can explain a decision"
PARTS = {
    Role.MENTEE: (GoalText(MENTEE_GOAL, MENTEE_SIGN),),
    Role.MENTOR: (GoalText(MENTOR_GAIN, MENTOR_SIGN),),
}


def current(contract: Contract) -> Version:
    """Return the version with the highest number."""
    return contract.versions.latest("number")


def make_draft(pair: Pairing, now: datetime) -> Version:
    """Make a draft in which both sides wrote their part."""
    version = current(open_contract(pairing=pair, now=now))
    for role, part in PARTS.items():
        save_own_part(version=version, by=pair.person_in(role), part=part, seen=0, now=now)
    return current(version.contract)


def make_offer(pair: Pairing, now: datetime, by: Role = Role.MENTOR) -> Version:
    """Make a version that waits for signatures, sent by the mentor."""
    return offer(version=make_draft(pair, now), by=pair.person_in(by), now=now)


def signing_of(version: Version, now: datetime, **changed: Any) -> Signing:
    """Return what a signer does who read exactly this version and typed a password today."""
    good = Signing(
        shown_sha256=version.document_sha256,
        has_consented=True,
        typed_name="A name",
        evidence=Evidence(Proof.PASSWORD, now - timedelta(hours=1)),
    )
    return replace(good, **changed)


def sign_as(version: Version, by: User, now: datetime) -> Signature:
    """Sign a version as one partner."""
    return sign(version=version, by=by, signing=signing_of(version, now), now=now)


def make_in_force(pair: Pairing, now: datetime) -> Version:
    """Make an agreement that both signed."""
    version = make_offer(pair, now)
    sign_as(version, pair.mentor, now)
    sign_as(version, pair.mentee, now)
    return current(version.contract)


def terms_with(version: Version, **changed: Any) -> SharedTerms:
    """Return the shared terms of a version with something changed."""
    return replace(shared_terms(version), **changed)
