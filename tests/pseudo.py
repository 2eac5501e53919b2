"""A language nobody speaks: every text that is marked for translation, longer and in brackets.

"Our agreement" reads ⟦Óúr ágréémént ~~~~⟧. Whatever a page shows outside of brackets was not
marked. Turned round, the same in Hebrew letters, to be read from the right.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import trans_real

OPEN, CLOSE = "⟦", "⟧"
LONGER = 0.4
MORE = " ~~~~~~" * 200  # words, so that lines may break between them
ACCENTS = str.maketrans("aeiouyAEIOUYcnCN", "áéíóúýÁÉÍÓÚÝçñÇÑ")
HEBREW = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "אבגדהוזחטיכלמנסעפצקרשתאבגדאבגדהוזחטיכלמנסעפצקרשתאבגד",
)
# Tags, entities and what is filled in stay as they are.
KEPT = re.compile(r"(<[^>]*>|&\w+;|%\(\w+\)[sd]|%[sd%]|\{[^}]*\})")
CONTEXT = "\x04"


def pseudo(text: str, letters: dict[int, int] = ACCENTS) -> str:
    """Return a text in the language nobody speaks."""
    parts = KEPT.split(text)
    words = "".join(p if at % 2 else p.translate(letters) for at, p in enumerate(parts))
    count = sum(len(part) for part in parts[::2])
    return f"{OPEN}{words}{MORE[: 1 + int(count * LONGER)] if count > 1 else ''}{CLOSE}"


class Pseudo:
    """Stands in for the catalog of a language."""

    def __init__(self, letters: dict[int, int]) -> None:
        self.letters = letters

    def gettext(self, message: str) -> str:
        """Translate; a text given with its context is found without it."""
        if CONTEXT in message:
            return self.gettext(message.partition(CONTEXT)[2])
        return pseudo(message, self.letters)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Translate what is counted."""
        return self.gettext(singular if number == 1 else plural)

    def to_language(self) -> str:
        """Return the language that this stands in for."""
        return "en"


@contextmanager
def spoken(*, from_the_right: bool = False) -> Iterator[None]:
    """Let everybody in the block read the language nobody speaks instead of English.

    What is active is let go only when English is English again: else it would stay for later tests.
    """
    stand_in: Any = Pseudo(HEBREW if from_the_right else ACCENTS)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(vars(trans_real)["_translations"], "en", stand_in)
            patch.setattr(trans_real, "_default", stand_in)
            if from_the_right:
                patch.setattr("django.conf.settings.LANGUAGES_BIDI", ["en"])
            translation.activate("en")
            yield
    finally:
        translation.deactivate()
