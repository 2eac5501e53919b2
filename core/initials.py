"""What stands in a person's disc: one or two letters of the name, in any script."""

import unicodedata

UNKNOWN = "?"
JOINER = "\u200d"
VIRAMA = 9  # the combining class of the sign that ties an Indic letter to the next one


def initials(name: str | None) -> str:
    """Return the first letters of the first and last word that have one; "?" when none has.

    A letter keeps the marks that belong to it, so that accents and vowel signs are not torn off.
    """
    words = [letter for word in (name or "").split() if (letter := _first_letter(word))]
    if not words:
        return UNKNOWN
    return words[0] if len(words) == 1 else words[0] + words[-1]


def _first_letter(word: str) -> str:
    start = next((at for at, char in enumerate(word) if char.isalnum()), None)
    if start is None:
        return ""
    end = start + 1
    while end < len(word) and _belongs_to_the_letter_before(word[end], word[end - 1]):
        end += 1
    return _upper(word[start]) + word[start + 1 : end]


def _belongs_to_the_letter_before(char: str, before: str) -> bool:
    is_tied = unicodedata.combining(before) == VIRAMA or JOINER in (char, before)
    return is_tied or unicodedata.category(char).startswith("M")


def _upper(letter: str) -> str:
    # Some letters grow when written large ("ß" becomes "SS"): those stay as they are.
    large = letter.upper()
    return large if len(large) == 1 else letter
