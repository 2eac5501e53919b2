from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Leave, User
from core.errors import Refusal
from meetings.actions import PlanDraft, SeriesDraft, plan_meeting, plan_series
from meetings.models import Meeting
from outbox.models import OutboxMessage
from pairings.models import Pairing
from programs.models import Program

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")


def series(first: datetime, count: int, zone: ZoneInfo = BERLIN) -> SeriesDraft:
    return SeriesDraft(PlanDraft(first.astimezone(UTC), 45), count, zone)


def days_of(pair: Pairing, zone: ZoneInfo = BERLIN) -> list[date]:
    meetings = Meeting.objects.filter(pairing=pair).order_by("starts_at")
    return [meeting.starts_at.astimezone(zone).date() for meeting in meetings]


def test_a_monthly_series_keeps_the_day_and_moves_on_from_days_off(
    pair: Pairing, mentor: User, now: datetime
) -> None:
    # 26 December is a holiday in Germany and a Saturday, 26 January a Tuesday.
    first = datetime(2026, 11, 26, 10, tzinfo=BERLIN)
    planned = plan_series(pair, series(first, 3), by=mentor, now=now)
    assert days_of(pair) == [date(2026, 11, 26), date(2026, 12, 28), date(2027, 1, 26)]
    assert len({meeting.series_uid for meeting in planned}) == 1


def test_the_time_of_day_is_kept_when_the_clocks_change(
    pair: Pairing, mentor: User, program: Program
) -> None:
    program.cadence = "fortnightly"
    program.save()
    start = datetime(2026, 10, 12, 9, tzinfo=UTC)
    first = datetime(2026, 10, 13, 15, tzinfo=NEW_YORK)
    planned = plan_series(pair, series(first, 3, NEW_YORK), by=mentor, now=start)
    # New York leaves summer time on 1 November.
    assert [meeting.starts_at.astimezone(UTC).hour for meeting in planned] == [19, 19, 20]
    assert {meeting.starts_at.astimezone(NEW_YORK).hour for meeting in planned} == {15}


def test_a_series_ends_with_the_pair(pair: Pairing, mentor: User, now: datetime) -> None:
    first = datetime(2026, 12, 15, 10, tzinfo=BERLIN)
    plan_series(pair, series(first, 12), by=mentor, now=now)
    assert days_of(pair) == [date(2026, 12, 15), date(2027, 1, 15), date(2027, 2, 15)]


def test_two_dates_that_move_on_to_one_day_are_one(
    pair: Pairing, mentor: User, program: Program, now: datetime
) -> None:
    program.cadence = "weekly"
    program.save()
    Leave.objects.create(user=mentor, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 13))
    first = datetime(2026, 11, 26, 10, tzinfo=BERLIN)
    plan_series(pair, series(first, 4), by=mentor, now=now)
    # 3 and 10 December both move to Monday 14; 17 December stands by itself.
    assert days_of(pair) == [date(2026, 11, 26), date(2026, 12, 14), date(2026, 12, 17)]


def test_planning_a_series_twice_plans_it_once(pair: Pairing, mentor: User, now: datetime) -> None:
    draft = series(datetime(2026, 11, 26, 10, tzinfo=BERLIN), 3)
    assert len(plan_series(pair, draft, by=mentor, now=now)) == 3
    assert plan_series(pair, draft, by=mentor, now=now) == []
    assert Meeting.objects.count() == 3
    assert OutboxMessage.objects.count() == 1


def test_a_date_that_is_taken_is_left_out(pair: Pairing, mentor: User, now: datetime) -> None:
    taken = datetime(2027, 1, 26, 10, 15, tzinfo=BERLIN)
    plan_meeting(pair, PlanDraft(taken.astimezone(UTC), 60), by=mentor, now=now)
    first = datetime(2026, 11, 26, 10, tzinfo=BERLIN)
    assert len(plan_series(pair, series(first, 3), by=mentor, now=now)) == 2


def test_one_mail_tells_of_the_whole_series(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    plan_series(pair, series(datetime(2026, 11, 26, 10, tzinfo=BERLIN), 3), by=mentor, now=now)
    mail = OutboxMessage.objects.get()
    assert (mail.kind, mail.person_id, mail.facts["count"]) == (
        "meeting_series_planned",
        mentee.pk,
        3,
    )


@pytest.mark.parametrize(("count", "code"), [(0, "count"), (-1, "count"), (53, "count")])
def test_a_series_has_a_sensible_number_of_dates(
    pair: Pairing, mentor: User, now: datetime, count: int, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        plan_series(pair, series(now + timedelta(days=1), count), by=mentor, now=now)
    assert refused.value.code == code


def test_a_series_whose_first_date_is_over_is_refused(
    pair: Pairing, mentor: User, now: datetime
) -> None:
    with pytest.raises(Refusal) as refused:
        plan_series(pair, series(now - timedelta(days=1), 3), by=mentor, now=now)
    assert refused.value.code == "past"
    assert not Meeting.objects.exists()
