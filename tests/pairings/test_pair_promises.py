from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from pairings.models import STATE_LABELS, Pairing
from pairings.queries import topics_in_common
from pairings.rules import PairState
from programs.rules import Role
from tests.builders import START, make_pair

S = PairState


def test_the_database_refuses_a_second_open_pair_of_these_two(pair: Pairing) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_pair(program=pair.program, mentor=pair.mentor, mentee=pair.mentee, state=S.PROPOSED)


@pytest.mark.parametrize("state", [S.ENDED, S.DECLINED, S.EXPIRED, S.WITHDRAWN, S.COMPLETED])
def test_after_the_end_these_two_may_try_again(state: PairState, pair: Pairing) -> None:
    Pairing.objects.update(state=state)
    again = make_pair(program=pair.program, mentor=pair.mentor, mentee=pair.mentee)
    assert Pairing.objects.open().get() == again


def test_the_database_refuses_a_pair_of_one(pair: Pairing) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Pairing.objects.update(mentee=pair.mentor)


def test_the_database_wants_dates_of_a_live_pair(pair: Pairing) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Pairing.objects.update(started_at=None)


def test_the_database_wants_a_date_of_a_pause(pair: Pairing) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Pairing.objects.update(state=S.PAUSED)


def test_the_database_knows_the_states(pair: Pairing) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Pairing.objects.update(state="terminated")


def test_everybody_has_a_side(pair: Pairing, mentor: User, mentee: User, stranger: User) -> None:
    assert [pair.role_of(who) for who in (mentor, mentee, stranger)] == [
        Role.MENTOR,
        Role.MENTEE,
        None,
    ]


def test_each_has_the_other_as_partner(pair: Pairing, mentor: User, mentee: User) -> None:
    assert (pair.partner_of(mentor), pair.partner_of(mentee)) == (mentee, mentor)


def test_a_no_and_silence_have_one_name() -> None:
    assert STATE_LABELS[S.DECLINED] == STATE_LABELS[S.EXPIRED]


@pytest.mark.parametrize(
    ("state", "days_over", "looked_at"),
    [
        (S.ACTIVE, None, True),
        (S.PROPOSED, None, True),
        (S.ENDED, 182, True),
        (S.COMPLETED, 182, True),
        (S.ENDED, 183, False),
        (S.DECLINED, 1, False),
        (S.WITHDRAWN, 1, False),
    ],
)
def test_who_is_still_under_the_rules(
    state: PairState,
    days_over: int | None,
    looked_at: bool,  # noqa: FBT001 -- a column of the table
    db: None,
) -> None:
    now = START + timedelta(days=300)
    ended_at = now - timedelta(days=days_over) if days_over else None
    make_pair(state=state, ended_at=ended_at)
    assert Pairing.objects.all().under_rules(now).exists() is looked_at


def test_topics_in_common_are_those_of_both(pair: Pairing) -> None:
    topics = pair.program.topics
    pair.mentor_enrollment.topics.set(topics.all())
    pair.mentee_enrollment.topics.set(topics.filter(name="Careers"))
    assert topics_in_common(pair) == ["Careers"]
