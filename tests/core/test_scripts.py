"""Texts in any script: which typeface, which direction, where a line ends, what lacks."""

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from core.paper import FACES, FONTS, HEADING, STRONG, TEXT
from core.scripts import BOX, face_of, line_of, named, pieces_of, wrapped

pytestmark = pytest.mark.plain


def seen(text: str) -> list[tuple[str, str]]:
    line = line_of(text, TEXT)
    return [(piece.text, piece.script) for piece in pieces_of(line.text, line)]


def rows(text: str, width: int) -> list[str]:
    return list(wrapped(text, width, lambda part: float(len(part))))


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Żółć", ""),
        ("Ελένη", ""),
        ("Наталья", ""),
        ("Nguyễn", ""),
        ("محمد", "arabic"),
        ("پژمان گچ", "arabic"),
        ("שלום", "hebrew"),
        ("प्रिया", "devanagari"),
        ("王小明鄧", "sc"),
        ("さくら髙﨑", "jp"),
        ("김똠", "kr"),
    ],
)
@pytest.mark.parametrize("style", [HEADING, TEXT, STRONG])
def test_letters_of_each_script_are_set_and_none_lacks(text: str, script: str, style: str) -> None:
    line = line_of(text, style)
    assert line.missing == ()
    assert set(line.foreign.values()) <= {script}


def test_chinese_letters_have_their_japanese_shape_beside_kana_or_in_japanese() -> None:
    assert line_of("直", TEXT).foreign["直"] == "sc"
    assert line_of("直す", TEXT).foreign["直"] == "jp"
    assert line_of("直", TEXT, "ja").foreign["直"] == "jp"


def test_what_no_typeface_has_becomes_a_box_and_is_named() -> None:
    line = line_of("Tom 🙂 ไ", TEXT)
    assert line.text == f"Tom {BOX} {BOX}"
    assert named(line.missing) == "U+1F642, U+0E44"


def test_joiners_and_selectors_leave_no_box() -> None:
    line = line_of("a\u200db\ufe0fc", TEXT)
    assert (line.text, line.missing) == ("abc", ())


def test_a_text_is_one_line_in_nfc() -> None:
    assert line_of(" e\u0301 \n b\t", TEXT).text == "é b"


def test_arabic_in_an_english_line_is_a_run_of_its_own() -> None:
    assert seen("goal of محمد, mentee") == [
        ("goal of ", ""),
        ("محمد", "arabic"),
        (", mentee", ""),
    ]


def test_two_arabic_words_stand_from_right_to_left() -> None:
    assert [text for text, _ in seen("محمد علي")] == ["علي", " ", "محمد"]


def test_english_in_an_arabic_line_keeps_its_direction() -> None:
    found = seen("مع Figma علي")
    assert [text for text, _ in found] == ["علي", " ", "Figma", " ", "مع"]


def test_brackets_are_turned_in_a_line_from_the_right() -> None:
    assert [text for text, script in seen("(שלום)") if not script] == ["(", ")"]
    assert "".join(text for text, _ in seen("(שלום)")) == "(שלום)"


def test_numbers_in_an_arabic_line_are_read_from_the_left() -> None:
    assert ("123", "") in seen("علي 123 مع")


def test_marks_stay_with_their_letters() -> None:
    assert seen("שָׁלוֹם") == [("שָׁלוֹם", "hebrew")]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 5, [""]),
        ("one two", 7, ["one two"]),
        ("one two", 6, ["one", "two"]),
        ("one two three", 9, ["one two", "three"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("a abcdefgh b", 4, ["a", "abcd", "efgh", "b"]),
        ("山田太郎さん", 2, ["山田", "太郎", "さん"]),
    ],
)
def test_where_lines_end(text: str, width: int, expected: list[str]) -> None:
    assert rows(text, width) == expected


@given(st.text(alphabet="ab 山é-", max_size=60), st.integers(min_value=1, max_value=12))
def test_nothing_is_lost_and_no_line_is_too_long(text: str, width: int) -> None:
    line = " ".join(text.split())
    found = rows(line, width)
    assert "".join(found).replace(" ", "") == line.replace(" ", "")
    assert all(len(row) <= width for row in found)


@given(st.text(max_size=40))
def test_any_text_at_all_can_be_set(text: str) -> None:
    line = line_of(text, TEXT)
    pieces = pieces_of(line.text, line)
    assert len("".join(piece.text for piece in pieces)) == len(line.text)


def test_the_typefaces_are_there_and_small_enough() -> None:
    scripts = ("arabic", "hebrew", "devanagari", "kr", "jp", "sc", "box")
    for script in scripts:
        for style in FACES:
            assert face_of(script, style).exists()
    assert sum(path.stat().st_size for path in FONTS.iterdir()) < 8_000_000


def test_each_typeface_has_its_license_beside_it() -> None:
    for path in FONTS.glob("noto-sans-*.[tw]*"):
        family = path.stem.rsplit("-", 1)[0].replace("-box", "")
        assert (FONTS / f"{family}-OFL.txt").exists()


def test_every_hangul_syllable_and_the_common_ideographs_are_covered() -> None:
    with TTFont(face_of("kr", TEXT), lazy=True) as font:
        assert set(range(0xAC00, 0xD7A4)) <= set(font.getBestCmap())
    with TTFont(face_of("sc", TEXT), lazy=True) as font:
        assert len([c for c in font.getBestCmap() if 0x4E00 <= c <= 0x9FFF]) > 10_000
    with TTFont(face_of("jp", TEXT), lazy=True) as font:
        assert len([c for c in font.getBestCmap() if 0x4E00 <= c <= 0x9FFF]) > 6_500
