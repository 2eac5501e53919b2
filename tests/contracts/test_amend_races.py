"""Two at once around an agreement in force: one outcome, nothing lost, nothing twice."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db.models import Count

from contracts.actions import (
    add_comment,
    amend_agreement,
    ask_for_reviews,
    decline_rhythm,
    drop_amendment,
    expire_offers,
    keep_agreement,
    offer,
    save_terms,
    send_back,
    suggest_rhythm,
    withdraw,
)
from contracts.models import Comment, Review, Signature, Version
from contracts.queries import working_terms
from contracts.queries.beside import in_force_of
from contracts.rules import Channel
from outbox.models import OutboxMessage
from pairings.models import Pairing
from programs.rules import Cadence, Role
from tests.contracts.agreements import current, make_in_force, sign_as, terms_with
from tests.contracts.amendments import (
    biweekly,
    make_amendment,
    offer_amendment,
    proof,
    rewrite_goal,
    suggest,
)
from tests.contracts.racing import refusals, run_together

pytestmark = pytest.mark.django_db(transaction=True)


def _states(pair: Pairing) -> list[str]:
    return list(pair.contract.versions.order_by("number").values_list("state", flat=True))


def _in_force_once(pair: Pairing) -> bool:
    return pair.contract.versions.filter(state="in_force").count() == 1


def test_both_amend_at_once_and_there_is_one_draft(pair: Pairing, now: datetime) -> None:
    contract = make_in_force(pair, now).contract
    amend = partial(amend_agreement, contract=contract, now=now)
    results = run_together(partial(amend, by=pair.mentor), partial(amend, by=pair.mentee))
    assert refusals(results) == []
    assert results[0] == results[1]
    assert _states(pair) == ["in_force", "draft"]


def test_an_offer_while_the_other_drops_has_one_outcome(pair: Pairing, now: datetime) -> None:
    draft = make_amendment(pair, now)
    rewrite_goal(draft, now)
    results = run_together(
        partial(offer, version=draft, by=pair.mentee, now=now),
        partial(drop_amendment, version=draft, by=pair.mentor, now=now),
    )
    assert (refusals(results), _states(pair)) in [
        (["not_a_draft"], ["in_force", "offered"]),
        (["text_changed"], ["in_force", "dropped"]),
    ]


def test_an_edit_while_the_other_drops_is_refused_or_dropped_with_it(
    pair: Pairing, now: datetime
) -> None:
    draft = make_amendment(pair, now)
    terms = terms_with(draft, channel=Channel.COFFEE)
    results = run_together(
        partial(save_terms, version=draft, by=pair.mentee, terms=terms, seen=0, now=now),
        partial(drop_amendment, version=draft, by=pair.mentor, now=now),
    )
    assert refusals(results) in ([], ["not_a_draft"])
    assert _states(pair) == ["in_force", "dropped"]


def test_dropping_at_once_drops_once_and_amending_gives_a_new_draft(
    pair: Pairing, now: datetime
) -> None:
    draft = make_amendment(pair, now)
    results = run_together(
        partial(drop_amendment, version=draft, by=pair.mentor, now=now),
        partial(amend_agreement, contract=draft.contract, by=pair.mentee, now=now),
    )
    assert refusals(results) == []
    assert _states(pair) in (["in_force", "dropped"], ["in_force", "dropped", "draft"])


def test_both_sign_an_amendment_at_once_and_one_version_counts(
    pair: Pairing, now: datetime
) -> None:
    offered = offer_amendment(pair, now)
    results = run_together(
        partial(sign_as, offered, pair.mentor, now), partial(sign_as, offered, pair.mentee, now)
    )
    assert refusals(results) == []
    assert _states(pair) == ["superseded", "in_force"]


def test_signing_while_the_other_sends_back_keeps_what_counts(pair: Pairing, now: datetime) -> None:
    offered = offer_amendment(pair, now)
    sign_as(offered, pair.mentor, now)
    results = run_together(
        partial(sign_as, offered, pair.mentee, now),
        partial(send_back, version=offered, by=pair.mentor, comment="smaller", now=now),
    )
    assert (refusals(results), _states(pair)) in [
        (["not_offered"], ["superseded", "in_force"]),
        (["text_changed"], ["in_force", "sent_back", "draft"]),
    ]


def test_the_same_rhythm_suggested_twice_at_once_is_one(pair: Pairing, now: datetime) -> None:
    contract = make_in_force(pair, now).contract
    act = partial(
        suggest_rhythm,
        contract=contract,
        by=pair.mentor,
        rhythm=biweekly(pair),
        evidence=proof(now),
        now=now,
    )
    results = run_together(act, act)
    assert refusals(results) == []
    assert _states(pair) == ["in_force", "offered"]
    assert Signature.objects.filter(version__number=2).count() == 1


def test_both_suggest_at_once_and_one_answers_the_other(pair: Pairing, now: datetime) -> None:
    contract = make_in_force(pair, now).contract
    act = partial(
        suggest_rhythm, contract=contract, rhythm=biweekly(pair), evidence=proof(now), now=now
    )
    results = run_together(partial(act, by=pair.mentor), partial(act, by=pair.mentee))
    assert refusals(results) == ["in_the_making"]
    assert _states(pair) == ["in_force", "offered"]


def test_a_suggestion_beside_an_amendment_begun_at_once(pair: Pairing, now: datetime) -> None:
    contract = make_in_force(pair, now).contract
    results = run_together(
        partial(suggest, pair, now),
        partial(amend_agreement, contract=contract, by=pair.mentee, now=now),
    )
    assert (refusals(results), _states(pair)) in [
        ([], ["in_force", "offered"]),
        (["in_the_making"], ["in_force", "draft"]),
    ]


@pytest.mark.parametrize("way", ["withdraw", "expire"])
def test_a_yes_while_it_is_taken_back_or_expires(way: str, pair: Pairing, now: datetime) -> None:
    make_in_force(pair, now)
    version = suggest(pair, now)
    at = now if way == "withdraw" else now + timedelta(days=30) - timedelta(seconds=1)
    close = (
        partial(withdraw, version=version, by=pair.mentor, now=at)
        if way == "withdraw"
        else partial(expire_offers, now=at + timedelta(seconds=1))
    )
    results = run_together(partial(sign_as, version, pair.mentee, at), close)
    closed = "withdrawn" if way == "withdraw" else "expired"
    assert _states(pair) in (["superseded", "in_force"], ["in_force", closed])
    counts = in_force_of(pair.contract)
    assert counts is not None
    assert working_terms(pair).cadence == counts.cadence
    assert len(refusals(results)) <= 1
    assert _in_force_once(pair)


def test_yes_and_no_at_once_is_one_of_them(pair: Pairing, now: datetime) -> None:
    make_in_force(pair, now)
    version = suggest(pair, now)
    results = run_together(
        partial(sign_as, version, pair.mentee, now),
        partial(decline_rhythm, version=version, by=pair.mentee, now=now),
    )
    assert (refusals(results), _states(pair)) in [
        (["not_offered"], ["superseded", "in_force"]),
        (["text_changed"], ["in_force", "sent_back"]),
    ]


def test_both_keep_at_once_and_it_is_kept_once(pair: Pairing, now: datetime) -> None:
    version = make_in_force(pair, now)
    assert version.review_on is not None
    day = datetime.combine(version.review_on, now.timetz())
    act = partial(keep_agreement, contract=version.contract, now=day)
    results = run_together(partial(act, by=pair.mentor), partial(act, by=pair.mentee))
    assert refusals(results) == []
    assert results[0] == results[1]
    assert Review.objects.count() == 1


def test_two_sweeps_ask_once(pair: Pairing, now: datetime) -> None:
    version = make_in_force(pair, now)
    assert version.review_on is not None
    day = datetime.combine(version.review_on, now.timetz())
    ask = partial(ask_for_reviews, now=day)
    assert run_together(ask, ask, ask) == [1, 1, 1]
    assert OutboxMessage.objects.filter(kind="agreement_review").count() == 2


def test_a_double_click_leaves_one_word(pair: Pairing, now: datetime) -> None:
    draft = make_amendment(pair, now)
    act = partial(add_comment, version=draft, by=pair.mentor, text="hello", now=now)
    assert refusals(run_together(act, act, act)) == []
    assert Comment.objects.count() == 1


def test_an_amendment_offered_while_the_rhythm_in_it_is_edited(
    pair: Pairing, now: datetime
) -> None:
    draft = make_amendment(pair, now)
    rewrite_goal(draft, now)
    weekly = terms_with(current(draft.contract), cadence=Cadence.WEEKLY)
    results = run_together(
        partial(offer, version=draft, by=pair.mentee, now=now),
        partial(save_terms, version=draft, by=pair.mentor, terms=weekly, seen=0, now=now),
    )
    frozen = current(draft.contract)
    assert (refusals(results), frozen.cadence) in [([], "weekly"), (["not_a_draft"], "monthly")]
    numbers = Version.objects.values("contract").annotate(n=Count("number"))
    assert list(numbers.values_list("n", flat=True)) == [2]
    assert {s.role for s in frozen.signatures.all()} <= set(Role)
