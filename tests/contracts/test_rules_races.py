"""Two act on house rules at once: one outcome, and a clear no for the other."""

from datetime import datetime
from functools import partial

import pytest

from accounts.models import User
from contracts.actions import publish_house_rules
from contracts.models import HouseRules, RulesSignature
from contracts.queries import company_signature, latest_house_rules
from programs.models import Program
from tests.contracts.racing import refusals, run_together
from tests.contracts.rules_signing import make_sponsor, publish, sign_rules

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_sponsors_sign_at_once(program: Program, now: datetime) -> None:
    rules = publish(program, "One", now)
    people = [make_sponsor(program, name) for name in ("Margaret Osei", "Ade Bello")]
    results = run_together(*(partial(sign_rules, rules, who, now) for who in people))
    assert refusals(results) == ["signed_already"]
    assert RulesSignature.objects.count() == 1


def test_one_sponsor_signs_in_two_windows(program: Program, now: datetime) -> None:
    rules, sponsor = publish(program, "One", now), make_sponsor(program)
    results = run_together(*[partial(sign_rules, rules, sponsor, now)] * 2)
    assert refusals(results) == []
    assert results[0] == results[1]


def test_a_version_is_published_while_the_sponsor_signs(program: Program, now: datetime) -> None:
    rules, sponsor = publish(program, "One", now), make_sponsor(program)
    results = run_together(
        partial(sign_rules, rules, sponsor, now),
        partial(publish, program, "Two", now),
    )
    newest = latest_house_rules(program)
    assert newest is not None
    assert newest.number == 2
    assert company_signature(newest) is None
    # Either the signature was first and stands under version 1, or it was refused.
    assert refusals(results) in ([], ["text_changed"])
    assert RulesSignature.objects.count() == 1 - len(refusals(results))


def test_two_publish_at_once(program: Program, hr_admin: User, now: datetime) -> None:
    publish(program, "One", now)
    acts = [
        partial(publish_house_rules, program=program, text=text, by=hr_admin, now=now, seen=1)
        for text in ("Two", "Another two")
    ]
    assert refusals(run_together(*acts)) == ["rules_changed"]
    assert HouseRules.objects.count() == 2
