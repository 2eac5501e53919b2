"""Three times that suit both, in one tap; any other time stays possible."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from accounts.models import Leave, User
from core import clock
from core.manners import Manners
from meetings.models import Meeting
from meetings.rules.suggestions import Liking, suggest_times
from pairings.models import Pairing
from programs.models import Enrollment, Program
from tests.meetings.test_meeting_pages import address, plan_data

SignIn = Callable[[User], Client]
DAY = timedelta(days=1)
# Wednesday 10:00 in Berlin, two days ahead; then one workday between each.
FIRST = datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_now(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)


def offered(client: Client, pair: Pairing) -> list[str]:
    """Return the labels of the times on the page of planning."""
    form = client.get(address("plan-meeting", pair)).context["form"]
    if "when" not in form.fields:
        return []
    return [str(label) for _value, label in form.fields["when"].choices]


def test_three_times_and_any_other_are_offered(
    pair: Pairing, mentor: User, sign_in: SignIn
) -> None:
    times = ["Wed 25 Nov, 10:00", "Fri 27 Nov, 10:00", "Mon 30 Nov, 10:00", "Another time"]
    assert offered(sign_in(mentor), pair) == times


def test_a_time_is_told_by_both_clocks(
    pair: Pairing, mentor: User, mentee: User, sign_in: SignIn
) -> None:
    User.objects.filter(pk=mentee.pk).update(time_zone="Europe/London", country="GB")
    assert offered(sign_in(mentor), pair)[0] == "Wed 25 Nov, 11:00 (10:00 for Tom)"
    assert offered(sign_in(mentee), pair)[0] == "Wed 25 Nov, 10:00 (11:00 for Priya)"


def test_days_on_which_one_is_away_are_not_suggested(
    pair: Pairing, mentor: User, sign_in: SignIn
) -> None:
    Leave.objects.create(user=mentor, starts_on=FIRST.date(), ends_on=FIRST.date() + 5 * DAY)
    assert offered(sign_in(mentor), pair)[0] == "Tue 1 Dec, 10:00"


def test_hours_that_never_meet_leave_the_day_to_the_two(
    pair: Pairing, mentor: User, mentee: User, sign_in: SignIn
) -> None:
    User.objects.filter(pk=mentee.pk).update(time_zone="Pacific/Auckland", country="NZ")
    assert offered(sign_in(mentor), pair) == []


def test_nothing_is_suggested_after_the_end(
    pair: Pairing, mentor: User, sign_in: SignIn, now: datetime
) -> None:
    Pairing.objects.filter(pk=pair.pk).update(ends_on=now.date() + 4 * DAY)
    assert offered(sign_in(mentor), pair) == [
        "Wed 25 Nov, 10:00",
        "Fri 27 Nov, 10:00",
        "Another time",
    ]


def test_a_suggested_time_is_one_tap(pair: Pairing, mentor: User, sign_in: SignIn) -> None:
    data = plan_data(when=FIRST.isoformat(), on="", at="", next="/")
    answer = sign_in(mentor).post(address("plan-meeting", pair), data)
    assert answer.headers["Location"] == "/"
    assert Meeting.objects.get().starts_at == FIRST


def test_another_time_is_typed(pair: Pairing, mentor: User, sign_in: SignIn) -> None:
    sign_in(mentor).post(address("plan-meeting", pair), plan_data(when="other"))
    assert Meeting.objects.get().starts_at == datetime(2026, 12, 2, 13, tzinfo=UTC)


def test_another_time_without_a_day_is_asked_for(
    pair: Pairing, mentor: User, sign_in: SignIn
) -> None:
    page = sign_in(mentor).post(address("plan-meeting", pair), plan_data(when="other", on=""))
    assert page.context["form"].errors["on"]
    assert not Meeting.objects.exists()


def test_the_same_tap_of_both_is_one_date(
    pair: Pairing, mentor: User, mentee: User, sign_in: SignIn
) -> None:
    data = plan_data(when=FIRST.isoformat())
    for person in (mentor, mentee, mentee):
        sign_in(person).post(address("plan-meeting", pair), data)
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize(
    "bad", ["yesterday", "2026-11-25", "2026-11-25T09:00", "0001-01-01T00:00+00:00", "9" * 5000]
)
def test_a_time_that_is_none_is_refused_kindly(
    pair: Pairing, mentor: User, sign_in: SignIn, bad: str
) -> None:
    page = sign_in(mentor).post(address("plan-meeting", pair), plan_data(when=bad))
    assert page.context["form"].errors["when"]
    assert not Meeting.objects.exists()


def test_a_series_starts_at_a_suggested_time(pair: Pairing, mentor: User, sign_in: SignIn) -> None:
    data = plan_data(when=FIRST.isoformat(), repeat="series", count="3")
    sign_in(mentor).post(address("plan-meeting", pair), data)
    assert Meeting.objects.count() == 3
    assert Meeting.objects.earliest("starts_at").starts_at == FIRST


def test_a_time_that_passed_meanwhile_is_refused(
    pair: Pairing, mentor: User, sign_in: SignIn, program: Program
) -> None:
    data = plan_data(when=datetime(2026, 11, 20, 9, tzinfo=UTC).isoformat())
    page = sign_in(mentor).post(address("plan-meeting", pair), data)
    assert "That time is over" in page.content.decode()


BERLIN, LONDON = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/London")
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


def starts(*likings: Liking, zone: ZoneInfo = BERLIN) -> list[str]:
    """Return when two people who work in Berlin's hours could talk, told by one zone."""
    found = suggest_times(Manners(BERLIN), Manners(BERLIN), MONDAY, 45, likings)
    return [f"{start.astimezone(zone):%a %H}" for start in found]


def test_who_likes_any_time_gets_the_next_days() -> None:
    assert starts() == starts(Liking(BERLIN)) == ["Wed 10", "Fri 10", "Mon 10"]


def test_days_that_suit_come_first() -> None:
    assert starts(Liking(BERLIN, frozenset({2, 4}))) == ["Thu 10", "Tue 10", "Thu 10"]


@pytest.mark.parametrize(
    ("part", "hour"), [("morning", "10"), ("midday", "11"), ("afternoon", "14")]
)
def test_times_of_day_that_suit_come_first(part: str, hour: str) -> None:
    assert starts(Liking(BERLIN, dayparts=frozenset({part})))[0] == f"Wed {hour}"


def test_what_both_like_comes_before_what_one_likes() -> None:
    one, other = Liking(BERLIN, frozenset({3, 4})), Liking(BERLIN, frozenset({4, 5}))
    assert starts(one, other)[0] == "Thu 10"


def test_a_liking_that_never_fits_loses_no_suggestion() -> None:
    assert len(starts(Liking(BERLIN, frozenset({6, 7})))) == 3


def test_a_time_of_day_is_ones_own() -> None:
    midday = Liking(LONDON, dayparts=frozenset({"midday"}))
    assert starts(midday, zone=LONDON)[0] == "Wed 13"


def test_what_was_said_at_sign_up_is_heard(pair: Pairing, mentor: User, sign_in: SignIn) -> None:
    Enrollment.objects.filter(pk=pair.mentor_enrollment_id).update(days="2", dayparts=["afternoon"])
    assert "Tue 1 Dec, 14:00" in offered(sign_in(mentor), pair)
