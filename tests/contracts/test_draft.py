"""A draft: prefilled when it is opened, written by both, nobody over the other."""

from datetime import date, datetime, timedelta

import pytest

from accounts.models import User
from contracts.actions import (
    DraftEdit,
    TextChanged,
    open_contract,
    publish_house_rules,
    save_draft,
    save_own_part,
    save_terms,
)
from contracts.models import Contract, Version
from contracts.queries.parts import own_parts, shared_terms
from contracts.rules import Channel, VersionState
from contracts.rules.parts import GoalText
from core.errors import Forbidden, Refusal
from core.models import AuditEvent
from pairings.models import Pairing
from pairings.rules import PairState
from programs.rules import Cadence, Role
from tests import builders
from tests.contracts.agreements import current, make_draft, make_offer, terms_with

pytestmark = pytest.mark.django_db


def _opened(pair: Pairing, now: datetime) -> Version:
    return current(open_contract(pairing=pair, now=now))


def test_the_first_draft_starts_from_what_both_hoped_for(pair: Pairing, now: datetime) -> None:
    for enrollment, hope in (
        (pair.mentor_enrollment, "see how budgets are made"),
        (pair.mentee_enrollment, "understand what new colleagues read"),
    ):
        enrollment.hope = hope
        enrollment.save()
    parts = own_parts(_opened(pair, now))
    assert parts[Role.MENTOR] == (GoalText("see how budgets are made"),)
    assert parts[Role.MENTEE] == (GoalText("understand what new colleagues read"),)


def test_the_first_draft_takes_the_rhythm_of_the_program(pair: Pairing, now: datetime) -> None:
    pair.program.cadence = Cadence.FORTNIGHTLY
    pair.program.minutes = 60
    pair.program.save()
    terms = shared_terms(_opened(pair, now))
    assert (terms.cadence, terms.minutes) == (Cadence.FORTNIGHTLY, 60)
    assert (terms.channel, terms.organizer) == (Channel.VIDEO, Role.MENTEE)


def test_the_review_is_halfway(pair: Pairing, now: datetime) -> None:
    version = _opened(pair, now)
    start, end = date(2026, 9, 1), pair.ends_on
    assert end is not None
    assert version.review_on == start + (end - start) // 2
    assert version.ends_on == end


def test_a_review_whose_day_has_passed_is_halfway_of_the_rest(pair: Pairing) -> None:
    late = datetime.fromisoformat("2027-01-29T09:00:00+00:00")
    assert str(_opened(pair, late).review_on) == "2027-02-13"


def test_first_dates_are_suggested_in_the_rhythm_at_ten_for_the_mentee(
    pair: Pairing, now: datetime
) -> None:
    dates = shared_terms(_opened(pair, now)).first_dates
    local = [moment.astimezone(pair.mentee.zone) for moment in dates]
    assert [f"{moment:%a %Y-%m-%d %H:%M}" for moment in local] == [
        "Thu 2026-11-26 10:00",
        "Mon 2026-12-28 10:00",
        "Tue 2027-01-26 10:00",
    ]


def test_opening_twice_gives_the_same_contract(pair: Pairing, now: datetime) -> None:
    first = open_contract(pairing=pair, now=now)
    assert open_contract(pairing=pair, now=now) == first
    assert Version.objects.filter(contract=first).count() == 1


def test_a_pair_that_is_not_live_has_no_contract(pair: Pairing, now: datetime) -> None:
    pair.state = PairState.ENDED
    pair.save()
    with pytest.raises(Refusal) as refused:
        open_contract(pairing=pair, now=now)
    assert refused.value.code == "not_live"
    assert not Contract.objects.exists()


def test_a_hope_that_no_signed_text_can_hold_is_left_to_its_owner(
    pair: Pairing, now: datetime
) -> None:
    pair.mentor_enrollment.hope = "turned \u202e round"
    pair.mentor_enrollment.save()
    assert own_parts(_opened(pair, now))[Role.MENTOR] == ()


def test_a_program_without_house_rules_gets_the_default_text(pair: Pairing, now: datetime) -> None:
    version = _opened(pair, now)
    assert version.house_rules.number == 1
    assert "promise between colleagues" in version.house_rules.text


def test_house_rules_published_later_leave_an_open_draft_alone(
    pair: Pairing, hr_admin: User, now: datetime
) -> None:
    version = _opened(pair, now)
    publish_house_rules(program=pair.program, text="New rules", by=hr_admin, now=now)
    assert current(version.contract).house_rules.number == 1


