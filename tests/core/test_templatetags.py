"""The product's marks: what they say to eyes and to screen readers."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.template import Context, Template, TemplateDoesNotExist
from django.template.loader import render_to_string

from core.registry import NavGroup, NavItem
from core.templatetags.viceversa import SHAPES, phone_tabs

ROOT = Path(__file__).resolve().parents[2]
ICON_USED = re.compile(r"""{% icon ["']([a-z0-9-]+)["'] %}""")


@dataclass(frozen=True)
class Point:
    kind: str
    label: str


def draw(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def met(count: int) -> list[Point]:
    return [Point("met", f"meeting {number}") for number in range(1, count + 1)]


def test_an_icon_is_hidden_from_screen_readers() -> None:
    drawn = draw('{% icon "clock" %}')

    assert drawn.startswith("<svg")
    assert 'aria-hidden="true"' in drawn


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(TemplateDoesNotExist):
        draw('{% icon "no-such-icon" %}')


def test_every_icon_that_a_page_uses_is_in_the_list_that_the_build_copies() -> None:
    pages = (ROOT / "templates").rglob("*.html")
    used = {name for page in pages for name in ICON_USED.findall(page.read_text("utf-8"))}

    assert used <= set((ROOT / "assets" / "icons.txt").read_text("utf-8").split())
    assert [name for name in used if not (ROOT / f"templates/core/icons/{name}.svg").exists()] == []


def test_a_pair_is_two_discs_with_the_mentor_first() -> None:
    drawn = draw('{% duo "Priya Nair" "Tom Hughes" "lg" %}')

    assert re.findall(r"disc-(\w+)\">(\w+)<", drawn) == [("mentor", "PN"), ("mentee", "TH")]
    assert "size-lg" in drawn


def test_a_missing_partner_is_a_question_mark() -> None:
    assert 'disc-mentee">?<' in draw('{% duo "Rosa Diaz" None %}')


def test_a_status_is_shape_word_and_color() -> None:
    drawn = draw('{% status_pill "over" label %}', label="19 days <late>")

    assert "pill-over" in drawn
    assert "<svg" in drawn
    assert "19 days &lt;late&gt;" in drawn


def test_no_two_tones_share_a_shape() -> None:
    assert len(set(SHAPES.values())) == len(SHAPES) == 4


def test_the_rhythm_strip_says_each_point_in_words() -> None:
    points = [Point("met", "2 Sep"), Point("informal", "9 Sep"), Point("missed", "16 Sep")]

    drawn = draw("{% rhythm_strip points label %}", points=points, label="Held: 1 & missed: 1")

    assert 'aria-label="Held: 1 &amp; missed: 1"' in drawn
    words = " ".join(re.sub(r"<[^>]+>", " ", drawn).split())
    assert words == "2 Sep , met informal contact, 9 Sep 16 Sep , missed"


def test_the_rhythm_strip_keeps_the_last_nine_and_marks_what_a_phone_leaves_out() -> None:
    drawn = draw('{% rhythm_strip points "" %}', points=met(12))

    assert "meeting 3<" not in drawn
    assert [f"meeting {number}<" in drawn for number in range(4, 13)] == [True] * 9
    assert drawn.count("rhythm-old") == 5


def test_informal_contacts_do_not_push_meetings_out_of_the_strip() -> None:
    points = [*met(4), *[Point("informal", "chat")] * 20]

    drawn = draw('{% rhythm_strip points "" %}', points=points)

    assert "meeting 1<" in drawn
    assert "rhythm-old" not in drawn


def test_a_pair_without_any_point_has_an_empty_strip() -> None:
    assert "<li" not in draw('{% rhythm_strip points "" %}', points=[])


@pytest.mark.parametrize("kind", ["met", "missed", "due", "planned", "informal"])
def test_marks_take_their_colors_from_the_theme(kind: str) -> None:
    drawn = draw("{% mark kind %}", kind=kind)

    assert 'class="mark' in drawn
    assert not re.search(r'\b(fill|stroke|style)="', drawn)


def test_four_entries_are_tabs_and_the_rest_opens_under_more() -> None:
    entries = [NavItem(f"Entry {number}", f"/{number}/", "house") for number in range(6)]

    tabs = phone_tabs([NavGroup("", entries[:5]), NavGroup("Set up", entries[5:])])

    assert tabs == {"first": entries[:4], "rest": entries[4:], "is_in_rest": False}


def test_more_is_marked_when_the_current_page_is_under_it() -> None:
    entries = [NavItem(str(n), "/", "house", is_current=n == 5) for n in range(6)]

    assert phone_tabs([NavGroup("", entries)])["is_in_rest"] is True


def test_a_message_offers_its_undo_and_others_do_not() -> None:
    shown = render_to_string(
        "core/_messages.html",
        {
            "messages": [
                Message(messages.SUCCESS, "Logged <now>.", "undo:/meetings/7/undo/"),
                Message(messages.ERROR, "The date is in the past."),
            ]
        },
    )

    assert re.findall(r'action="([^"]+)"', shown) == ["/meetings/7/undo/"]
    assert "Logged &lt;now&gt;." in shown
    assert 'role="status"' in shown
