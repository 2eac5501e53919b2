"""The texts of the kit and their placeholders."""

import re

import pytest

from core.prose import as_html
from kit.rules import (
    TEXT_LENGTH,
    LetterKind,
    Placeholder,
    default_text,
    fill,
    fill_markdown,
    unknown_placeholders,
    words_in,
)

EVERY_KIND = pytest.mark.parametrize("kind", list(LetterKind))


@EVERY_KIND
def test_every_letter_has_a_text_to_start_from_that_can_be_filled(kind: LetterKind) -> None:
    text = default_text(kind)
    assert 120 <= words_in(text) <= 400
    assert len(text) <= TEXT_LENGTH
    assert unknown_placeholders(text) == []


@EVERY_KIND
def test_every_letter_says_what_a_role_means(kind: LetterKind) -> None:
    assert re.search(r"\*?(junior|senior)\*?", default_text(kind))


@EVERY_KIND
def test_a_filled_letter_shows_no_braces(kind: LetterKind) -> None:
    values = {str(name): "Autumn" for name in Placeholder}
    assert "{{" not in as_html(fill_markdown(default_text(kind), values))


def test_a_name_that_nobody_can_fill_is_found_once() -> None:
    text = "{{program}} {{salary}} {{ salary }} {{7*7}}"
    assert unknown_placeholders(text) == ["salary", "7*7"]


def test_what_is_unknown_stays_as_it_was_written() -> None:
    assert fill("{{program}} and {{7*7}}", {"program": "Autumn"}) == "Autumn and {{7*7}}"


def test_a_value_with_braces_is_not_filled_again() -> None:
    values = {"program": "{{sponsor}}", "sponsor": "Sid"}
    assert fill("{{program}}", values) == "{{sponsor}}"


@pytest.mark.parametrize("name", ["*Autumn*", "# Autumn", "[x](https://e.io)", "_a_ `b`", "1. a"])
def test_signs_in_a_name_are_not_markup(name: str) -> None:
    html = as_html(fill_markdown("{{program}}", {"program": name}))
    assert html == f"<p>{name}</p>\n"


def test_markup_in_a_name_stays_words() -> None:
    html = as_html(fill_markdown("{{program}}", {"program": "<script>x</script>"}))
    assert "<script>" not in html