def test_each_side_writes_its_own_part(pair: Pairing, now: datetime) -> None:
    version = _opened(pair, now)
    save_own_part(version=version, by=pair.mentor, part=(GoalText("gain"),), seen=0, now=now)
    save_own_part(version=version, by=pair.mentee, part=(GoalText("goal"),), seen=0, now=now)
    parts = own_parts(current(version.contract))
    assert parts == {Role.MENTOR: (GoalText("gain"),), Role.MENTEE: (GoalText("goal"),)}


@pytest.mark.parametrize("outsider", ["stranger", "hr_admin", "coordinator"])
def test_nobody_else_writes(
    outsider: str, pair: Pairing, now: datetime, request: pytest.FixtureRequest
) -> None:
    version, person = _opened(pair, now), request.getfixturevalue(outsider)
    with pytest.raises(Forbidden):
        save_own_part(version=version, by=person, part=(GoalText("mine"),), seen=0, now=now)
    with pytest.raises(Forbidden):
        save_terms(version=version, by=person, terms=shared_terms(version), seen=0, now=now)
    assert own_parts(current(version.contract)) == {Role.MENTOR: (), Role.MENTEE: ()}


def test_goals_that_say_nothing_are_not_kept(pair: Pairing, now: datetime) -> None:
    version = _opened(pair, now)
    part = (GoalText("\u200b\u2060 \u3164"), GoalText("real"), GoalText("", "\u2800"))
    save_own_part(version=version, by=pair.mentor, part=part, seen=0, now=now)
    assert own_parts(current(version.contract))[Role.MENTOR] == (GoalText("real"),)


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ((GoalText("x"),) * 4, "too_much"),
        ((GoalText("x" * 281),), "too_much"),
        ((GoalText("over\u202eride"),), "character_refused"),
        ((GoalText("nul\x00byte"),), "character_refused"),
        ((GoalText("tomorrow's emoji \U0001fae8"),), "character_refused"),
    ],
)
def test_a_part_that_cannot_be_kept_is_refused(
    part: tuple[GoalText, ...], code: str, pair: Pairing, now: datetime
) -> None:
    version = _opened(pair, now)
    with pytest.raises(Refusal) as refused:
        save_own_part(version=version, by=pair.mentor, part=part, seen=0, now=now)
    assert refused.value.code == code
    assert own_parts(current(version.contract))[Role.MENTOR] == ()


def test_both_change_the_shared_terms(pair: Pairing, now: datetime) -> None:
    version = _opened(pair, now)
    weekly = terms_with(version, cadence=Cadence.WEEKLY)
    save_terms(version=version, by=pair.mentor, terms=weekly, seen=0, now=now)
    coffee = terms_with(current(version.contract), channel=Channel.COFFEE)
    save_terms(version=version, by=pair.mentee, terms=coffee, seen=1, now=now)
    terms = shared_terms(current(version.contract))
    assert (terms.cadence, terms.channel) == (Cadence.WEEKLY, Channel.COFFEE)


def test_saving_over_what_the_other_saved_is_refused_and_writes_nothing(
    pair: Pairing, now: datetime
) -> None:
    version = _opened(pair, now)
    weekly = terms_with(version, cadence=Cadence.WEEKLY)
    coffee = terms_with(version, channel=Channel.COFFEE)
    save_terms(version=version, by=pair.mentor, terms=weekly, seen=0, now=now)
    with pytest.raises(TextChanged) as changed:
        save_terms(version=version, by=pair.mentee, terms=coffee, seen=0, now=now)
    assert (changed.value.status, changed.value.what) == (409, "terms")
    assert shared_terms(current(version.contract)) == weekly


def test_saving_the_same_terms_again_is_harmless(pair: Pairing, now: datetime) -> None:
    version = _opened(pair, now)
    weekly = terms_with(version, cadence=Cadence.WEEKLY)
    for _click in range(2):
        save_terms(version=version, by=pair.mentor, terms=weekly, seen=0, now=now)
    assert current(version.contract).revision == 1


def test_a_second_window_does_not_write_over_the_first(pair: Pairing, now: datetime) -> None:
    version = _opened(pair, now)
    save_own_part(version=version, by=pair.mentor, part=(GoalText("first"),), seen=0, now=now)
    with pytest.raises(TextChanged) as changed:
        save_own_part(version=version, by=pair.mentor, part=(GoalText("second"),), seen=0, now=now)
    assert changed.value.what == "part"
    assert own_parts(current(version.contract))[Role.MENTOR] == (GoalText("first"),)


