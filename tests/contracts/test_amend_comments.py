"""Words beside a text: short, for the two alone, no part of it, deletable by who wrote them."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from contracts.actions import (
    DraftEdit,
    add_comment,
    amend_agreement,
    delete_comment,
    end_contract,
    offer,
    save_draft,
    send_back,
)
from contracts.actions.commenting import AT_MOST
from contracts.models import Comment, Version
from contracts.queries.beside import family_of
from contracts.queries.comments import comments_beside
from core.errors import Forbidden, Refusal
from outbox.models import OutboxMessage
from pairings.models import Pairing
from programs.rules import Role
from tests.contracts.agreements import current, make_draft, make_in_force, make_offer, sign_as
from tests.contracts.amendments import make_amendment
from tests.contracts.browsing import form_at, page_of
from tests.contracts.conftest import SignedIn

pytestmark = pytest.mark.django_db
WORD = "canary-word: shall we say monthly?"


def _say(version: Version, by: User, now: datetime, text: str = WORD) -> Comment:
    return add_comment(version=version, by=by, text=text, now=now)


def _words(version: Version) -> list[str]:
    return [comment.text for comment in comments_beside(family_of(version))]


def test_both_leave_words_and_read_them(pair: Pairing, now: datetime) -> None:
    draft = make_draft(pair, now)
    _say(draft, pair.mentor, now)
    _say(draft, pair.mentee, now + timedelta(minutes=1), " yes \n\n monthly ")
    assert _words(draft) == [WORD, "yes\n\nmonthly"]
    assert [comment.role for comment in comments_beside(family_of(draft))] == ["mentor", "mentee"]


def test_no_mail_tells_of_a_word(pair: Pairing, now: datetime) -> None:
    draft = make_draft(pair, now)
    _say(draft, pair.mentor, now)
    assert not OutboxMessage.objects.exists()


def test_a_double_click_is_one_word(pair: Pairing, now: datetime) -> None:
    draft = make_draft(pair, now)
    assert _say(draft, pair.mentor, now) == _say(draft, pair.mentor, now)
    _say(draft, pair.mentee, now)
    _say(draft, pair.mentor, now)
    assert Comment.objects.count() == 3


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "word_blank"),
        ("\u200b \n", "word_blank"),
        ("x" * 501, "comment_too_long"),
        ("a\x00", "character_refused"),
        ("a\u202eb", "character_refused"),
    ],
)
def test_a_word_says_something_short(text: str, code: str, pair: Pairing, now: datetime) -> None:
    draft = make_draft(pair, now)
    with pytest.raises(Refusal) as refused:
        _say(draft, pair.mentor, now, text)
    assert refused.value.code == code
    assert not Comment.objects.exists()


def test_there_is_an_end_to_words(pair: Pairing, now: datetime) -> None:
    draft = make_draft(pair, now)
    for number in range(AT_MOST):
        _say(draft, pair.mentor, now, str(number))
    with pytest.raises(Refusal) as refused:
        _say(draft, pair.mentee, now)
    assert refused.value.code == "too_many_comments"


def test_words_go_along_with_a_text_that_comes_back_and_end_when_it_counts(
    pair: Pairing, now: datetime
) -> None:
    version = make_offer(pair, now)
    _say(version, pair.mentee, now)
    draft = send_back(version=version, by=pair.mentee, comment="smaller", now=now)
    assert _words(draft) == [WORD]
    again = offer(version=draft, by=pair.mentor, now=now)
    for person in (pair.mentor, pair.mentee):
        sign_as(again, person, now)
    assert _words(current(draft.contract)) == []
    version.refresh_from_db()
    assert _words(version) == [WORD]


def test_an_amendment_begins_without_old_words(pair: Pairing, now: datetime) -> None:
    draft = make_draft(pair, now)
    _say(draft, pair.mentor, now)
    offered = offer(version=draft, by=pair.mentor, now=now)
    for person in (pair.mentor, pair.mentee):
        sign_as(offered, person, now)
    amended = amend_agreement(contract=draft.contract, by=pair.mentor, now=now)
    assert _words(amended) == []


def test_beside_what_counts_no_word_is_left(pair: Pairing, now: datetime) -> None:
    version = make_in_force(pair, now)
    with pytest.raises(Refusal) as refused:
        _say(version, pair.mentor, now)
    assert refused.value.code == "nothing_in_the_making"


@pytest.mark.parametrize("outsider", ["stranger", "hr_admin", "coordinator"])
def test_nobody_else_leaves_or_deletes_words(
    outsider: str, pair: Pairing, now: datetime, request: pytest.FixtureRequest
) -> None:
    draft, person = make_draft(pair, now), request.getfixturevalue(outsider)
    comment = _say(draft, pair.mentor, now)
    with pytest.raises(Forbidden):
        _say(draft, person, now)
    with pytest.raises(Forbidden):
        delete_comment(comment=comment, by=person, now=now)
    assert Comment.objects.count() == 1


def test_the_writer_deletes_it_twice_and_the_partner_never(pair: Pairing, now: datetime) -> None:
    draft = make_draft(pair, now)
    comment = _say(draft, pair.mentor, now)
    with pytest.raises(Forbidden):
        delete_comment(comment=comment, by=pair.mentee, now=now)
    again = Comment.objects.get(pk=comment.pk)
    for each in (comment, again):
        delete_comment(comment=each, by=pair.mentor, now=now)
    assert not Comment.objects.exists()


def test_after_the_end_the_writer_still_deletes(pair: Pairing, now: datetime) -> None:
    comment = _say(make_draft(pair, now), pair.mentor, now)
    end_contract(pairing=pair, now=now)
    delete_comment(comment=comment, by=pair.mentor, now=now)
    assert not Comment.objects.exists()


def test_a_word_comes_with_the_draft_or_neither(pair: Pairing, now: datetime) -> None:
    draft = make_draft(pair, now)
    for number in range(AT_MOST):
        _say(draft, pair.mentor, now, str(number))
    edit = DraftEdit(part=(), part_revision=draft.mentee_revision, word="one more")
    with pytest.raises(Refusal):
        save_draft(version=draft, by=pair.mentee, edit=edit, now=now)
    assert draft.goals.filter(owner=Role.MENTEE).exists()


def _show(pair: Pairing) -> str:
    return reverse("contracts:show-agreement", args=[pair.uid])


def test_saving_the_draft_leaves_the_word(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    make_draft(pair, now)
    browser = signed_in(pair.mentor)
    fields = form_at(browser, _show(pair)) | {"word": WORD, "goal_1": "another gain"}
    page = page_of(browser.post(_show(pair), fields, follow=True))
    assert "another gain" in page
    assert page.count(f"<bdi>{WORD}</bdi>") == 1


def test_a_word_that_cannot_stay_is_kept_in_its_field(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    make_draft(pair, now)
    browser = signed_in(pair.mentor)
    fields = form_at(browser, _show(pair)) | {"word": "x" * 501, "goal_1": "another gain"}
    page = page_of(browser.post(_show(pair), fields))
    assert "x" * 501 in page
    assert 'value="another gain"' in page
    assert not Comment.objects.exists()


def _leave(browser: Client, pair: Pairing, word: str) -> str:
    where = reverse("contracts:write-comment", args=[pair.uid])
    return page_of(browser.post(where, {"word": word}, follow=True))


def test_beside_an_offer_the_word_has_a_form_of_its_own(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    make_offer(pair, now)
    page = _leave(signed_in(pair.mentee), pair, WORD)
    assert WORD in page
    assert "Priya can read it here." in page
    assert WORD in page_of(signed_in(pair.mentor).get(_show(pair)))


def test_a_word_that_comes_too_late_is_kept_on_the_page(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    make_in_force(pair, now)
    where = reverse("contracts:write-comment", args=[pair.uid])
    answer = signed_in(pair.mentee).post(where, {"word": WORD})
    assert answer.status_code == 409
    assert WORD in page_of(answer)


def test_markup_in_a_word_is_shown_and_not_run(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    make_offer(pair, now)
    page = _leave(signed_in(pair.mentee), pair, "<img src=x onerror=alert(1)>")
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_the_writer_deletes_on_a_page_and_the_partner_gets_no_link(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    comment = _say(make_offer(pair, now), pair.mentor, now)
    where = reverse("contracts:delete-comment", args=[comment.uid])
    assert where in page_of(signed_in(pair.mentor).get(_show(pair)))
    assert where not in page_of(signed_in(pair.mentee).get(_show(pair)))
    assert signed_in(pair.mentee).post(where).status_code == 403
    asked = page_of(signed_in(pair.mentor).get(where))
    assert WORD in asked
    after = page_of(signed_in(pair.mentor).post(where, follow=True))
    assert WORD not in after
    assert signed_in(pair.mentor).post(where).status_code == 404


def _home(signed_in: SignedIn, person: User) -> str:
    return page_of(signed_in(person).get(reverse("home:show-home")))


def test_home_says_that_there_is_a_word_until_one_acts(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    draft = make_amendment(pair, now)
    _say(draft, pair.mentor, now + timedelta(seconds=1))
    assert "1 new comment by Priya" in _home(signed_in, pair.mentee)
    assert "canary" not in _home(signed_in, pair.mentee).replace("canary-goal", "").replace(
        "canary-gain", ""
    )
    assert "new comment" not in _home(signed_in, pair.mentor)
    _say(draft, pair.mentee, now + timedelta(seconds=2), "yes")
    assert "new comment" not in _home(signed_in, pair.mentee)
    assert "1 new comment by Tom" in _home(signed_in, pair.mentor)
