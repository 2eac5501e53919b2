"""Goals where the two meet them: on their own page, at home, on the agenda, when they close."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from goals.models import Progress
from goals.rules import GoalState
from lifecycle.actions import end_pair
from pairings.models import Pairing
from pairings.rules import EndReason, PairState
from programs.rules import Role
from tests import builders
from tests.contracts.agreements import MENTEE_GOAL, MENTOR_GAIN
from tests.goals.stage import LINE, agree, amend, answer, finish, goal_of, now_of, say
from tests.home.pages import HOME, Page, page_of, words_of
from tests.page_forms import Form, forms_of

SignIn = Callable[[User], Client]
HOUR = timedelta(hours=1)
MENTOR, MENTEE = Role.MENTOR, Role.MENTEE


def goals_page(pair: Pairing) -> str:
    """Return the address of a pair's goals."""
    return reverse("goals:list-goals", args=[pair.uid])


def note_page(pair: Pairing, owner: Role) -> str:
    """Return where the owner says how far the first goal is."""
    return reverse("goals:note-progress", args=[pair.uid, goal_of(pair, owner).uid])


def about_goals(page: Page) -> list[Form]:
    """Return the forms of a page that say something about a goal."""
    forms = forms_of(page.content.decode(), HOME)
    return [form for form in forms if "/goals/" in form.action]


def answer_page(pair: Pairing, owner: Role) -> str:
    """Return where the partner of the owner answers."""
    return reverse("goals:answer-done", args=[pair.uid, goal_of(pair, owner).uid])


def test_one_tap_at_home_says_under_way_and_comes_back(
    signed: Pairing, mentee: User, sign_in: SignIn
) -> None:
    client = sign_in(mentee)
    form = about_goals(client.get(HOME))[0]
    assert form.action == note_page(signed, MENTEE)
    page = client.post(form.action, {"next": HOME, "state": "under_way"}, follow=True)
    assert page.redirect_chain == [(HOME, 302)]
    assert "Noted: under way." in page.content.decode()
    assert now_of(signed, MENTEE).state == GoalState.UNDER_WAY


def test_home_offers_the_taps_for_own_goals_alone(
    signed: Pairing, mentor: User, sign_in: SignIn, now: datetime
) -> None:
    def actions() -> list[str]:
        return [form.action for form in about_goals(sign_in(mentor).get(HOME))]

    assert note_page(signed, MENTOR) in actions()
    assert note_page(signed, MENTEE) not in actions()
    say(signed, MENTOR, GoalState.SAID_DONE, now)
    assert note_page(signed, MENTOR) not in actions()


def test_home_asks_the_partner_whether_they_noticed(
    signed: Pairing, mentor: User, mentee: User, sign_in: SignIn, now: datetime
) -> None:
    assert "a goal is done" not in words_of(sign_in(mentor).get(HOME))
    say(signed, MENTEE, GoalState.SAID_DONE, now)
    words = words_of(sign_in(mentor).get(HOME))
    assert "Tom says that a goal is done" in words
    assert "Yes, I noticed" in words
    own = words_of(sign_in(mentee).get(HOME))
    assert "a goal is done" not in own
    assert "Done, you say" in own


@pytest.mark.parametrize(
    ("word", "state", "says"),
    [
        ("done", GoalState.DONE, "Done. You both said so."),
        ("not_yet", GoalState.NOT_YET, "Tell each other what is still missing"),
    ],
)
def test_the_partner_answers_in_one_tap(
    *,
    signed: Pairing,
    mentor: User,
    sign_in: SignIn,
    now: datetime,
    word: str,
    state: GoalState,
    says: str,
) -> None:
    say(signed, MENTEE, GoalState.SAID_DONE, now)
    data = {"answer": word, "next": HOME}
    page = sign_in(mentor).post(answer_page(signed, MENTEE), data, follow=True)
    assert says in page.content.decode()
    assert "a goal is done" not in words_of(page)
    assert now_of(signed, MENTEE).state == state