def test_a_page_is_saved_whole_or_not_at_all(pair: Pairing, now: datetime) -> None:
    version = _opened(pair, now)
    weekly = terms_with(version, cadence=Cadence.WEEKLY)
    save_terms(version=version, by=pair.mentee, terms=weekly, seen=0, now=now)
    coffee = terms_with(version, channel=Channel.COFFEE)
    edit = DraftEdit(part=(GoalText("gain"),), terms=coffee)
    with pytest.raises(TextChanged):
        save_draft(version=version, by=pair.mentor, edit=edit, now=now)
    assert own_parts(current(version.contract))[Role.MENTOR] == ()


def test_more_than_250_words_are_refused(pair: Pairing, now: datetime) -> None:
    version = _opened(pair, now)
    full = GoalText("a " * 100, "b " * 24)
    save_own_part(version=version, by=pair.mentee, part=(full, full), seen=0, now=now)
    two = terms_with(version, place="at home")
    save_terms(version=version, by=pair.mentee, terms=two, seen=0, now=now)
    with pytest.raises(Refusal) as refused:
        save_own_part(version=version, by=pair.mentor, part=(GoalText("one"),), seen=0, now=now)
    assert refused.value.code == "too_many_words"
    assert "251" in str(refused.value)


def test_a_rhythm_with_fewer_than_four_meetings_is_refused(now: datetime) -> None:
    pair = builders.make_pair(started_at=now, ends_on=date(2027, 5, 31))
    version = _opened(pair, now)
    quarterly = terms_with(version, cadence=Cadence.QUARTERLY)
    with pytest.raises(Refusal) as refused:
        save_terms(version=version, by=pair.mentor, terms=quarterly, seen=0, now=now)
    assert refused.value.code == "too_few_meetings"
    assert "2 meetings" in str(refused.value)


def test_days_that_do_not_count_count_against_the_rhythm(now: datetime) -> None:
    pair = builders.make_pair(started_at=now, ends_on=(now + timedelta(days=112)).date())
    version = _opened(pair, now)
    monthly = terms_with(version, place="here")
    save_terms(version=version, by=pair.mentor, terms=monthly, seen=0, now=now)
    first = (now + timedelta(days=30)).date()
    pair.program.blackouts.create(
        name="Shutdown", starts_on=first, ends_on=first + timedelta(days=20)
    )
    with pytest.raises(Refusal) as refused:
        save_terms(
            version=version,
            by=pair.mentor,
            terms=terms_with(version, place="there"),
            seen=1,
            now=now,
        )
    assert refused.value.code == "too_few_meetings"


def test_a_term_too_short_for_any_rhythm_says_so(now: datetime) -> None:
    pair = builders.make_pair(started_at=now, ends_on=(now + timedelta(days=30)).date())
    version = _opened(pair, now)
    weekly = terms_with(version, cadence=Cadence.WEEKLY)
    with pytest.raises(Refusal) as refused:
        save_terms(version=version, by=pair.mentor, terms=weekly, seen=0, now=now)
    assert refused.value.code == "no_time_left"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"first_dates": (datetime.fromisoformat("2026-11-23T09:00:00+00:00"),)}, "date_passed"),
        ({"first_dates": (datetime.fromisoformat("2027-03-01T09:00:00+00:00"),)}, "date_after_end"),
        ({"review_on": None}, "review_out_of_term"),
        ({"review_on": date(2026, 11, 23)}, "review_out_of_term"),
        ({"review_on": date(2027, 3, 1)}, "review_out_of_term"),
        ({"place": "a\u2066b"}, "character_refused"),
    ],
)
def test_terms_out_of_bounds_are_refused(
    change: dict[str, object], code: str, pair: Pairing, now: datetime
) -> None:
    version = _opened(pair, now)
    with pytest.raises(Refusal) as refused:
        save_terms(
            version=version, by=pair.mentor, terms=terms_with(version, **change), seen=0, now=now
        )
    assert refused.value.code == code


def test_what_waits_for_signatures_is_not_edited(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    with pytest.raises(Refusal) as refused:
        save_own_part(version=version, by=pair.mentor, part=(GoalText("other"),), seen=1, now=now)
    assert refused.value.code == "not_a_draft"
    with pytest.raises(Refusal):
        save_terms(
            version=version, by=pair.mentor, terms=terms_with(version, place="x"), seen=0, now=now
        )
    assert current(version.contract).state == VersionState.OFFERED


def test_an_edit_is_audited_without_a_word_of_it(pair: Pairing, now: datetime) -> None:
    make_draft(pair, now)
    events = AuditEvent.objects.filter(verb="edit agreement")
    assert [event.facts for event in events.order_by("id")] == [
        {"version": 1, "part": "mentee"},
        {"version": 1, "part": "mentor"},
    ]
