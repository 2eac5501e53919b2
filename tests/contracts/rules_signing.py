"""Plain builders for house rules that a sponsor signs."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from contracts.actions import Signing, publish_house_rules, sign_house_rules
from contracts.models import HouseRules, RulesSignature
from contracts.rules import Proof
from contracts.rules.proof import Evidence
from programs.models import Program, ProgramStaff
from programs.rules import StaffRole
from tests import builders


def make_sponsor(program: Program, name: str = "Margaret Osei") -> User:
    """Make somebody who signs for the company."""
    person = builders.make_person(name, level=9)
    ProgramStaff.objects.create(program=program, user=person, role=StaffRole.SPONSOR)
    return person


def publish(program: Program, text: str, now: datetime) -> HouseRules:
    """Publish the next version."""
    return publish_house_rules(program=program, text=text, by=None, now=now)


def rules_signing(rules: HouseRules, now: datetime, **changed: Any) -> Signing:
    """Return what a sponsor does who read exactly these rules and typed a password today."""
    good = Signing(
        shown_sha256=rules.sha256,
        has_consented=True,
        typed_name="Margaret Osei",
        evidence=Evidence(Proof.PASSWORD, now - timedelta(hours=1)),
    )
    return replace(good, **changed)


def sign_rules(rules: HouseRules, by: User, now: datetime, **changed: Any) -> RulesSignature:
    """Sign rules for the company."""
    signing = rules_signing(rules, now, **changed)
    return sign_house_rules(rules=rules, by=by, signing=signing, now=now)
