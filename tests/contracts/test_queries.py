"""What others read of agreements: terms for the rhythm, states for the pair, facts for HR."""

from dataclasses import asdict
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts.actions import end_contract
from contracts.models import Version
from contracts.queries import (
    AgreementState,
    HrSummary,
    agreement_state,
    agreement_states,
    summaries_for_hr,
    summary_for_hr,
    terms_of,
    terms_of_many,
    working_terms,
)
from contracts.rules import Channel
from pairings.models import Pairing
from programs.cadence import Terms
from programs.rules import Cadence, Role
from tests import builders
from tests.contracts.agreements import make_draft, make_in_force, make_offer, sign_as

pytestmark = pytest.mark.django_db


def _weekly_from(pair: Pairing, now: datetime) -> None:
    pair.program.cadence = Cadence.WEEKLY
    pair.program.save()
    make_in_force(pair, now)
    pair.program.cadence = Cadence.MONTHLY
    pair.program.save()


def test_before_an_agreement_the_program_says_the_rhythm(pair: Pairing, now: datetime) -> None:
    make_offer(pair, now)
    assert terms_of(pair) == [Terms(Cadence.MONTHLY, date(2026, 9, 1))]


def test_from_the_last_signature_on_the_agreed_rhythm_counts(pair: Pairing, now: datetime) -> None:
    _weekly_from(pair, now)
    assert terms_of(pair) == [
        Terms(Cadence.MONTHLY, date(2026, 9, 1)),
        Terms(Cadence.WEEKLY, date(2026, 11, 23)),
    ]


def test_a_rhythm_counts_from_the_day_it_is_for_the_mentee(pair: Pairing) -> None:
    pair.mentee.time_zone = "Pacific/Auckland"
    pair.mentee.save()
    make_in_force(pair, datetime.fromisoformat("2026-11-23T13:00:00+00:00"))
    assert terms_of(pair)[-1].from_on == date(2026, 11, 24)


def test_what_was_in_force_counts_after_the_end_too(pair: Pairing, now: datetime) -> None:
    _weekly_from(pair, now)
    end_contract(pairing=pair, now=now)
    assert [terms.cadence for terms in terms_of(pair)] == [Cadence.MONTHLY, Cadence.WEEKLY]


def test_how_a_pair_meets_is_the_programs_word_until_it_agreed(
    pair: Pairing, now: datetime
) -> None:
    version = make_offer(pair, now)
    plain = working_terms(pair)
    assert (plain.cadence, plain.minutes, plain.channel, plain.organizer) == (
        Cadence.MONTHLY,
        45,
        Channel.VIDEO,
        Role.MENTEE,
    )
    assert plain.first_dates == ()
    for person in (pair.mentor, pair.mentee):
        sign_as(version, person, now)
    assert len(working_terms(pair).first_dates) == 3


def test_the_state_of_an_agreement_step_by_step(pair: Pairing, now: datetime) -> None:
    seen = [agreement_state(pair)]
    make_draft(pair, now)
    seen.append(agreement_state(pair))
    version = make_offer(pair, now)
    sign_as(version, pair.mentee, now)
    seen.append(agreement_state(pair))
    sign_as(version, pair.mentor, now)
    seen.append(agreement_state(pair))
    end_contract(pairing=pair, now=now)
    seen.append(agreement_state(pair))
    assert [each.state for each in seen] == ["none", "draft", "offered", "in_force", "ended"]
    assert [set(each.signed_by) for each in seen[1:4]] == [set(), {Role.MENTEE}, set(Role)]
    assert (seen[2].offered_by, seen[2].offered_at) == (Role.MENTOR, now)
    assert (seen[3].is_in_force, seen[3].in_force_at) == (True, now)
    assert seen[0] == AgreementState()


def test_hr_reads_states_dates_and_rhythm_and_no_word(pair: Pairing, now: datetime) -> None:
    assert summary_for_hr(pair) == HrSummary()
    version = make_in_force(pair, now)
    summary = summary_for_hr(pair)
    assert summary == HrSummary(
        state="in_force",
        version=1,
        cadence=Cadence.MONTHLY,
        minutes=45,
        offered_at=now,
        in_force_at=now,
        review_on=version.review_on,
        ends_on=date(2027, 2, 28),
    )
    assert "canary" not in str(asdict(summary))


def test_reads_about_one_pair_and_about_three_take_the_same_queries(now: datetime) -> None:
    pairs = [builders.make_pair() for _number in range(3)]
    for pair in pairs:
        make_in_force(pair, now)
    for read in (agreement_states, summaries_for_hr, terms_of_many):
        counts = []
        for asked in (pairs[:1], pairs):
            fresh = list(Pairing.objects.filter(pk__in=[pair.pk for pair in asked]))
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert len(read(fresh)) == len(asked)
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 3


def test_hr_reads_without_fetching_the_text(pair: Pairing, now: datetime) -> None:
    make_in_force(pair, now)
    with CaptureQueriesContext(connection) as queries:
        summary_for_hr(pair)
    sql = " ".join(query["sql"] for query in queries)
    assert Version._meta.db_table in sql
    for name in ("document", "place", "agenda_habit", "notice", "comment", "contracts_goal"):
        assert f'"{name}"' not in sql