def test_an_answer_to_what_was_taken_back_says_so(
    signed: Pairing, mentor: User, sign_in: SignIn, now: datetime
) -> None:
    say(signed, MENTEE, GoalState.SAID_DONE, now)
    say(signed, MENTEE, GoalState.UNDER_WAY, now)
    page = sign_in(mentor).post(answer_page(signed, MENTEE), {"answer": "done"})
    assert page.status_code == 409
    assert "Tom does not call this done any more." in page.content.decode()


@pytest.mark.parametrize("word", ["", "said_done", "under_way", "1' OR 1=1", "done\x00"])
def test_an_answer_that_is_none_changes_nothing(
    signed: Pairing, mentor: User, sign_in: SignIn, now: datetime, word: str
) -> None:
    say(signed, MENTEE, GoalState.SAID_DONE, now)
    page = sign_in(mentor).post(answer_page(signed, MENTEE), {"answer": word})
    assert page.status_code in {302, 400}
    assert now_of(signed, MENTEE).state == GoalState.SAID_DONE


def test_the_page_shows_what_was_said_to_both(
    signed: Pairing, mentor: User, mentee: User, sign_in: SignIn, now: datetime
) -> None:
    say(signed, MENTEE, GoalState.UNDER_WAY, now, LINE)
    finish(signed, MENTEE, now)
    for person in (mentor, mentee):
        words = words_of(sign_in(person).get(goals_page(signed)))
        assert LINE in words
        assert "Priya noticed it" in words
        assert "Done, said Tom" in words


def test_the_owner_writes_a_line(signed: Pairing, mentee: User, sign_in: SignIn) -> None:
    data = {"state": "under_way", "line": LINE}
    page = sign_in(mentee).post(note_page(signed, MENTEE), data, follow=True)
    assert page.redirect_chain == [(goals_page(signed), 302)]
    assert LINE in words_of(page)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [("x" * 201, "at most 200 characters"), ("turn \u202e round", "cannot be kept")],
)
def test_a_line_that_is_refused_stays_in_its_field(
    signed: Pairing, mentee: User, sign_in: SignIn, line: str, sentence: str
) -> None:
    data = {"state": "said_done", "line": line}
    page = sign_in(mentee).post(note_page(signed, MENTEE), data)
    words = page.content.decode()
    assert sentence in words
    assert f'value="{line}"' in words
    assert not Progress.objects.exists()


def test_markup_in_a_line_is_shown_as_it_was_typed(
    signed: Pairing, mentor: User, sign_in: SignIn, now: datetime
) -> None:
    say(signed, MENTEE, GoalState.UNDER_WAY, now, "<script>alert(1)</script> {{7*7}}")
    content = sign_in(mentor).get(goals_page(signed)).content.decode()
    assert "<script>alert(1)" not in content
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{7*7}}" in content


def test_a_name_with_an_apostrophe_is_not_escaped_twice(
    signed: Pairing, mentor: User, mentee: User, sign_in: SignIn, now: datetime
) -> None:
    mentee.given_name = "D'Arcy"
    mentee.save()
    say(signed, MENTEE, GoalState.SAID_DONE, now)
    for address in (goals_page(signed), reverse("meetings:list-agenda", args=[signed.uid])):
        words = words_of(sign_in(mentor).get(address))
        assert "Done, says D'Arcy" in words
        assert "&#" not in words


def test_nobody_is_sent_elsewhere(signed: Pairing, mentee: User, sign_in: SignIn) -> None:
    data = {"state": "under_way", "next": "//evil.example/"}
    page = sign_in(mentee).post(note_page(signed, MENTEE), data)
    assert page.headers["Location"] == goals_page(signed)


def test_the_goal_of_another_pair_is_not_found(
    signed: Pairing, mentor: User, sign_in: SignIn, now: datetime
) -> None:
    other = agree(builders.make_pair(mentor=mentor), now)
    address = reverse("goals:note-progress", args=[signed.uid, goal_of(other, MENTOR).uid])
    assert sign_in(mentor).post(address, {"state": "under_way"}).status_code == 404
    assert not Progress.objects.exists()


