import json
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from attention.actions import dismiss_item
from attention.models import ActionItem
from pairings.actions import recheck_all_pairs, recheck_pairs_of
from pairings.actions.items import INVALID_PAIR, POWER_CLAUSE
from pairings.models import Pairing
from pairings.rules import PairState
from pairings.tasks import recheck
from programs.models import Program
from tests.builders import make_pair


def promote(user: User, level: int = 6) -> None:
    User.objects.filter(pk=user.pk).update(level=level)


@pytest.fixture
def invalid(pair: Pairing, mentor: User) -> Pairing:
    """Priya was promoted to Tom's level."""
    promote(mentor)
    return pair


def test_a_valid_pair_needs_nobody(pair: Pairing, mentor: User, now: datetime) -> None:
    assert recheck_pairs_of(person=mentor, now=now) == 0
    assert not ActionItem.objects.exists()


def test_an_invalid_pair_becomes_an_action_item(
    invalid: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    assert recheck_pairs_of(person=mentor, now=now) == 1
    item = ActionItem.objects.open().get()
    assert (item.kind, item.subject_uid, item.facts) == (
        INVALID_PAIR,
        invalid.uid,
        {"rules": ["level_gap"]},
    )
    assert set(item.people.all()) == {mentor, mentee}


def test_it_is_never_ended_silently(invalid: Pairing, mentor: User, now: datetime) -> None:
    recheck_pairs_of(person=mentor, now=now)
    invalid.refresh_from_db()
    assert (invalid.state, invalid.ended_at) == (PairState.GETTING_STARTED, None)


def test_looking_again_says_it_once(invalid: Pairing, now: datetime) -> None:
    for days in range(3):
        recheck_all_pairs(now=now + timedelta(days=days))
    assert ActionItem.objects.count() == 1


def test_what_was_dismissed_stays_dismissed(
    invalid: Pairing, coordinator: User, now: datetime
) -> None:
    recheck_all_pairs(now=now)
    dismiss_item(item=ActionItem.objects.get(), by=coordinator, now=now)
    recheck_all_pairs(now=now + timedelta(days=1))
    assert not ActionItem.objects.open().exists()


def test_another_reason_is_news(
    invalid: Pairing, mentor: User, coordinator: User, now: datetime
) -> None:
    recheck_all_pairs(now=now)
    dismiss_item(item=ActionItem.objects.get(), by=coordinator, now=now)
    User.objects.filter(pk=mentor.pk).update(languages=["pt"])
    recheck_all_pairs(now=now)
    assert ActionItem.objects.open().get().facts == {"rules": ["level_gap", "no_shared_language"]}


def test_it_is_settled_when_the_pair_is_valid_again(
    invalid: Pairing, mentor: User, now: datetime
) -> None:
    recheck_all_pairs(now=now)
    promote(mentor, level=2)
    recheck_all_pairs(now=now)
    assert ActionItem.objects.get().settled_how == "valid"


def test_it_is_settled_when_the_pair_is_over(invalid: Pairing, now: datetime) -> None:
    recheck_all_pairs(now=now)
    Pairing.objects.update(state=PairState.ENDED, ended_at=now)
    recheck_all_pairs(now=now)
    assert ActionItem.objects.get(kind=INVALID_PAIR).settled_how == "over"


def test_a_mentee_who_comes_to_stand_above_a_former_mentor_is_named(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    Pairing.objects.update(state=PairState.ENDED, ended_at=now - timedelta(days=170))
    User.objects.filter(pk=mentor.pk).update(manager=mentee)
    assert recheck_pairs_of(person=mentor, now=now) == 1
    assert ActionItem.objects.open().get().kind == POWER_CLAUSE


def test_six_months_after_the_end_nobody_looks(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    Pairing.objects.update(state=PairState.COMPLETED, ended_at=now - timedelta(days=184))
    User.objects.filter(pk=mentor.pk).update(manager=mentee)
    assert recheck_pairs_of(person=mentor, now=now) == 0


def test_a_former_pair_is_not_measured_by_level(invalid: Pairing, now: datetime) -> None:
    Pairing.objects.update(state=PairState.ENDED, ended_at=now)
    assert recheck_all_pairs(now=now) == 0


def test_the_power_clause_is_settled_when_they_are_apart_again(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    Pairing.objects.update(state=PairState.ENDED, ended_at=now)
    User.objects.filter(pk=mentor.pk).update(manager=mentee)
    recheck_all_pairs(now=now)
    User.objects.filter(pk=mentor.pk).update(manager=None)
    recheck_all_pairs(now=now)
    assert not ActionItem.objects.open().exists()


def test_an_open_proposal_is_looked_at_too(proposal: Pairing, mentor: User, now: datetime) -> None:
    promote(mentor)
    assert recheck_all_pairs(now=now) == 1


def test_resting_is_no_fault_of_a_pair(pair: Pairing, now: datetime) -> None:
    pair.mentor_enrollment.is_available = False
    pair.mentor_enrollment.save(update_fields=["is_available"])
    assert recheck_all_pairs(now=now) == 0


def test_overridden_rules_are_not_said_again(pair: Pairing, mentor: User, now: datetime) -> None:
    Pairing.objects.update(overridden_rules=["no_shared_language"])
    User.objects.filter(pk=mentor.pk).update(languages=["pt"])
    assert recheck_all_pairs(now=now) == 0


def test_many_valid_pairs_cost_as_much_as_one(program: Program, now: datetime) -> None:
    counts = []
    for _ in range(3):
        make_pair(program=program)
        with CaptureQueriesContext(connection) as queries:
            recheck_all_pairs(now=now)
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_the_task_looks_at_every_pair(invalid: Pairing) -> None:
    recheck()
    assert ActionItem.objects.open().get().subject_uid == invalid.uid


def test_the_command_does_the_same_and_says_why(invalid: Pairing) -> None:
    out = StringIO()
    call_command("recheck_pairs", "--json", stdout=out)
    assert "is not 2 levels below" in json.loads(out.getvalue())[str(invalid.uid)][0]
    assert ActionItem.objects.open().exists()


def test_a_dry_run_only_says_it(invalid: Pairing) -> None:
    out = StringIO()
    call_command("recheck_pairs", "--dry-run", stdout=out)
    assert out.getvalue().endswith("1 invalid\n")
    assert not ActionItem.objects.exists()
