"""An amendment is a draft beside what counts, which stays so until both have signed the new one."""

from datetime import date, datetime, timedelta
from functools import partial

import pytest

from accounts.models import User
from contracts.actions import (
    amend_agreement,
    drop_amendment,
    end_contract,
    expire_offers,
    offer,
    open_contract,
    publish_house_rules,
    save_draft,
    save_own_part,
    send_back,
    withdraw,
)
from contracts.actions.drafting import DraftEdit
from contracts.models import Version
from contracts.queries import agreement_state, summary_for_hr, terms_of, working_terms
from contracts.queries.beside import base_of, family_of
from contracts.queries.drafting import standing_version
from contracts.queries.parts import own_parts, shared_terms
from contracts.rules import Channel, VersionState
from core.errors import Forbidden, Refusal
from meetings.queries import pair_facts
from meetings.rules.status import read_rhythm
from pairings.models import Pairing
from pairings.rules import PairState
from programs.rules import Cadence, Role
from tests.contracts.agreements import (
    PARTS,
    current,
    make_draft,
    make_in_force,
    make_offer,
    sign_as,
)
from tests.contracts.amendments import (
    change_terms,
    make_amendment,
    offer_amendment,
    rewrite_goal,
)

pytestmark = pytest.mark.django_db


def _states(version: Version) -> list[str]:
    return list(version.contract.versions.order_by("number").values_list("state", flat=True))


@pytest.mark.parametrize("by", list(Role))
def test_either_begins_a_copy_of_what_counts(by: Role, pair: Pairing, now: datetime) -> None:
    draft = make_amendment(pair, now, by)
    base = base_of(draft)
    assert base is not None
    assert (draft.number, draft.state, base.state) == (2, VersionState.DRAFT, "in_force")
    assert own_parts(draft) == PARTS
    before, after = shared_terms(base), shared_terms(draft)
    assert after.first_dates == ()
    assert before.first_dates
    assert (after.cadence, after.place, after.review_on) == (
        before.cadence,
        before.place,
        before.review_on,
    )


def test_beginning_again_gives_the_same_draft(pair: Pairing, now: datetime) -> None:
    draft = make_amendment(pair, now)
    again = amend_agreement(contract=draft.contract, by=pair.mentor, now=now)
    assert again == draft
    assert draft.contract.versions.count() == 2


def test_beginning_beside_an_offer_shows_the_offer(pair: Pairing, now: datetime) -> None:
    offered = offer_amendment(pair, now)
    assert amend_agreement(contract=offered.contract, by=pair.mentor, now=now) == offered


def test_the_draft_takes_the_newest_house_rules_and_what_counts_keeps_its_own(
    pair: Pairing, hr_admin: User, now: datetime
) -> None:
    base = make_in_force(pair, now)
    newer = publish_house_rules(program=pair.program, text="Newer", by=hr_admin, now=now)
    draft = amend_agreement(contract=base.contract, by=pair.mentee, now=now)
    base.refresh_from_db()
    assert draft.house_rules == newer
    assert base.house_rules.number == 1


def test_newer_house_rules_alone_are_a_change(pair: Pairing, hr_admin: User, now: datetime) -> None:
    base = make_in_force(pair, now)
    publish_house_rules(program=pair.program, text="Newer", by=hr_admin, now=now)
    draft = amend_agreement(contract=base.contract, by=pair.mentee, now=now)
    assert offer(version=draft, by=pair.mentee, now=now).state == VersionState.OFFERED


def test_a_review_day_that_passed_moves_to_the_middle_of_what_is_left(
    pair: Pairing, now: datetime
) -> None:
    base = make_in_force(pair, now)
    assert base.review_on is not None
    later = datetime.combine(base.review_on, now.timetz())
    draft = amend_agreement(contract=base.contract, by=pair.mentee, now=later)
    assert draft.review_on is not None
    assert base.review_on < draft.review_on < base.ends_on


def test_before_anything_counts_there_is_only_the_first_draft(pair: Pairing, now: datetime) -> None:
    draft = make_draft(pair, now)
    assert amend_agreement(contract=draft.contract, by=pair.mentor, now=now) == draft
    with pytest.raises(Refusal) as refused:
        drop_amendment(version=draft, by=pair.mentor, now=now)
    assert refused.value.code == "not_an_amendment"
    assert _states(draft) == ["draft"]


