from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from attention.models import ActionItem
from core import clock
from core.errors import Forbidden, Refusal
from lifecycle.actions import choose_next, leave_company, write_thanks
from lifecycle.models import Thanks
from lifecycle.queries import may_choose_next, sums_of, thanks_of
from lifecycle.rules import ConsentKind
from outbox.models import OutboxMessage
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import Enrollment, Program
from programs.rules import ProgramState
from tests import builders
from tests.lifecycle.closing import (
    DONE,
    LATE,
    NEW_PARTNER,
    OVER,
    complete,
    conclude,
    finish,
    meet_often,
    say,
)

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def after_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: OVER)


def searched_for() -> set[int]:
    """Return for whom a partner is looked for."""
    items = ActionItem.objects.open().filter(kind="next_partner")
    return set(
        Enrollment.objects.filter(uid__in=items.values("subject_uid")).values_list(
            "user", flat=True
        )
    )


def is_available(pair: Pairing, person: User) -> bool:
    return Enrollment.objects.get(program=pair.program, user=person).is_available


def test_who_is_done_is_unavailable_from_the_end_on(pair: Pairing, mentor: User) -> None:
    say(conclude(pair), mentor, DONE)
    assert is_available(pair, mentor)
    finish(pair)
    assert not is_available(pair, mentor)
    assert is_available(pair, pair.mentee)
    assert searched_for() == {pair.mentee_id}


def test_who_wants_a_new_partner_is_first_in_the_pool(pair: Pairing, mentor: User) -> None:
    meet_often(pair)
    say(conclude(pair), mentor, NEW_PARTNER)
    assert finish(pair).state == PairState.COMPLETED
    assert searched_for() == {mentor.pk}


def test_the_last_word_counts(pair: Pairing, mentor: User) -> None:
    say(conclude(pair), mentor, DONE)
    say(pair, mentor, NEW_PARTNER)
    finish(pair)
    assert is_available(pair, mentor)


def test_a_completed_pair_is_asked_for_nothing(pair: Pairing) -> None:
    complete(pair)
    assert searched_for() == set()


def test_a_closing_program_looks_for_nobody(pair: Pairing, program: Program, mentor: User) -> None:
    Program.objects.filter(pk=program.pk).update(state=ProgramState.CLOSING)
    say(conclude(pair), mentor, NEW_PARTNER)
    finish(pair)
    assert searched_for() == set()


def test_a_leaver_who_was_done_breaks_nothing(pair: Pairing, mentor: User, hr_admin: User) -> None:
    say(conclude(pair), mentor, DONE)
    leave_company(mentor, by=hr_admin, now=LATE)
    pair.refresh_from_db()
    assert pair.state == PairState.ENDED


def test_after_the_end_one_can_still_ask_for_a_new_partner(pair: Pairing, mentor: User) -> None:
    complete(pair)
    for _twice in range(2):
        choose_next(pair, choice=ConsentKind.NEW_PARTNER, by=mentor, now=OVER)
    assert searched_for() == {mentor.pk}


def test_and_one_can_still_be_done(pair: Pairing, mentor: User) -> None:
    finish(conclude(pair))
    choose_next(pair, choice=ConsentKind.DONE, by=mentor, now=OVER)
    assert searched_for() == {pair.mentee_id}
    choose_next(pair, choice=ConsentKind.NEW_PARTNER, by=mentor, now=OVER)
    assert is_available(pair, mentor)


def test_who_has_another_pair_has_nothing_to_choose(pair: Pairing, mentor: User) -> None:
    complete(pair)
    builders.make_pair(program=pair.program, mentor=mentor)
    assert not may_choose_next(pair, mentor)
    with pytest.raises(Refusal, match="nothing to choose"):
        choose_next(pair, choice=ConsentKind.DONE, by=mentor, now=OVER)


@pytest.mark.parametrize("choice", [ConsentKind.EXTEND, ConsentKind.SHARE_GOALS])
def test_nothing_else_can_be_chosen(pair: Pairing, mentor: User, choice: ConsentKind) -> None:
    complete(pair)
    with pytest.raises(Refusal):
        choose_next(pair, choice=choice, by=mentor, now=OVER)


