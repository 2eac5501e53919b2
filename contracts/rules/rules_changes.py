"""What a version of the house rules changes, as people read it: the places that differ, no more."""

import re
from collections.abc import Iterator
from typing import Final

from core.difference import Change, Segment, differences, differs

LEFT_OUT: Final = "…"
_PARAGRAPHS: Final = "\n\n"
_HEADING: Final = re.compile(r"^#{1,6} +", re.MULTILINE)
_POINT: Final = re.compile(r"^( *)[-*] +", re.MULTILINE)
_STRONG: Final = re.compile(r"(\*\*|__)(?=\S)([^*_\n]+)(?<=\S)\1")
# How much of what stayed is shown: before a change its heading too, after it one paragraph.
_BEFORE, _AFTER = 2, 1


def readable_changes(before: str, after: str) -> tuple[Segment, ...]:
    """Return where two texts differ, without the signs of Markdown, with a little around it.

    Where only such signs differ, the texts are compared as they were written.
    """
    found = differences(_plain(before), _plain(after))
    if not differs(found):
        found = differences(before, after)
    return tuple(_shortened(found))


def _plain(text: str) -> str:
    points = _POINT.sub(r"\1• ", _HEADING.sub("", text))
    return _STRONG.sub(r"\2", points)


def _shortened(segments: tuple[Segment, ...]) -> Iterator[Segment]:
    last = len(segments) - 1
    for place, segment in enumerate(segments):
        if segment.change != Change.KEPT:
            yield segment
        else:
            after = 0 if place == 0 else _AFTER
            before = 0 if place == last else _BEFORE
            yield Segment(Change.KEPT, _around(segment.text, after, before))


def _around(text: str, after: int, before: int) -> str:
    """Return the first and the last paragraphs of what stayed, with a sign for what is left out."""
    paragraphs = text.split(_PARAGRAPHS)
    if len(paragraphs) <= after + before + 1:
        return text
    kept = [*paragraphs[:after], LEFT_OUT, *paragraphs[len(paragraphs) - before :]]
    return _PARAGRAPHS.join(kept)
