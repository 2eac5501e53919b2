"""Differences are readable, lose no character, and never take long."""

import random
import time

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from core.difference import LENGTH_AT_MOST, Change, Segment, TooLong, differences, differs

_MOST_SECONDS = 4


def _shown(before: str, after: str) -> str:
    marks = {Change.KEPT: "{}", Change.ADDED: "+{}+", Change.REMOVED: "-{}-"}
    return "".join(marks[each.change].format(each.text) for each in differences(before, after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("I write weekly", "I write my own weekly update", "I write +my own +weekly+ update+"),
        ("Every month, by video.", "Every week, by video.", "Every -month-+week+, by video."),
        ("a, b, c.", "x, y, z.", "-a, b, c-+x, y, z+."),
        ("I am here", "I am here", "I am here"),
        ("", "new", "+new+"),
        ("gone", "", "-gone-"),
        ("我们每周见面", "我们每月见面", "我们每-周-+月+见面"),
        ("สวัสดีครับ", "สวัสดีค่ะ", "สวัสดี-ครับ-+ค่ะ+"),
        ("नमस्ते दुनिया", "नमस्ते सब दुनिया", "नमस्ते +सब +दुनिया"),
        ("one\ntwo\nthree", "one\n2\nthree", "one\n-two-+2+\nthree"),
        ("so 👨‍👩‍👧 ok", "so 👩‍👧 ok", "so -👨‍👩‍👧-+👩‍👧+ ok"),
    ],
)
def test_a_difference_is_read_word_by_word(before: str, after: str, shown: str) -> None:
    assert _shown(before, after) == shown


def test_the_same_text_has_no_difference_and_no_text_no_segment() -> None:
    assert not differs(differences("the same", "the same"))
    assert differs(differences("the same", "the other"))
    assert differences("", "") == ()


def test_what_was_removed_stands_before_what_was_added() -> None:
    assert differences("old", "new") == (
        Segment(Change.REMOVED, "old"),
        Segment(Change.ADDED, "new"),
    )


_TEXT = st.text(st.sampled_from("ab cé́,.\n我ก\u200d-"), max_size=40)


@given(_TEXT, _TEXT)
def test_both_texts_can_be_read_off_to_the_character(before: str, after: str) -> None:
    found = differences(before, after)
    assert "".join(each.text for each in found if each.change != Change.ADDED) == before
    assert "".join(each.text for each in found if each.change != Change.REMOVED) == after
    assert all(each.text for each in found)
    assert differs(found) is (before != after)


def _numbers(seed: int, lines: int, words: int) -> str:
    dice = random.Random(seed)  # noqa: S311 -- a repeatable text, no secret
    return "\n".join(
        " ".join(str(dice.randrange(90)) for _word in range(words)) for _line in range(lines)
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("".join(map(chr, range(0x4E00, 0x9C20))), "".join(map(chr, range(0x9C1F, 0x4DFF, -1)))),
        ("a b " * 5000, "b a " * 5000),
        ("\n" * 20_000, "\r" * 20_000),
        ("\u0301" * 20_000, "\u200d" * 20_000),
        (_numbers(1, 990, 1), _numbers(2, 990, 1)),
        (_numbers(1, 15, 400), _numbers(2, 15, 400)),
    ],
)
def test_hostile_texts_take_a_bounded_time(before: str, after: str) -> None:
    began = time.process_time()
    found = differences(before, after)
    assert time.process_time() - began < _MOST_SECONDS
    assert "".join(each.text for each in found if each.change != Change.ADDED) == before


@pytest.mark.parametrize("is_first", [True, False])
def test_a_megabyte_is_refused(is_first: bool) -> None:  # noqa: FBT001 -- a parameter of the test
    texts = ("x" * 1_000_000, "short")
    with pytest.raises(TooLong):
        differences(*(texts if is_first else texts[::-1]))
    assert differs(differences("x" * LENGTH_AT_MOST, ""))


def test_a_page_says_it_in_words_too_and_runs_no_markup() -> None:
    found = differences("by <b>phone</b>", "by <script>")
    page = render_to_string("core/_difference.html", {"segments": found})
    assert page.count("<ins>") == page.count("<del>") == 1
    assert "[added:" in page
    assert "[removed:" in page
    assert "<script>" not in page
    assert "<b>" not in page
