"""What changed in house rules is shown where it changed, as people read it."""

import pytest

from contracts.rules.house_rules import default_house_rules
from contracts.rules.rules_changes import LEFT_OUT, readable_changes
from core.difference import Change, Segment, differs


def _of(change: Change, segments: tuple[Segment, ...]) -> str:
    return "".join(segment.text for segment in segments if segment.change == change)


def test_a_new_paragraph_stands_with_little_around_it() -> None:
    text = default_house_rules()
    found = readable_changes(
        text, text.replace("## Respect", "## Images\n\nAsk first.\n\n## Respect")
    )
    assert "Images" in _of(Change.ADDED, found)
    assert "#" not in _of(Change.ADDED, found)
    assert not _of(Change.REMOVED, found)
    kept = _of(Change.KEPT, found)
    assert kept.count(LEFT_OUT) == 2
    assert "Why we do this" not in kept
    assert len(kept) < len(text) / 3


def test_the_heading_of_the_changed_paragraph_is_shown() -> None:
    found = readable_changes("## A\n\none\n\n## B\n\nold word", "## A\n\none\n\n## B\n\nnew word")
    assert _of(Change.KEPT, found) == f"{LEFT_OUT}\n\nB\n\n word"
    assert (_of(Change.REMOVED, found), _of(Change.ADDED, found)) == ("old", "new")


def test_points_and_strong_words_are_read_as_such() -> None:
    found = readable_changes("- **be** kind", "- **be** fair")
    assert _of(Change.KEPT, found) == "• be "


@pytest.mark.parametrize(
    ("before", "after"), [("be kind", "**be** kind"), ("# A", "## A"), ("- a", "* a")]
)
def test_a_change_of_signs_alone_is_a_change_all_the_same(before: str, after: str) -> None:
    assert differs(readable_changes(before, after))


def test_far_apart_changes_leave_out_what_lies_between() -> None:
    middle = "\n\n".join(f"paragraph {n}" for n in range(20))
    found = readable_changes(f"one\n\n{middle}\n\ntwo", f"uno\n\n{middle}\n\ndos")
    kept = _of(Change.KEPT, found)
    assert "paragraph 19" in kept
    assert "paragraph 9" not in kept


def test_a_short_text_is_shown_whole() -> None:
    assert _of(Change.KEPT, readable_changes("a b c", "a b d")) == "a b "


@pytest.mark.parametrize(
    "text", ["*" * 19_000, "_" * 19_000, "**a" * 6_000, "# " * 9_000, "\n" * 19_000]
)
def test_signs_without_end_take_no_time(text: str) -> None:
    assert differs(readable_changes(text, text[:-1] + "x"))