def test_before_an_agreement_the_page_says_where_goals_come_from(
    pair: Pairing, mentor: User, sign_in: SignIn
) -> None:
    assert "once you have both signed" in words_of(sign_in(mentor).get(goals_page(pair)))


def test_a_goal_left_behind_stays_readable(
    signed: Pairing, mentor: User, sign_in: SignIn, now: datetime
) -> None:
    say(signed, MENTEE, GoalState.UNDER_WAY, now, LINE)
    amend(signed, {MENTEE: ("Lead one town hall",)}, now + HOUR)
    words = words_of(sign_in(mentor).get(goals_page(signed)))
    earlier = words.partition("From earlier agreements")[2]
    assert MENTEE_GOAL in earlier
    assert LINE in earlier
    assert MENTEE_GOAL not in words_of(sign_in(mentor).get(HOME))


def test_the_agenda_asks_how_it_is_going(
    signed: Pairing, mentor: User, sign_in: SignIn, now: datetime
) -> None:
    say(signed, MENTEE, GoalState.UNDER_WAY, now)
    words = words_of(sign_in(mentor).get(reverse("meetings:list-agenda", args=[signed.uid])))
    assert "Your goals: how is it going?" in words
    assert f"{MENTEE_GOAL} Tom Under way {MENTOR_GAIN} Priya Not started" in words


def test_without_an_agreement_the_agenda_has_no_goals(
    pair: Pairing, mentor: User, sign_in: SignIn
) -> None:
    words = words_of(sign_in(mentor).get(reverse("meetings:list-agenda", args=[pair.uid])))
    assert "Your goals" not in words


def test_closing_shows_what_came_of_the_goals(
    signed: Pairing, mentor: User, sign_in: SignIn, now: datetime
) -> None:
    finish(signed, MENTEE, now)
    amend(signed, {MENTEE: ("Lead one town hall",)}, now + HOUR)
    Pairing.objects.filter(pk=signed.pk).update(state=PairState.CONCLUDING)
    words = words_of(sign_in(mentor).get(reverse("lifecycle:show-closing", args=[signed.uid])))
    assert "What came of your goals Lead one town hall Tom Not started" in words.replace(
        "All about your goals ", ""
    )
    assert f"{MENTEE_GOAL} Tom Done" in words


def test_after_the_end_it_is_read_and_not_changed(
    signed: Pairing, mentor: User, hr_admin: User, sign_in: SignIn, now: datetime
) -> None:
    finish(signed, MENTOR, now)
    say(signed, MENTEE, GoalState.SAID_DONE, now, LINE)
    end_pair(signed, reason=EndReason.OTHER, by=hr_admin, now=now)
    client = sign_in(mentor)
    page = client.get(goals_page(signed))
    assert LINE in words_of(page)
    assert not about_goals(page)
    home = client.get(page_of(signed))
    assert "Goals 1 of 2 done" in words_of(home)
    assert not about_goals(home)
    refused = client.post(note_page(signed, MENTOR), {"state": "under_way"})
    assert (refused.status_code, now_of(signed, MENTOR).state) == (409, GoalState.DONE)


def test_not_yet_is_read_by_the_two_as_almost_there(
    signed: Pairing, mentor: User, mentee: User, sign_in: SignIn, now: datetime
) -> None:
    say(signed, MENTEE, GoalState.SAID_DONE, now)
    answer(signed, MENTEE, GoalState.NOT_YET, now)
    assert "Almost there" in words_of(sign_in(mentee).get(HOME))
    page = sign_in(mentor).get(goals_page(signed))
    assert "only you two see this" in words_of(page)
    form = next(each for each in about_goals(page) if each.action == answer_page(signed, MENTEE))
    sign_in(mentor).post(form.action, {"answer": "done"})
    assert now_of(signed, MENTEE).state == GoalState.DONE
