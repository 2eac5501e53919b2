"""What is wrong with a file or a row: a code and its facts, put into words elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Code(StrEnum):
    """Every kind of trouble; the words for each are in `directory.words`."""

    # The whole file
    EMPTY = "empty"
    TOO_BIG = "too_big"
    TOO_MANY_ROWS = "too_many_rows"
    WORKBOOK = "workbook"
    NOT_TEXT = "not_text"
    NO_HEADER = "no_header"
    NO_IDENTITY = "no_identity"
    COLUMN_TWICE = "column_twice"
    # One row, which is not applied
    WRONG_WIDTH = "wrong_width"
    UNREADABLE_ROW = "unreadable_row"
    OPEN_QUOTE = "open_quote"
    CONTROL_CHARACTER = "control_character"
    TOO_LONG = "too_long"
    BAD_EMAIL = "bad_email"
    NO_EMAIL = "no_email"
    NO_NAME = "no_name"
    BAD_LEVEL = "bad_level"
    BAD_COUNTRY = "bad_country"
    BAD_TIME_ZONE = "bad_time_zone"
    BAD_LANGUAGE = "bad_language"
    BAD_WEEK = "bad_week"
    BAD_STATUS = "bad_status"
    BAD_DATE = "bad_date"
    ROW_TWICE = "row_twice"
    EMAIL_TAKEN = "email_taken"
    TWO_PEOPLE = "two_people"
    HAS_LEFT = "has_left"
    YOURSELF = "yourself"
    # A part of a row that was left out; the rest is applied
    NO_SUCH_MANAGER = "no_such_manager"
    SEVERAL_MANAGERS = "several_managers"
    OWN_MANAGER = "own_manager"
    MANAGER_CIRCLE = "manager_circle"
    HR_EMAIL = "hr_email"
    LEAVES_LATER = "leaves_later"


NOTES = frozenset(
    {
        Code.NO_SUCH_MANAGER,
        Code.SEVERAL_MANAGERS,
        Code.OWN_MANAGER,
        Code.MANAGER_CIRCLE,
        Code.HR_EMAIL,
        Code.LEAVES_LATER,
    }
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Trouble with one row. `line` counts from 1, the header included."""

    line: int
    code: Code
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def stops_row(self) -> bool:
        """Whether nothing of the row is applied."""
        return self.code not in NOTES


class Unreadable(ValueError):
    """The file as a whole cannot be read as a list of people."""

    def __init__(self, code: Code, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
