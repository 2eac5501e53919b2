"""Canonical JSON: one value, one sequence of bytes; what could be written twice is refused."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.canonical import (
    LARGEST,
    JsonValue,
    NotCanonical,
    RefusedCharacter,
    canonical_bytes,
    canonical_sha256,
    canonical_text,
    read_canonical,
)

_REORDERING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
texts = st.text(
    st.characters(exclude_categories=["Cc", "Cn", "Cs", "Zl", "Zp"], exclude_characters=_REORDERING)
)
values: st.SearchStrategy[JsonValue] = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts.map(canonical_text), inner),
    max_leaves=20,
)


def _in_nfc(value: JsonValue) -> JsonValue:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_in_nfc(item) for item in value]
    if isinstance(value, dict):
        return {key: _in_nfc(item) for key, item in value.items()}
    return value


@given(values)
def test_what_is_written_is_read_again(value: JsonValue) -> None:
    assert read_canonical(canonical_bytes(value)) == _in_nfc(value)


@given(values)
def test_writing_what_was_read_gives_the_same_bytes(value: JsonValue) -> None:
    written = canonical_bytes(value)
    assert canonical_bytes(read_canonical(written)) == written


@given(st.dictionaries(texts.map(canonical_text), st.integers(0, 9)), st.randoms())
def test_the_order_of_keys_does_not_matter(value: dict[str, int], random: object) -> None:
    items = list(value.items())
    random.shuffle(items)  # type: ignore[attr-defined]  # hypothesis hands over its own Random
    assert canonical_bytes(dict(items)) == canonical_bytes(value)


@given(texts)
def test_two_spellings_of_a_text_are_the_same_bytes(text: str) -> None:
    composed, apart = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert canonical_bytes(composed) == canonical_bytes(apart)


@given(values)
def test_no_space_stands_between_values(value: JsonValue) -> None:
    plain = json.dumps(_in_nfc(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert canonical_bytes(value) == plain.encode()


def test_keys_are_sorted_and_letters_stay_letters() -> None:
    assert canonical_bytes({"b": [1, True, None], "a": "é \U0001f44b"}) == (
        '{"a":"é \U0001f44b","b":[1,true,null]}'.encode()
    )


def test_the_hash_is_that_of_the_bytes() -> None:
    empty = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    assert canonical_sha256({}) == empty


@pytest.mark.parametrize(
    "value",
    [0.5, 1e9, float("nan"), float("inf"), LARGEST + 1, -LARGEST - 1, b"", {1: 2}, {None: 1}],
)
def test_what_has_no_one_form_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical_bytes([value])


@pytest.mark.parametrize(
    "character",
    ["\x00", "\n", "\x7f", "\x85", "\u2028", "\u2029", "\ud800", "\u0378", "\uffff", *_REORDERING],
)
def test_a_character_that_cannot_be_kept_is_refused_and_named(character: str) -> None:
    with pytest.raises(RefusedCharacter) as refused:
        canonical_bytes({"text": f"a{character}b"})
    assert refused.value.character == character


@pytest.mark.parametrize(
    "text", ["\u200d", "\u200b", "\u200f", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "שלום"]
)
def test_joined_emoji_and_scripts_from_right_to_left_are_kept(text: str) -> None:
    assert read_canonical(canonical_bytes(text)) == text


def test_a_key_in_two_spellings_is_refused() -> None:
    with pytest.raises(NotCanonical):
        canonical_bytes({"\u00e9": 1, "e\u0301": 2})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff",
        b'{"a":1,"a":2}',
        b"1.0",
        b"1e3",
        b"NaN",
        b"Infinity",
        b"[" * 100_000,
    ],
)
def test_bytes_that_nobody_here_wrote_are_refused(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        read_canonical(data)