def test_the_page_says_what_is_next(pair: Pairing, mentor: User, sign_in: SignIn) -> None:
    complete(pair)
    sign_in(mentor).post(reverse("lifecycle:choose-next", args=[pair.uid]), {"choice": "done"})
    assert not is_available(pair, mentor)


def test_the_page_before_the_end_offers_nothing(
    pair: Pairing, mentor: User, sign_in: SignIn
) -> None:
    page = sign_in(mentor).get(reverse("lifecycle:choose-next", args=[pair.uid]))
    assert "nothing to choose here now" in page.content.decode()


def test_a_thank_you_is_read_on_the_partners_page_and_never_in_a_mail(
    pair: Pairing, mentor: User, mentee: User, sign_in: SignIn
) -> None:
    complete(pair)
    write_thanks(pair, text="You told me the truth.", by=mentor, now=OVER)
    page = sign_in(mentee).get(reverse("home:show-pair", args=[pair.uid]))
    assert "You told me the truth." in page.content.decode()
    texts = [str(mail.envelope().facts) for mail in OutboxMessage.objects.all()]
    assert not any("the truth" in text for text in texts)


def test_a_thank_you_is_changed_and_taken_away(pair: Pairing, mentor: User) -> None:
    complete(pair)
    for text in ("One", "Another"):
        write_thanks(pair, text=text, by=mentor, now=OVER)
    assert thanks_of(pair, mentor) == "Another"
    assert write_thanks(pair, text="  \n ", by=mentor, now=OVER) is None
    assert not Thanks.objects.exists()


@pytest.mark.parametrize("text", ["x" * 281, "a\x07b", "a\u202eb"])
def test_what_cannot_be_kept_is_refused(pair: Pairing, mentor: User, text: str) -> None:
    complete(pair)
    with pytest.raises(Refusal):
        write_thanks(pair, text=text, by=mentor, now=OVER)


def test_a_refused_thank_you_keeps_what_was_typed(
    pair: Pairing, mentor: User, sign_in: SignIn
) -> None:
    complete(pair)
    address = reverse("lifecycle:write-thanks", args=[pair.uid])
    page = sign_in(mentor).post(address, {"text": "abc\u202edef"})
    assert list(page.context["form"].errors) == ["text"]
    assert page.context["form"]["text"].value() == "abc\u202edef"


def test_a_thank_you_has_its_place_at_the_end(pair: Pairing, mentor: User) -> None:
    with pytest.raises(Refusal, match="at the end"):
        write_thanks(pair, text="Thanks", by=mentor, now=LATE)


def test_only_the_two_thank_each_other(pair: Pairing, coordinator: User) -> None:
    with pytest.raises(Forbidden):
        write_thanks(complete(pair), text="Thanks", by=coordinator, now=OVER)


def test_markup_in_a_thank_you_is_text(
    pair: Pairing, mentor: User, mentee: User, sign_in: SignIn
) -> None:
    complete(pair)
    write_thanks(pair, text="<script>{{7*7}}</script>", by=mentor, now=OVER)
    page = sign_in(mentee).get(reverse("home:show-pair", args=[pair.uid])).content.decode()
    assert "&lt;script&gt;{{7*7}}&lt;/script&gt;" in page


def test_the_numbers_of_a_pair(pair: Pairing) -> None:
    sums = sums_of([complete(pair).pk])[pair.pk]
    assert (sums.held, sums.minutes, sums.hours) == (3, 135, 2.5)


@pytest.mark.parametrize("state", [PairState.COMPLETED, PairState.ENDED])
def test_a_pair_that_is_over_reads_the_same_for_every_cause(
    pair: Pairing, mentor: User, sign_in: SignIn, state: PairState
) -> None:
    meet_often(pair)
    Pairing.objects.filter(pk=pair.pk).update(
        state=state, ended_at=OVER, end_reason="not_a_good_fit"
    )
    page = sign_in(mentor).get(reverse("home:show-pair", args=[pair.uid])).content.decode()
    assert "You and Tom have finished" in page
    assert "2.5" in page
    assert ("Your certificate" in page) == (state == PairState.COMPLETED)
    assert "fit" not in page.partition("<main")[2].partition("</main>")[0].replace("benefit", "")
