"""What holds for every pair: the stored instants agree with counting day by day."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.days import (
    NOTHING_CLOSED,
    Closed,
    WorkCalendar,
    add_counted_days,
    count_days_between,
    day_of,
    start_of_day,
    subtract_counted_days,
)
from meetings.rules.attainment import read_attainment
from meetings.rules.facts import Log, MeetingRecord, Outcome, PairFacts
from meetings.rules.interval import read_interval, read_thresholds
from meetings.rules.logs import find_meeting
from meetings.rules.status import read_rhythm, status_at
from programs.cadence import Terms
from programs.rules import Cadence, Role
from tests.meetings.rhythm_oracle import DAY, Oracle

FIRST = date(2027, 10, 1)
TERM = 330
ZONES = [
    ZoneInfo(name)
    for name in [
        "Europe/Berlin",
        "Africa/Cairo",
        "America/Havana",
        "Asia/Beirut",
        "Asia/Kathmandu",
        "America/Los_Angeles",
        "America/St_Johns",
        "Pacific/Auckland",
        "UTC",
    ]
]
ALL_ZONES = sorted(available_timezones())
# A machine that is busy with something else is no defect of the rules.
patiently = settings(suppress_health_check=[HealthCheck.too_slow])


@st.composite
def spans(draw: st.DrawFn) -> tuple[date, date | None]:
    first = FIRST + draw(st.integers(-20, TERM)) * DAY
    length = draw(st.integers(0, 40) | st.sampled_from([None, -3]))
    return first, None if length is None else first + length * DAY


closed_days = st.lists(spans(), max_size=5).map(Closed.of)
works = st.builds(
    WorkCalendar,
    st.frozensets(st.integers(1, 7), min_size=1),
    st.frozensets(st.integers(0, TERM).map(lambda n: FIRST + n * DAY), max_size=12),
)


@st.composite
def term_lists(draw: st.DrawFn, start: date) -> tuple[Terms, ...]:
    later = sorted(draw(st.sets(st.integers(1, 200), max_size=2)))
    return tuple(Terms(draw(st.sampled_from(Cadence)), start + n * DAY) for n in (0, *later))


@st.composite
def records(
    draw: st.DrawFn, uid: str, zone: ZoneInfo, started: datetime, now: datetime
) -> MeetingRecord:
    outcome = draw(st.sampled_from(Outcome))
    past = int((now - started) / timedelta(hours=1))
    ahead = 24 * 90 if outcome in {Outcome.PLANNED, Outcome.FELL_THROUGH} else 0
    starts_at = started + timedelta(hours=draw(st.integers(0, past + ahead)))
    ends_at = starts_at + timedelta(minutes=draw(st.sampled_from([30, 60, 90])))
    before = st.integers(0, past).map(lambda hours: started + timedelta(hours=hours))
    record = MeetingRecord(
        uid=uid,
        outcome=outcome,
        starts_at=starts_at,
        ends_at=ends_at,
        held_on=day_of(starts_at, zone) if outcome is Outcome.HELD else None,
        called_off_at=min(draw(before), ends_at) if ends_at > now or draw(st.booleans()) else None,
        cancelled_act=draw(st.sampled_from([None, None, "x", "y"])),
        moved_at=tuple(draw(st.lists(before, max_size=4))),
    )
    if outcome is Outcome.HELD and draw(st.booleans()):
        return replace(record, starts_at=None, ends_at=None)
    return record


@st.composite
def cases(draw: st.DrawFn) -> tuple[PairFacts, datetime]:
    zone = draw(st.sampled_from(ZONES))
    start = FIRST + draw(st.integers(0, 60)) * DAY
    started = datetime.combine(start, time(draw(st.integers(3, 22))), tzinfo=zone).astimezone(UTC)
    now = started + timedelta(minutes=30 * draw(st.integers(0, 48 * TERM)))
    meetings = [draw(records(f"m{n}", zone, started, now)) for n in range(draw(st.integers(0, 6)))]
    facts = PairFacts(
        zone=zone,
        started_at=started,
        ends_on=start + draw(st.integers(60, 400)) * DAY,
        terms=draw(term_lists(start)),
        is_paused=draw(st.sampled_from([False, False, False, True])),
        closed=draw(closed_days),
        work=draw(works),
        meetings=tuple(meetings),
    )
    return facts, now


@patiently
@given(cases())
def test_a_status_by_instants_is_the_status_counted_day_by_day(
    case: tuple[PairFacts, datetime],
) -> None:
    facts, now = case
    rhythm, oracle = read_rhythm(facts, now), Oracle(facts, now)
    assert (rhythm.opened_on, rhythm.n, rhythm.due_on) == (oracle.opened, oracle.n, oracle.due)
    assert rhythm.two_fell_through == oracle.two_fell_through()
    assert status_at(rhythm, now) is oracle.status()


@patiently
@given(cases())
def test_every_day_until_the_next_meeting_agrees_with_counting(
    case: tuple[PairFacts, datetime],
) -> None:
    facts, now = case
    facts = replace(facts, meetings=tuple(m for m in facts.meetings if m.outcome is Outcome.HELD))
    facts = replace(facts, terms=facts.terms[:1], is_paused=False)
    rhythm = read_rhythm(facts, now)
    for days in range(0, 200, 7):
        later = now + timedelta(days=days, hours=days % 24)
        assert status_at(rhythm, later) is Oracle(facts, later).status()


@patiently
@given(cases(), st.floats(0, 1, exclude_max=True))
def test_nothing_changes_before_the_next_change(
    case: tuple[PairFacts, datetime], share: float
) -> None:
    facts, now = case
    rhythm = read_rhythm(facts, now)
    until = rhythm.next_change_at or now + timedelta(days=4000)
    assert until > now
    last = until - timedelta(microseconds=1)
    for later in (min(now + (until - now) * share, last), last):
        assert read_rhythm(facts, later) == rhythm
        assert status_at(rhythm, later) is Oracle(facts, later).status()


@patiently
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_records_does_not_matter(
    case: tuple[PairFacts, datetime], chance: random.Random
) -> None:
    facts, now = case
    shuffled = list(facts.meetings)
    chance.shuffle(shuffled)
    assert read_rhythm(replace(facts, meetings=shuffled), now) == read_rhythm(facts, now)


@patiently
@given(cases(), spans())
def test_more_closed_days_never_bring_anything_overdue_forward(
    case: tuple[PairFacts, datetime], span: tuple[date, date | None]
) -> None:
    facts, now = case
    never = datetime.max.replace(tzinfo=UTC)
    less, more = (
        read_thresholds(each, read_interval(each, day_of(now, each.zone)))
        for each in (facts, replace(facts, closed=facts.closed | Closed.of([span])))
    )
    assert (less.due_at or never) <= (more.due_at or never)
    assert (less.behind_at or never) <= (more.behind_at or never)
    assert (less.stalled_at or never) <= (more.stalled_at or never)
    assert (less.dormant_at or never) <= (more.dormant_at or never)


@patiently
@given(cases())
def test_thresholds_come_in_their_order(case: tuple[PairFacts, datetime]) -> None:
    facts, now = case
    found = read_rhythm(facts, now)
    if found.due_soon_at and found.due_at:
        assert start_of_day(found.opened_on, facts.zone) < found.due_soon_at < found.due_at
    if found.due_at and found.behind_at and found.stalled_at and found.dormant_at:
        assert found.due_at < found.behind_at < found.dormant_at
        assert found.behind_at <= found.stalled_at


@patiently
@given(cases())
def test_attainment_counts_the_points_that_a_walk_ticks_off(
    case: tuple[PairFacts, datetime],
) -> None:
    facts, now = case
    found = read_attainment(facts, now)
    assert found.expected == Oracle(facts, now).expected()
    if found.next_change_at:
        assert found.next_change_at > now
        just_before = found.next_change_at - timedelta(microseconds=1)
        assert read_attainment(facts, just_before) == found
        assert read_attainment(facts, found.next_change_at).expected == found.expected + 1


@given(closed_days, st.integers(0, TERM), st.integers(0, 120))
def test_counting_on_and_counting_between_agree(closed: Closed, offset: int, n: int) -> None:
    start = FIRST + offset * DAY
    reached = add_counted_days(start, n, closed)
    if reached is None:
        assert closed.next_counted(start + 2 * TERM * DAY) is None
        return
    assert count_days_between(start, reached, closed) == n
    if n:
        assert reached not in closed
        assert count_days_between(start, reached - DAY, closed) == n - 1


@given(closed_days, st.integers(0, TERM), st.integers(1, 120))
def test_counting_back_undoes_counting_on(closed: Closed, offset: int, n: int) -> None:
    end = closed.next_counted(FIRST + offset * DAY)
    if end is not None:
        back = subtract_counted_days(end, n, closed)
        assert back not in closed
        assert add_counted_days(back, n, closed) == end


@given(st.lists(spans(), max_size=5), st.randoms(use_true_random=False))
def test_closed_days_are_the_same_however_they_are_put_together(
    pieces: list[tuple[date, date | None]], chance: random.Random
) -> None:
    whole = Closed.of(pieces)
    chance.shuffle(pieces)
    assert Closed.of([*pieces, *pieces]) == whole
    one_by_one = NOTHING_CLOSED
    for piece in pieces:
        one_by_one |= Closed.of([piece])
    assert one_by_one == whole
    for day in (FIRST + n * DAY for n in range(-25, TERM + 60)):
        assert (day in whole) == any(
            first <= day and (last is None or day <= last) for first, last in pieces
        )


@given(st.sampled_from(ALL_ZONES), st.dates(date(1880, 1, 1), date(2100, 12, 31)))
def test_no_instant_before_the_start_of_a_day_belongs_to_it(name: str, day: date) -> None:
    zone = ZoneInfo(name)
    start = start_of_day(day, zone)
    assert day_of(start - timedelta(microseconds=1), zone) < day <= day_of(start, zone)


@given(st.lists(st.tuples(st.sampled_from(Role), st.integers(0, 12)), max_size=12))
def test_logs_make_meetings_of_one_log_each_at_most_a_day_apart(
    said: list[tuple[Role, int]],
) -> None:
    now = datetime(2027, 12, 1, tzinfo=UTC)
    meetings: dict[str, MeetingRecord] = {}
    for role, offset in said:
        log = Log(role, FIRST + offset * DAY)
        same = find_meeting(meetings.values(), log, ZoneInfo("UTC"), now)
        uid = same.uid if same else f"m{len(meetings)}"
        logs = {*(same.logs if same else ()), log}
        meetings[uid] = MeetingRecord(
            uid=uid, outcome=Outcome.HELD, held_on=log.on, logs=tuple(logs)
        )
    for meeting in meetings.values():
        assert len({log.role for log in meeting.logs}) == len(meeting.logs)
        days = [log.on for log in meeting.logs]
        assert max(days) - min(days) <= DAY
    # Nobody's word is lost, and no day of one person is two meetings.
    kept = [log for meeting in meetings.values() for log in meeting.logs]
    assert len(kept) == len(set(kept)) == len(set(said))
