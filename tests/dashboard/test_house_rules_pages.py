"""HR writes house rules, sees what a change does, and only then publishes it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from contracts.actions import publish_house_rules
from contracts.models import HouseRules
from outbox.models import OutboxMessage
from pairings.models import Pairing
from programs.models import Program
from tests import builders
from tests.contracts.agreements import make_draft, make_in_force, make_offer
from tests.contracts.browsing import fields_of
from tests.contracts.rules_signing import make_sponsor, publish, sign_rules
from tests.dashboard.stage import main_of

SignIn = Callable[[User], Client]


def _url(program: Program) -> str:
    return reverse("dashboard:edit-house-rules", args=[program.uid])


def _publish(desk: Client, program: Program, text: str, seen: int) -> str:
    data = {"text": text, "seen": str(seen), "act": "publish"}
    return main_of(desk.post(_url(program), data, follow=True))


def test_without_rules_the_usual_text_is_suggested(desk: Client, program: Program) -> None:
    body = desk.get(_url(program)).content.decode()
    assert "What stays between you" in body
    assert "Nothing is published yet" in body
    assert not HouseRules.objects.exists()


def test_looking_at_a_change_publishes_nothing(desk: Client, program: Program) -> None:
    page = main_of(desk.post(_url(program), {"text": "Be kind.", "seen": "0"}))
    assert "Publish version 1?" in page
    assert "A published text cannot be changed or taken back." in page
    assert not HouseRules.objects.exists()


def test_what_was_looked_at_is_published(desk: Client, program: Program, coordinator: User) -> None:
    shown = desk.post(_url(program), {"text": "Be kind.\n\n- and brief", "seen": "0"})
    held = fields_of(shown.content.decode().split("<main", 1)[1])
    page = main_of(desk.post(_url(program), held | {"act": "publish"}, follow=True))
    assert "Version 1 holds for new agreements." in page
    rules = HouseRules.objects.get()
    assert rules.text == "Be kind.\n\n- and brief"
    assert rules.published_by == coordinator


def test_going_on_writing_keeps_every_word(desk: Client, program: Program) -> None:
    data = {"text": "Be <b>kind</b>.", "seen": "0", "act": "edit"}
    body = desk.post(_url(program), data).content.decode()
    assert "Be &lt;b&gt;kind&lt;/b&gt;." in body.split("<textarea")[1]
    assert not HouseRules.objects.exists()


def test_the_same_text_is_no_new_version(desk: Client, program: Program, now: datetime) -> None:
    publish(program, "Be kind.", now)
    page = main_of(desk.post(_url(program), {"text": "Be kind.  ", "seen": "1"}))
    assert "This is, word for word, what version 1 says." in page
    assert "Version 1 holds for new agreements." in _publish(desk, program, "Be kind.", 1)
    assert HouseRules.objects.count() == 1


def test_the_page_says_what_publishing_does(desk: Client, program: Program, now: datetime) -> None:
    for make in (make_in_force, make_offer, make_draft, make_draft):
        make(builders.make_pair(program=program), now)
    make_sponsor(program)
    page = main_of(desk.post(_url(program), {"text": "Be kind.", "seen": "1"}))
    assert "1 agreement in force stays exactly as it is" in page
    assert "1 agreement that waits for signatures keeps its text too." in page
    assert "2 drafts take the new text" in page
    assert "Margaret Osei is asked to sign it for the company" in page
    assert "What changes since version 1" in page


def test_without_a_sponsor_that_is_said(desk: Client, program: Program) -> None:
    page = main_of(desk.post(_url(program), {"text": "Be kind.", "seen": "0"}))
    assert "Nobody signs it for the company until a sponsor is named." in page


@pytest.mark.parametrize("act", ["", "publish"])
def test_who_writes_over_a_newer_version_sees_both_and_chooses(
    act: str, desk: Client, program: Program, now: datetime
) -> None:
    publish(program, "Be kind and brief.", now)
    answer = desk.post(_url(program), {"text": "Be kind and fair.", "seen": "0", "act": act})
    assert answer.status_code == 409
    assert "Version 1 was published while you were writing." in main_of(answer)
    body = answer.content.decode()
    assert "<del>" in body
    assert "Be kind and fair." in body.split("<textarea")[1]
    assert HouseRules.objects.count() == 1
    assert fields_of(body)["seen"] == "1"
    assert "Version 2 holds" in _publish(desk, program, "Be kind and fair.", 1)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"text": ""}, "This field is required."),
        ({"text": " \u200b "}, "House rules cannot be empty."),
        ({"text": "a\x00b"}, "Null characters are not allowed."),
        ({"text": "bell\x07"}, "cannot be part of a signed text"),
        ({"text": "x" * 20_001}, "at most 20000 characters"),
        ({"seen": "abc"}, "Enter a whole number."),
        ({"seen": "-1"}, "greater than or equal to 0"),
        ({"seen": ""}, "This field is required."),
    ],
)
def test_bad_input_is_said_and_nothing_is_published(
    data: dict[str, str], said: str, desk: Client, program: Program
) -> None:
    for act in ("", "publish"):
        answer = desk.post(_url(program), {"text": "Kept words", "seen": "0", "act": act} | data)
        assert answer.status_code == 200
        assert said in answer.content.decode()
    assert not HouseRules.objects.exists()


def test_markup_in_the_text_stays_words(desk: Client, program: Program) -> None:
    shown = desk.post(_url(program), {"text": "<script>x</script> **b**", "seen": "0"})
    assert "<script>x" not in shown.content.decode()
    assert "<strong>b</strong>" in shown.content.decode()


def test_a_million_characters_are_refused_quickly(desk: Client, program: Program) -> None:
    answer = desk.post(_url(program), {"text": "word " * 200_000, "seen": "0"})
    assert "at most 20000 characters" in answer.content.decode()


def test_a_text_all_new_is_compared_in_time(desk: Client, program: Program, now: datetime) -> None:
    publish(program, " ".join(f"a{n}" for n in range(3000)), now)
    other = " ".join(f"b{n}" for n in range(3000))
    assert "Publish version 2?" in main_of(desk.post(_url(program), {"text": other, "seen": "1"}))


def test_the_versions_say_who_published_who_signed_and_what_stands_under_them(
    desk: Client, pair: Pairing, coordinator: User, now: datetime
) -> None:
    program, sponsor = pair.program, make_sponsor(pair.program)
    sign_rules(publish(program, "One", now), sponsor, now)
    make_in_force(pair, now)
    publish_house_rules(program=program, text="Two", by=coordinator, now=now)
    page = main_of(desk.get(_url(program)))
    assert "Version 2 Published 23 Nov 2026 by Cora Lind." in page
    assert "Waits for the signature of Margaret Osei." in page
    assert "Signed 23 Nov 2026 by Margaret Osei." in page
    assert "1 agreement in force stands under it." in page


def test_a_version_that_was_never_signed_says_so(
    desk: Client, program: Program, now: datetime
) -> None:
    publish(program, "One", now)
    publish(program, "Two", now)
    page = main_of(desk.get(_url(program)))
    assert "Never signed for the company." in page
    assert "No sponsor is named who could sign it." in page


def test_a_coordinator_who_is_sponsor_is_led_to_sign(
    desk: Client, program: Program, coordinator: User, now: datetime
) -> None:
    program.staff.create(user=coordinator, role="sponsor")
    rules = publish(program, "One", now)
    sign = reverse("contracts:sign-house-rules", args=[rules.uid])
    assert sign in desk.get(_url(program)).content.decode()


def test_the_page_of_the_program_says_whether_rules_are_signed(
    desk: Client, program: Program, now: datetime
) -> None:
    rules = publish(program, "One", now)
    page = reverse("dashboard:show-program", args=[program.uid])
    assert "not yet signed for the company" in main_of(desk.get(page))
    sign_rules(rules, make_sponsor(program), now)
    assert "Signed for the company by Margaret Osei" in main_of(desk.get(page))


def test_a_sponsor_named_by_hr_is_asked(
    hr_admin: User, sign_in: SignIn, program: Program, stranger: User, now: datetime
) -> None:
    publish(program, "One", now)
    staff = reverse("dashboard:add-staff", args=[program.uid])
    sign_in(hr_admin).post(staff, {"email": stranger.email, "role": "sponsor"})
    assert OutboxMessage.objects.get(kind="house_rules_waiting").person_id == stranger.pk
