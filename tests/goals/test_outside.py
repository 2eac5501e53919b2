"""What others learn of goals: how many are done, and what a program adds up to. Never a word."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from contracts.models import Version
from dashboard.queries.report import report_of
from goals.queries import Count
from goals.rules import GoalState
from health.actions import refresh_stale
from health.models import PairHealth
from health.rules import Reason
from meetings.actions import LogDraft, log_meeting
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import Program
from programs.rules import Role
from tests import builders
from tests.goals.stage import LINE, agree, answer, finish, say
from tests.home.pages import words_of

SignIn = Callable[[User], Client]
DAY = timedelta(days=1)
MENTOR, MENTEE = Role.MENTOR, Role.MENTEE


def review_of(pair: Pairing) -> date:
    """Return the day of the review."""
    on = Version.objects.get(contract__pairing=pair, state="in_force").review_on
    assert on is not None
    return on


def reasons_at(pair: Pairing, at: datetime) -> list[str]:
    """Return the stored reasons of a pair that met the day before."""
    log_meeting(pair, LogDraft(on=(at - DAY).date()), by=pair.mentor, now=at)
    refresh_stale(now=at)
    reasons: list[str] = PairHealth.objects.get(pairing=pair).reasons
    return [reason for reason in reasons if reason in {Reason.NO_REVIEW, Reason.NO_GOAL_DONE}]


def after_review(pair: Pairing, days: int, now: datetime) -> datetime:
    """Return noon, so many days after the review."""
    return now + timedelta(days=(review_of(pair) - now.date()).days + days, hours=3)


def test_the_count_is_stored_when_it_changes(signed: Pairing, now: datetime) -> None:
    refresh_stale(now=now)
    row = PairHealth.objects.get(pairing=signed)
    assert (row.goals_done, row.goals) == (0, 2)
    say(signed, MENTEE, GoalState.SAID_DONE, now)
    assert refresh_stale(now=now) == 0, "a word of one alone is nobody's business"
    answer(signed, MENTEE, GoalState.DONE, now)
    assert refresh_stale(now=now) == 1
    row.refresh_from_db()
    assert (row.goals_done, row.goals) == (1, 2)


def test_not_yet_moves_nothing_that_is_stored(signed: Pairing, now: datetime) -> None:
    say(signed, MENTEE, GoalState.SAID_DONE, now)
    refresh_stale(now=now)
    before = PairHealth.objects.values().get(pairing=signed)
    answer(signed, MENTEE, GoalState.NOT_YET, now)
    assert refresh_stale(now=now + DAY / 24) == 0
    assert PairHealth.objects.values().get(pairing=signed) == before


def test_past_the_review_a_goal_of_each_side_matters(signed: Pairing, now: datetime) -> None:
    assert reasons_at(signed, after_review(signed, 0, now)) == []
    later = after_review(signed, 1, now)
    assert reasons_at(signed, later) == [Reason.NO_GOAL_DONE]
    finish(signed, MENTEE, later)
    refresh_stale(now=later)
    assert Reason.NO_GOAL_DONE in PairHealth.objects.get(pairing=signed).reasons
    finish(signed, MENTOR, later)
    assert reasons_at(signed, later + DAY) == []


def test_time_alone_finds_a_review_that_was_not_held(signed: Pairing, now: datetime) -> None:
    finish(signed, MENTEE, now)
    finish(signed, MENTOR, now)
    assert reasons_at(signed, after_review(signed, 13, now)) == []
    coming = PairHealth.objects.get(pairing=signed).next_change_at
    later = after_review(signed, 14, now)
    assert coming is not None
    assert coming <= later
    assert reasons_at(signed, later) == [Reason.NO_REVIEW]


def test_hr_reads_how_many_are_done_and_no_word(
    signed: Pairing, hr_admin: User, sign_in: SignIn, now: datetime
) -> None:
    say(signed, MENTEE, GoalState.UNDER_WAY, now, LINE)
    finish(signed, MENTEE, now)
    say(signed, MENTOR, GoalState.SAID_DONE, now)
    answer(signed, MENTOR, GoalState.NOT_YET, now)
    refresh_stale(now=now)
    client = sign_in(hr_admin)
    page = words_of(client.get(reverse("dashboard:show-pair", args=[signed.uid])))
    assert "Goals of the mentee 1 of 1 done" in page
    assert "Gains of the mentor 0 of 1 done" in page
    pairs = words_of(client.get(reverse("dashboard:list-pairs")))
    assert "1 of 2 goals done" in pairs
    for words in (page, pairs):
        assert LINE not in words
        assert not [hint for hint in ("not yet,", "Almost", "says") if hint in words]


def test_hr_sees_the_same_after_not_yet_as_before(
    signed: Pairing, hr_admin: User, sign_in: SignIn, now: datetime
) -> None:
    def seen() -> tuple[str, ...]:
        refresh_stale(now=now)
        client = sign_in(hr_admin)
        show = reverse("dashboard:show-pair", args=[signed.uid])
        return tuple(words_of(client.get(at)) for at in (show, reverse("dashboard:list-pairs")))

    before = seen()
    say(signed, MENTEE, GoalState.SAID_DONE, now, LINE)
    assert seen() == before
    answer(signed, MENTEE, GoalState.NOT_YET, now)
    assert seen() == before


def test_the_export_counts_goals(
    signed: Pairing, hr_admin: User, sign_in: SignIn, now: datetime
) -> None:
    finish(signed, MENTEE, now)
    refresh_stale(now=now)
    answer = sign_in(hr_admin).post(reverse("dashboard:export-pairs"))
    lines = b"".join(answer).decode().splitlines()
    assert lines[0].endswith(",goals_done,goals")
    assert lines[1].endswith(",1,2")


@pytest.mark.parametrize(("agreed", "is_shown"), [(5, True), (4, False)])
def test_a_report_adds_up_goals_of_five_pairs_and_more(
    *, program: Program, now: datetime, agreed: int, is_shown: bool
) -> None:
    pairs = [builders.make_pair(program=program, state=PairState.ACTIVE) for _ in range(5)]
    for pair in pairs[:agreed]:
        agree(pair, now)
    finish(pairs[0], MENTEE, now)
    figures = report_of(program, now=now).figures
    assert figures is not None
    if not is_shown:
        assert figures.goals is None
        return
    assert figures.goals is not None
    assert (figures.goals.mentees, figures.goals.mentors) == (Count(1, 5), Count(0, 5))
