"""An offer freezes the text as bytes; it comes back by being sent back, taken back, or by time."""

from datetime import datetime, timedelta
from hashlib import sha256

import pytest

from accounts.models import User
from contracts.actions import (
    ReadAgain,
    expire_offers,
    offer,
    open_contract,
    publish_house_rules,
    save_own_part,
    save_terms,
    send_back,
    sign,
    withdraw,
)
from contracts.models import Version
from contracts.queries.parts import agreement_of, draft_fingerprint, own_parts, shared_terms
from contracts.queries.reading import preview
from contracts.rules import VersionState
from contracts.rules.document import read_document
from contracts.rules.parts import GoalText
from core.errors import Forbidden, Refusal
from outbox.models import OutboxMessage
from pairings.models import Pairing
from pairings.rules import PairState
from programs.rules import Cadence, Role
from tests import builders
from tests.contracts.agreements import (
    PARTS,
    current,
    make_draft,
    make_offer,
    sign_as,
    signing_of,
    terms_with,
)

pytestmark = pytest.mark.django_db


def test_an_offer_freezes_what_both_wrote(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    document = bytes(version.document or b"")
    said = read_document(document)
    assert version.state == VersionState.OFFERED
    assert version.document_sha256 == sha256(document).hexdigest()
    assert said.parts == PARTS
    assert said.terms == shared_terms(version)
    assert {role: party.name for role, party in said.parties.items()} == {
        Role.MENTOR: "Priya Nair",
        Role.MENTEE: "Tom Hughes",
    }
    assert said.parties[Role.MENTOR].uid == pair.mentor.uid
    assert (said.house_rules.version, said.house_rules.sha256) == (1, version.house_rules.sha256)
    assert said.offer is not None
    assert (said.offer.by, said.offer.at) == (Role.MENTOR, now)


def test_offering_is_not_signing(pair: Pairing, now: datetime) -> None:
    assert not make_offer(pair, now).signatures.exists()


def test_offering_twice_is_one_offer(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    again = offer(version=version, by=pair.mentor, now=now + timedelta(minutes=1))
    assert again.document_sha256 == version.document_sha256
    assert OutboxMessage.objects.filter(kind="agreement_offered").count() == 1


def test_what_the_other_offered_meanwhile_is_read_again(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    with pytest.raises(ReadAgain):
        offer(version=version, by=pair.mentee, now=now)


@pytest.mark.parametrize("empty", [Role.MENTOR, Role.MENTEE])
def test_a_side_without_a_goal_is_refused_with_an_example(
    empty: Role, pair: Pairing, now: datetime
) -> None:
    version = make_draft(pair, now)
    blank = (GoalText("\u200b\u3164"),)
    save_own_part(version=version, by=pair.person_in(empty), part=blank, seen=1, now=now)
    with pytest.raises(Refusal) as refused:
        offer(version=version, by=pair.mentor, now=now)
    own = empty == Role.MENTOR
    assert refused.value.code == ("own_part_blank" if own else "other_part_blank")
    assert "We will notice because" in str(refused.value)
    assert ("Tom" in str(refused.value)) is not own
    assert current(version.contract).document is None


def test_a_sign_without_its_goal_is_refused(pair: Pairing, now: datetime) -> None:
    version = make_draft(pair, now)
    part = (GoalText("real"), GoalText("", "we notice"))
    save_own_part(version=version, by=pair.mentor, part=part, seen=1, now=now)
    with pytest.raises(Refusal) as refused:
        offer(version=version, by=pair.mentor, now=now)
    assert refused.value.code == "goal_missing"


def test_dates_that_passed_meanwhile_are_refused(pair: Pairing, now: datetime) -> None:
    version = make_draft(pair, now)
    with pytest.raises(Refusal) as refused:
        offer(version=version, by=pair.mentor, now=now + timedelta(days=4))
    assert refused.value.code == "date_passed"


def test_a_rhythm_that_the_end_made_too_slow_is_refused(now: datetime) -> None:
    pair = builders.make_pair(started_at=now, ends_on=(now + timedelta(days=180)).date())
    version = make_draft(pair, now)
    pair.ends_on = (now + timedelta(days=80)).date()
    pair.save()
    soon = {"review_on": (now + timedelta(days=40)).date(), "first_dates": ()}
    Version.objects.filter(pk=version.pk).update(**soon | {"first_dates": []})
    with pytest.raises(Refusal) as refused:
        offer(version=version, by=pair.mentor, now=now)
    assert refused.value.code == "too_few_meetings"


@pytest.mark.parametrize("outsider", ["stranger", "hr_admin", "coordinator"])
def test_nobody_else_offers(
    outsider: str, pair: Pairing, now: datetime, request: pytest.FixtureRequest
) -> None:
    version = make_draft(pair, now)
    with pytest.raises(Forbidden):
        offer(version=version, by=request.getfixturevalue(outsider), now=now)
    assert current(version.contract).state == VersionState.DRAFT


def test_a_pair_that_is_over_offers_nothing(pair: Pairing, now: datetime) -> None:
    version = make_draft(pair, now)
    Pairing.objects.filter(pk=pair.pk).update(state=PairState.ENDED)
    with pytest.raises(Refusal) as refused:
        offer(version=version, by=pair.mentor, now=now)
    assert refused.value.code == "not_live"


def test_a_draft_that_changed_since_it_was_looked_at_is_not_offered(
    pair: Pairing, now: datetime
) -> None:
    version = make_draft(pair, now)
    shown = preview(version, Role.MENTOR, now).fingerprint
    weekly = terms_with(version, cadence=Cadence.WEEKLY)
    save_terms(version=version, by=pair.mentee, terms=weekly, seen=0, now=now)
    with pytest.raises(ReadAgain) as refused:
        offer(version=version, by=pair.mentor, shown=shown, now=now)
    assert refused.value.status == 409
    assert current(version.contract).state == VersionState.DRAFT


def test_the_look_before_the_offer_is_what_is_offered(pair: Pairing, now: datetime) -> None:
    version = make_draft(pair, now)
    shown = preview(version, Role.MENTOR, now)
    offered = offer(version=version, by=pair.mentor, shown=shown.fingerprint, now=now)
    assert offered.document_sha256 == shown.text.sha256


def test_an_offer_takes_the_house_rules_of_its_day(
    pair: Pairing, hr_admin: User, now: datetime
) -> None:
    version = make_draft(pair, now)
    shown = preview(version, Role.MENTOR, now).fingerprint
    rules = publish_house_rules(program=pair.program, text="Newer", by=hr_admin, now=now)
    with pytest.raises(ReadAgain):
        offer(version=version, by=pair.mentor, shown=shown, now=now)
    offered = offer(version=version, by=pair.mentor, now=now)
    assert read_document(bytes(offered.document or b"")).house_rules.sha256 == rules.sha256


def test_names_that_no_signed_text_can_hold_are_marked(pair: Pairing, now: datetime) -> None:
    pair.mentor.display_name = "Priya\u202eNair"
    pair.mentor.save()
    said = read_document(bytes(make_offer(pair, now).document or b""))
    assert said.parties[Role.MENTOR].name == "Priya\ufffdNair"


def test_sending_back_closes_the_version_and_copies_its_text(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    comment = " canary-comment:\n smaller, please "
    draft = send_back(version=version, by=pair.mentee, comment=comment, now=now)
    version.refresh_from_db()
    assert (version.state, version.comment) == ("sent_back", "canary-comment:\nsmaller, please")
    assert (draft.number, draft.state, draft.document) == (2, VersionState.DRAFT, None)
    assert own_parts(draft) == PARTS
    assert shared_terms(draft) == shared_terms(version)


@pytest.mark.parametrize(
    ("comment", "code"),
    [
        ("", "comment_blank"),
        (" \n\u200b ", "comment_blank"),
        ("x" * 501, "comment_too_long"),
        ("a\x00", "character_refused"),
    ],
)
def test_a_comment_says_something_short(
    comment: str, code: str, pair: Pairing, now: datetime
) -> None:
    version = make_offer(pair, now)
    with pytest.raises(Refusal) as refused:
        send_back(version=version, by=pair.mentee, comment=comment, now=now)
    assert refused.value.code == code
    assert current(version.contract) == version


def test_who_sent_it_takes_it_back_and_does_not_send_it_back(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    with pytest.raises(Forbidden):
        send_back(version=version, by=pair.mentor, comment="no", now=now)
    draft = withdraw(version=version, by=pair.mentor, now=now)
    version.refresh_from_db()
    assert (version.state, draft.number) == (VersionState.WITHDRAWN, 2)
    assert own_parts(draft) == PARTS


def test_the_other_does_not_take_it_back(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    with pytest.raises(Forbidden):
        withdraw(version=version, by=pair.mentee, now=now)
    assert current(version.contract).state == VersionState.OFFERED


def test_taking_back_twice_is_refused_and_makes_no_second_draft(
    pair: Pairing, now: datetime
) -> None:
    version = make_offer(pair, now)
    withdraw(version=version, by=pair.mentor, now=now)
    with pytest.raises(Refusal) as refused:
        withdraw(version=version, by=pair.mentor, now=now)
    assert refused.value.code == "not_offered"
    assert Version.objects.filter(contract=version.contract).count() == 2


def test_what_came_back_cannot_be_signed(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    sign_as(version, pair.mentor, now)
    send_back(version=version, by=pair.mentee, comment="smaller", now=now)
    with pytest.raises(ReadAgain):
        sign(version=version, by=pair.mentee, signing=signing_of(version, now), now=now)
    assert version.signatures.count() == 1


def test_an_offer_of_thirty_days_becomes_a_draft_again(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    assert expire_offers(now=now + timedelta(days=30) - timedelta(seconds=1)) == 0
    assert expire_offers(now=now + timedelta(days=30)) == 1
    assert expire_offers(now=now + timedelta(days=30)) == 0
    version.refresh_from_db()
    draft = current(version.contract)
    assert (version.state, draft.number, draft.state) == ("expired", 2, "draft")
    assert own_parts(draft) == PARTS


def test_an_offer_that_is_old_cannot_be_signed_before_time_closes_it(
    pair: Pairing, now: datetime
) -> None:
    version = make_offer(pair, now)
    later = now + timedelta(days=30)
    with pytest.raises(Refusal) as refused:
        sign(version=version, by=pair.mentee, signing=signing_of(version, later), now=later)
    assert refused.value.code == "not_offered"


def test_the_mail_of_an_offer_that_came_back_does_not_leave(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    withdraw(version=version, by=pair.mentor, now=now)
    assert OutboxMessage.objects.get(kind="agreement_offered").state == "superseded"


def test_the_offer_of_a_pair_that_ended_is_left_to_the_end_of_the_pair(
    pair: Pairing, now: datetime
) -> None:
    version = make_offer(pair, now)
    Pairing.objects.filter(pk=pair.pk).update(state=PairState.ENDED)
    assert open_contract(pairing=pair, now=now) == version.contract
    assert expire_offers(now=now + timedelta(days=40)) == 0


def test_the_fingerprint_of_a_draft_does_not_depend_on_who_offers_it(
    pair: Pairing, now: datetime
) -> None:
    version = make_draft(pair, now)
    sides = [preview(version, role, now + timedelta(days=n)) for n, role in enumerate(Role)]
    plain = draft_fingerprint(agreement_of(version, version.house_rules, None))
    assert {side.fingerprint for side in sides} == {plain}