@pytest.mark.parametrize("outsider", ["stranger", "hr_admin", "coordinator"])
def test_nobody_else_amends_or_drops(
    outsider: str, pair: Pairing, now: datetime, request: pytest.FixtureRequest
) -> None:
    draft, person = make_amendment(pair, now), request.getfixturevalue(outsider)
    with pytest.raises(Forbidden):
        amend_agreement(contract=draft.contract, by=person, now=now)
    with pytest.raises(Forbidden):
        drop_amendment(version=draft, by=person, now=now)
    assert _states(draft) == ["in_force", "draft"]


def test_a_pair_that_is_over_amends_nothing(pair: Pairing, now: datetime) -> None:
    base = make_in_force(pair, now)
    Pairing.objects.filter(pk=pair.pk).update(state=PairState.ENDED)
    with pytest.raises(Refusal) as refused:
        amend_agreement(contract=base.contract, by=pair.mentor, now=now)
    assert refused.value.code == "not_live"


def test_a_pair_on_a_break_may_amend(pair: Pairing, now: datetime) -> None:
    base = make_in_force(pair, now)
    Pairing.objects.filter(pk=pair.pk).update(
        state=PairState.PAUSED, paused_until=date(2026, 12, 20)
    )
    draft = amend_agreement(contract=base.contract, by=pair.mentor, now=now)
    assert draft.state == VersionState.DRAFT


def test_what_counts_counts_until_both_have_signed(pair: Pairing, now: datetime) -> None:
    draft = make_amendment(pair, now)
    change_terms(draft, Role.MENTOR, now, cadence=Cadence.WEEKLY, channel=Channel.COFFEE)
    seen = [working_terms(pair)]
    offered = offer(version=current(draft.contract), by=pair.mentor, now=now)
    seen.append(working_terms(pair))
    sign_as(offered, pair.mentor, now)
    seen.append(working_terms(pair))
    assert [(terms.cadence, terms.channel) for terms in seen] == [("monthly", "video")] * 3
    assert (summary_for_hr(pair).version, agreement_state(pair).version) == (1, 1)
    assert agreement_state(pair).next_state == VersionState.OFFERED
    sign_as(offered, pair.mentee, now)
    assert working_terms(pair).cadence == Cadence.WEEKLY
    assert _states(draft) == ["superseded", "in_force"]


def test_an_amended_rhythm_computes_the_running_interval_anew(pair: Pairing, now: datetime) -> None:
    draft = make_amendment(pair, now)
    due_before = read_rhythm(pair_facts(pair), now).due_on
    change_terms(draft, Role.MENTOR, now, cadence=Cadence.WEEKLY)
    offered = offer(version=current(draft.contract), by=pair.mentor, now=now)
    pair.refresh_from_db()
    revision = pair.revision
    for person in (pair.mentor, pair.mentee):
        sign_as(offered, person, now)
    pair.refresh_from_db()
    rhythm = read_rhythm(pair_facts(pair), now)
    assert pair.revision > revision
    assert rhythm.cadence == Cadence.WEEKLY
    assert [terms.cadence for terms in terms_of(pair)][-2:] == ["monthly", "weekly"]
    assert rhythm.due_on is not None
    assert due_before is not None
    assert rhythm.due_on <= due_before


def test_a_new_review_day_or_goal_is_a_change_and_nothing_is_none(
    pair: Pairing, now: datetime
) -> None:
    draft = make_amendment(pair, now)
    with pytest.raises(Refusal) as refused:
        offer(version=draft, by=pair.mentee, now=now)
    assert refused.value.code == "nothing_changed"
    assert "version 1" in str(refused.value)
    rewrite_goal(draft, now)
    assert offer(version=current(draft.contract), by=pair.mentee, now=now).document


def test_a_date_for_a_first_meeting_is_a_change(pair: Pairing, now: datetime) -> None:
    draft = make_amendment(pair, now)
    change_terms(draft, Role.MENTEE, now, first_dates=(now + timedelta(days=5),))
    assert offer(version=current(draft.contract), by=pair.mentee, now=now).document


def test_undoing_a_change_leaves_nothing_to_offer(pair: Pairing, now: datetime) -> None:
    draft = make_amendment(pair, now)
    rewrite_goal(draft, now)
    save_own_part(version=draft, by=pair.mentee, part=PARTS[Role.MENTEE], seen=1, now=now)
    with pytest.raises(Refusal) as refused:
        offer(version=current(draft.contract), by=pair.mentee, now=now)
    assert refused.value.code == "nothing_changed"


