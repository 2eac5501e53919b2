"""House rules: published by version, known by their hash, shown as clean HTML."""

import unicodedata
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from contracts.actions import publish_house_rules
from contracts.models import HouseRules
from contracts.queries import house_rules_shown, latest_house_rules
from contracts.rules.house_rules import default_house_rules
from core.errors import Refusal
from core.prose import as_html
from pairings.models import Pairing
from programs.models import Program
from programs.registry import house_rules_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def _publish(program: Program, text: str, now: datetime) -> HouseRules:
    return publish_house_rules(program=program, text=text, by=None, now=now)


def test_a_changed_text_is_a_new_version(program: Program, now: datetime) -> None:
    first, second = _publish(program, "One", now), _publish(program, "Two", now)
    assert [first.number, second.number] == [1, 2]
    assert latest_house_rules(program) == second
    assert HouseRules.objects.get(pk=first.pk).text == "One"


@pytest.mark.parametrize("same", ["Cafe\u0301", "Café\r\n", "\n\nCafé  \n"])
def test_the_same_text_again_is_no_new_version(same: str, program: Program, now: datetime) -> None:
    first = _publish(program, "Café", now)
    assert _publish(program, same, now) == first
    assert HouseRules.objects.count() == 1


def test_a_text_that_returns_is_a_version_of_its_own(program: Program, now: datetime) -> None:
    for text in ("One", "Two", "One"):
        _publish(program, text, now)
    assert list(HouseRules.objects.order_by("number").values_list("text", flat=True)) == [
        "One",
        "Two",
        "One",
    ]


def test_each_program_counts_for_itself(program: Program, pair: Pairing, now: datetime) -> None:
    other = Program.objects.create(name="B", starts_on=program.starts_on, ends_on=program.ends_on)
    _publish(program, "One", now)
    assert _publish(other, "One", now).number == 1


def test_the_hash_is_that_of_the_text_in_nfc(program: Program, now: datetime) -> None:
    rules = _publish(program, "Caf\u0065\u0301", now)
    assert rules.sha256 == sha256("Café".encode()).hexdigest()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "house_rules_blank"),
        (" \u200b\n", "house_rules_blank"),
        ("a" * 20_001, "house_rules_too_long"),
        ("nul\x00", "character_refused"),
    ],
)
def test_a_text_that_cannot_be_rules_is_refused(
    text: str, code: str, program: Program, now: datetime
) -> None:
    with pytest.raises(Refusal) as refused:
        _publish(program, text, now)
    assert refused.value.code == code
    assert not HouseRules.objects.exists()


@pytest.mark.parametrize(
    "needed",
    [
        "We expect of both of you",
        "What stays between you",
        "serious misconduct",
        "What HR sees",
        "Either of you may decline any topic",
        "neither decides nor votes on the mentor's pay, rating, promotion or tasks",
        "for 6 months after it",
        "declares the pair and steps aside",
        "There are no repercussions",
        "turn to the coordinator",
        "at any time and needs to give no reason",
        "A closing conversation is offered",
        "chat in the corridor is welcome",
        "No inside information",
        "promise between colleagues. It is not part of the employment contract",
        "Nothing here limits anyone's legal right to report wrongdoing",
    ],
)
def test_the_default_text_says_everything_that_rules_must_say(needed: str) -> None:
    assert needed in default_house_rules()


def test_the_default_text_is_kept_as_it_is(program: Program, now: datetime) -> None:
    rules = _publish(program, default_house_rules(), now)
    assert rules.text == unicodedata.normalize("NFC", default_house_rules())


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "[x](javascript:alert(1))",
        "![x](https://example.com/pixel.png)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        '<a href="x" style="color:red">y</a>',
    ],
)
def test_markup_in_rules_stays_words(hostile: str) -> None:
    html = as_html(hostile)
    for tag in ("<script", "<img", "<svg", '<a href="x"', 'href="javascript', 'href="data'):
        assert tag not in html


def test_markdown_becomes_html_below_the_heading_of_the_page() -> None:
    html = as_html("# Why\n\n## How\n\n- **be** kind\n\n[us](https://example.com)")
    assert "<h2>Why</h2>" in html
    assert "<h3>How</h3>" in html
    assert "<li><strong>be</strong> kind</li>" in html
    assert '<a href="https://example.com"' in html


def test_the_rules_are_told_to_the_pages_of_the_program(program: Program, now: datetime) -> None:
    assert house_rules_of(program) is None
    _publish(program, "Be **kind**.", now)
    shown = house_rules_of(program)
    assert shown == house_rules_shown(program)
    assert shown is not None
    assert shown.html == "<p>Be <strong>kind</strong>.</p>\n"


def test_who_may_see_the_program_reads_its_rules(
    pair: Pairing, coordinator: User, sign_in: SignIn, now: datetime
) -> None:
    rules = _publish(pair.program, "Be **kind**.", now)
    url = reverse("contracts:read-house-rules", args=[rules.uid])
    for person in (pair.mentor, pair.mentee, coordinator):
        page = sign_in(person).get(url).content.decode()
        assert "<strong>kind</strong>" in page
        assert rules.sha256 in page


def test_for_others_the_rules_do_not_exist(
    pair: Pairing, stranger: User, sign_in: SignIn, now: datetime
) -> None:
    rules = _publish(pair.program, "Be kind.", now)
    answer = sign_in(stranger).get(reverse("contracts:read-house-rules", args=[rules.uid]))
    assert answer.status_code == 404
    assert b"Be kind" not in answer.content
