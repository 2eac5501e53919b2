"""Discs show one or two letters of a name, whatever the script."""

import pytest

from core.initials import initials


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Priya Natarajan", "PN"),
        ("Maria de la Cruz", "MC"),
        ("amara o.", "AO"),
        ("Madonna", "M"),
        ("  Tom   Hughes  ", "TH"),
        ("(Bob) O'Neill", "BO"),
        ("王小明", "王"),
        ("Søren Ærø", "SÆ"),
        ("e\u0301lodie Zaï", "E\u0301Z"),
        ("प्रिया शर्मा", "प्रिश"),
        ("محمد علي", "مع"),
        ("ßeta Test", "ßT"),
        ("", "?"),
        (None, "?"),
        ("- …", "?"),
        ("👩‍💻", "?"),
    ],
)
def test_initials_are_the_first_letters_of_the_first_and_last_word(
    name: str | None, expected: str
) -> None:
    assert initials(name) == expected