@pytest.mark.parametrize("by", list(Role))
def test_either_drops_the_draft_and_the_agreement_goes_on(
    by: Role, pair: Pairing, now: datetime
) -> None:
    draft = make_amendment(pair, now)
    for _twice in range(2):
        drop_amendment(version=draft, by=pair.person_in(by), now=now)
    assert _states(draft) == ["in_force", "dropped"]
    assert standing_version(draft.contract).number == 1
    newer = amend_agreement(contract=draft.contract, by=pair.mentor, now=now)
    assert (newer.number, _states(draft)) == (3, ["in_force", "dropped", "draft"])


def test_what_waits_for_signatures_is_not_dropped(pair: Pairing, now: datetime) -> None:
    offered = offer_amendment(pair, now)
    with pytest.raises(Refusal) as refused:
        drop_amendment(version=offered, by=pair.mentor, now=now)
    assert refused.value.code == "not_a_draft"
    assert _states(offered) == ["in_force", "offered"]


def test_a_dropped_draft_takes_no_edit_and_no_offer(pair: Pairing, now: datetime) -> None:
    draft = make_amendment(pair, now)
    rewrite_goal(draft, now)
    drop_amendment(version=draft, by=pair.mentor, now=now)
    edit = DraftEdit(part=PARTS[Role.MENTOR], part_revision=0)
    for act in (
        partial(save_own_part, version=draft, by=pair.mentee, part=(), seen=1, now=now),
        partial(offer, version=draft, by=pair.mentee, now=now),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.status == 409
    with pytest.raises(Refusal):
        save_draft(version=draft, by=pair.mentor, edit=edit, now=now)
    assert _states(draft) == ["in_force", "dropped"]


@pytest.mark.parametrize("way", ["sent_back", "withdrawn", "expired"])
def test_an_amendment_that_comes_back_goes_on_as_a_draft_that_can_be_dropped(
    way: str, pair: Pairing, now: datetime
) -> None:
    offered = offer_amendment(pair, now)
    if way == "sent_back":
        send_back(version=offered, by=pair.mentor, comment="smaller", now=now)
    elif way == "withdrawn":
        withdraw(version=offered, by=pair.mentee, now=now)
    else:
        expire_offers(now=now + timedelta(days=31))
    draft = current(offered.contract)
    assert _states(offered) == ["in_force", way, "draft"]
    assert working_terms(pair).cadence == Cadence.MONTHLY
    drop_amendment(version=draft, by=pair.mentor, now=now)
    assert _states(offered) == ["in_force", way, "dropped"]


def test_the_end_of_the_pair_ends_what_counts_and_what_stands_beside_it(
    pair: Pairing, now: datetime
) -> None:
    offered = offer_amendment(pair, now)
    assert end_contract(pairing=pair, now=now) == 2
    assert _states(offered) == ["ended", "ended"]
    assert standing_version(offered.contract).number == 1


def test_a_dropped_draft_stays_dropped_when_the_pair_ends(pair: Pairing, now: datetime) -> None:
    draft = make_amendment(pair, now)
    drop_amendment(version=draft, by=pair.mentor, now=now)
    end_contract(pairing=pair, now=now)
    assert _states(draft) == ["ended", "dropped"]


def test_three_versions_know_which_one_counted_before(pair: Pairing, now: datetime) -> None:
    second = offer_amendment(pair, now)
    for person in (pair.mentor, pair.mentee):
        sign_as(second, person, now)
    third = amend_agreement(contract=second.contract, by=pair.mentor, now=now)
    first = second.contract.versions.get(number=1)
    assert [base_of(version) for version in (first, second, third)] == [None, first, second]
    family = family_of(third)
    assert (family.base, family.beside, family.sent_back) == (second, second, None)
    assert [version.number for version in family.earlier] == [2, 1]


def test_a_first_offer_that_came_back_is_known_by_the_next_draft(
    pair: Pairing, now: datetime
) -> None:
    version = make_offer(pair, now)
    draft = send_back(version=version, by=pair.mentee, comment="smaller", now=now)
    family = family_of(draft)
    assert (family.sent_back, family.base, family.beside) == (version, None, None)


def test_the_day_an_amendment_counts_from_is_the_mentees(pair: Pairing) -> None:
    pair.mentee.time_zone = "Pacific/Auckland"
    pair.mentee.save()
    at = datetime.fromisoformat("2026-11-23T13:00:00+00:00")
    offered = offer_amendment(pair, at)
    for person in (pair.mentor, pair.mentee):
        sign_as(offered, person, at)
    assert terms_of(pair)[-1].from_on == date(2026, 11, 24)


def test_opening_again_beside_an_amendment_changes_nothing(pair: Pairing, now: datetime) -> None:
    draft = make_amendment(pair, now)
    open_contract(pairing=pair, by=pair.mentee, now=now)
    assert _states(draft) == ["in_force", "draft"]
