"""Half the way is over: both are asked once, politely, and either says for both that it stays."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts import emails
from contracts.actions import (
    amend_agreement,
    ask_for_reviews,
    end_contract,
    keep_agreement,
)
from contracts.models import Review, Version
from contracts.queries import ReviewState, review_state
from contracts.tasks import sweep
from core import clock
from core.errors import Forbidden, Refusal
from core.registry import Lane, message_kind
from outbox.models import OutboxMessage
from pairings.models import Pairing
from pairings.rules import PairState
from programs.rules import Role
from tests import builders
from tests.contracts.agreements import make_draft, make_in_force, sign_as
from tests.contracts.amendments import offer_amendment, suggest
from tests.contracts.browsing import page_of
from tests.contracts.conftest import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(pair: Pairing, now: datetime) -> Version:
    """An agreement in force, to be looked at in the middle of its term."""
    return make_in_force(pair, now)


def _on(version: Version) -> datetime:
    """Return ten in the morning of the review day, UTC."""
    assert version.review_on is not None
    return datetime.combine(version.review_on, datetime.min.time(), UTC) + timedelta(hours=10)


def _rows() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind=emails.REVIEW).order_by("id"))


def test_on_the_day_both_are_asked_once(version: Version, pair: Pairing) -> None:
    day = _on(version)
    assert ask_for_reviews(now=day - timedelta(days=1)) == 0
    assert [ask_for_reviews(now=day + timedelta(hours=n)) for n in range(3)] == [1, 1, 1]
    assert {row.address for row in _rows()} == {pair.mentor.email, pair.mentee.email}
    assert len(_rows()) == 2
    assert {row.lane for row in _rows()} == {Lane.NUDGE}


def test_the_day_is_the_mentees(version: Version, pair: Pairing) -> None:
    pair.mentee.time_zone = "Pacific/Auckland"
    pair.mentee.save()
    midnight = _on(version) - timedelta(hours=10)
    assert ask_for_reviews(now=midnight - timedelta(hours=14)) == 0
    assert ask_for_reviews(now=midnight - timedelta(hours=12)) == 1


def test_the_mail_waits_for_office_hours_and_says_nothing_of_the_pair(version: Version) -> None:
    day = _on(version)
    ask_for_reviews(now=day)
    kind = message_kind(emails.REVIEW)
    assert kind is not None
    for row in _rows():
        mail = kind.render(row.envelope(), day)
        assert "canary" not in mail.text + mail.html + str(row.facts)
        assert "Your agreement: a look after half the way" in mail.text
        assert "/review/" in mail.text
    night = day.replace(hour=23)
    verdict = kind.admit(_rows()[0].envelope(), night)
    assert not verdict.send
    assert verdict.not_before is not None
    assert verdict.not_before > night


@pytest.mark.parametrize("gone", ["kept", "replaced", "ended", "paused"])
def test_a_mail_whose_cause_went_does_not_leave(gone: str, version: Version, pair: Pairing) -> None:
    day = _on(version)
    ask_for_reviews(now=day)
    if gone == "kept":
        keep_agreement(contract=version.contract, by=pair.mentor, now=day)
    elif gone == "ended":
        end_contract(pairing=pair, now=day)
    elif gone == "replaced":
        Version.objects.filter(pk=version.pk).update(state="superseded", closed_at=day)
    else:
        until = (day + timedelta(days=9)).date()
        Pairing.objects.filter(pk=pair.pk).update(state=PairState.PAUSED, paused_until=until)
    kind = message_kind(emails.REVIEW)
    assert kind is not None
    assert [kind.admit(row.envelope(), day).reason != "" for row in _rows()] == [True, True]


def test_after_a_break_the_mail_returns(version: Version, pair: Pairing) -> None:
    day = _on(version)
    until = (day + timedelta(days=3)).date()
    Pairing.objects.filter(pk=pair.pk).update(state=PairState.PAUSED, paused_until=until)
    assert ask_for_reviews(now=day) == 0
    Pairing.objects.filter(pk=pair.pk).update(state=PairState.ACTIVE, paused_until=None)
    assert ask_for_reviews(now=day + timedelta(days=3)) == 1


def test_weeks_later_nobody_is_asked_by_mail(version: Version) -> None:
    assert ask_for_reviews(now=_on(version) + timedelta(days=20)) == 0


def test_the_command_and_the_task_do_the_same(
    version: Version, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    day = _on(version)
    monkeypatch.setattr(clock, "now", lambda: day)
    sweep()
    call_command("sweep_agreements")
    call_command("sweep_agreements", "--json")
    assert len(_rows()) == 2
    assert capsys.readouterr().out == 'reviews due: 1\n{"reviews": 1}\n'


@pytest.mark.parametrize("by", list(Role))
def test_either_keeps_it_for_both(by: Role, version: Version, pair: Pairing) -> None:
    day = _on(version)
    keep_agreement(contract=version.contract, by=pair.person_in(by), now=day)
    again = keep_agreement(contract=version.contract, by=pair.mentor, now=day + timedelta(days=1))
    assert (again.role, again.reviewed_at) == (by, day)
    assert Review.objects.count() == 1
    assert ask_for_reviews(now=day) == 0


def test_before_the_day_there_is_nothing_to_keep(version: Version, pair: Pairing) -> None:
    with pytest.raises(Refusal) as refused:
        keep_agreement(
            contract=version.contract, by=pair.mentor, now=_on(version) - timedelta(days=1)
        )
    assert refused.value.code == "review_too_early"
    assert not Review.objects.exists()


def test_without_an_agreement_in_force_there_is_nothing_to_keep(
    pair: Pairing, now: datetime
) -> None:
    draft = make_draft(pair, now)
    with pytest.raises(Refusal) as refused:
        keep_agreement(contract=draft.contract, by=pair.mentor, now=now)
    assert refused.value.code == "nothing_in_force"


@pytest.mark.parametrize("outsider", ["stranger", "hr_admin"])
def test_nobody_else_keeps_it(
    outsider: str, version: Version, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(Forbidden):
        keep_agreement(
            contract=version.contract, by=request.getfixturevalue(outsider), now=_on(version)
        )


def test_the_state_of_reviews_comes_in_one_query(pair: Pairing, now: datetime) -> None:
    quiet, other = builders.make_pair(), builders.make_pair()
    kept, open_one = (make_in_force(each, now) for each in (pair, other))
    keep_agreement(contract=kept.contract, by=pair.mentor, now=_on(kept))
    with CaptureQueriesContext(connection) as queries:
        found = review_state([pair, quiet, other])
    assert len(queries) == 1
    assert found == {
        pair.pk: ReviewState(kept.review_on, _on(kept)),
        other.pk: ReviewState(open_one.review_on, None),
    }


def test_another_rhythm_asks_nobody_to_look_again(version: Version, pair: Pairing) -> None:
    day = _on(version)
    keep_agreement(contract=version.contract, by=pair.mentor, now=day)
    faster = suggest(pair, day)
    sign_as(faster, pair.mentee, day)
    assert review_state([pair])[pair.pk] == ReviewState(version.review_on, day)
    assert ask_for_reviews(now=day) == 0


def test_an_amendment_with_a_new_day_is_looked_at_again(version: Version, pair: Pairing) -> None:
    day = _on(version)
    keep_agreement(contract=version.contract, by=pair.mentor, now=day)
    draft = amend_agreement(contract=version.contract, by=pair.mentor, now=day)
    assert draft.review_on is not None
    assert draft.review_on > day.date()


def _page(signed_in: SignedIn, pair: Pairing, path: str = "review-agreement") -> str:
    return page_of(signed_in(pair.mentee).get(reverse(f"contracts:{path}", args=[pair.uid])))


def test_before_the_day_the_page_says_which_it_is(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    make_in_force(pair, now)
    page = _page(signed_in, pair)
    assert "The day to look at it is" in page
    assert "We keep it as it is" not in page
    assert "canary-goal" in page


def test_on_the_day_the_page_offers_three_ways_and_keeping_is_one_tap(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    pair.ends_on = (now + timedelta(days=60)).date()
    pair.save()
    made = make_in_force(pair, now - timedelta(days=40))
    assert made.review_on is not None
    assert made.review_on <= now.date()
    page = _page(signed_in, pair)
    for way in (
        "We keep it as it is",
        "We change it",
        reverse("lifecycle:end-pair", args=[pair.uid]),
    ):
        assert way in page
    where = reverse("contracts:review-agreement", args=[pair.uid])
    after = page_of(signed_in(pair.mentee).post(where, follow=True))
    assert "You keep it" in after
    assert "We keep it as it is" not in after
    partner = page_of(signed_in(pair.mentor).get(where))
    assert "Tom said so on" in partner


def test_keeping_too_early_is_refused_on_the_page(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    make_in_force(pair, now)
    where = reverse("contracts:review-agreement", args=[pair.uid])
    answer = signed_in(pair.mentee).post(where)
    assert "The day to look at your agreement is" in page_of(answer)
    assert not Review.objects.exists()


def test_beside_a_new_text_the_page_leads_there(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    offer_amendment(pair, now)
    page = _page(signed_in, pair)
    assert "Go to the new text" in page
    assert "We change it" not in page
