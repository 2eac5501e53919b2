"""What counts as blank, how lines are tidied, how words are counted, what bytes come out."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules import Channel
from contracts.rules.document import (
    Agreement,
    HouseRulesMark,
    Named,
    Offer,
    document_of,
    leaves,
    read_document,
)
from contracts.rules.parts import GoalText, SharedTerms, own_part, tidy_terms, utc_text, words_of
from contracts.rules.text import is_blank, safe_name, tidy_line, tidy_lines
from core.canonical import NotCanonical, RefusedCharacter, canonical_text, read_canonical
from programs.rules import Cadence, Role

UID = UUID("12345678-1234-4234-8234-123456789abc")
MONTHLY = SharedTerms(Cadence.MONTHLY, 45, Channel.VIDEO, Role.MENTEE, review_on=date(2026, 12, 1))


def _agreement(goal: str, terms: SharedTerms = MONTHLY) -> Agreement:
    return Agreement(
        agreement=UID,
        version=1,
        language="en",
        program=Named(UID, "Autumn"),
        parties={Role.MENTOR: Named(UID, "Priya"), Role.MENTEE: Named(UID, "Tom")},
        house_rules=HouseRulesMark(2, "ab" * 32),
        parts={Role.MENTOR: (GoalText("gain"),), Role.MENTEE: (GoalText(goal, "sign"),)},
        terms=terms,
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 2, 28),
        offer=Offer(Role.MENTOR, datetime(2026, 11, 23, 9, 30, tzinfo=UTC)),
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\t\n",
        "\u00a0\u3000",
        "\u200b\u200c\u200d\u2060\ufeff",
        "\u00ad\u034f\u180e",
        "\u115f\u1160\u3164\uffa0",
        "\u2800",
        "\ufe0f",
        "\u0301",
        "...",
        "\u2014",
    ],
)
def test_a_text_that_shows_nothing_is_blank(text: str) -> None:
    assert is_blank(text)
    assert not tidy_line(text)


@pytest.mark.parametrize("text", ["a", "7", "é", "e\u0301", "שלום", "你好", "👍", "€", "\u200bx"])
def test_a_text_that_shows_something_is_not(text: str) -> None:
    assert not is_blank(text)
    assert tidy_line(text)


def test_a_line_has_single_spaces_and_one_spelling() -> None:
    assert tidy_line("  cafe\u0301\n\tau \u00a0 lait ") == "café au lait"


def test_a_comment_keeps_its_lines() -> None:
    assert tidy_lines("\n one \r\n\r\ntwo  three\n\n") == "one\n\ntwo three"


def test_a_line_refuses_what_turns_reading_round() -> None:
    with pytest.raises(RefusedCharacter):
        tidy_line("pay \u202e001")


def test_a_name_keeps_what_can_be_kept() -> None:
    assert safe_name("Zoe\u0308  \u202eX\x00") == "Zoë \ufffdX\ufffd"


def test_words_are_counted_over_all_texts() -> None:
    terms = tidy_terms(
        SharedTerms(Cadence.WEEKLY, 45, Channel.VIDEO, Role.MENTEE, place="room one")
    )
    parts = [own_part([GoalText("one two", "three")]), own_part([GoalText("four")])]
    assert words_of(parts, terms) == 6


def test_times_are_written_in_utc_to_the_second() -> None:
    moment = datetime.fromisoformat("2026-11-23T10:30:15.987654+01:00")
    assert utc_text(moment) == "2026-11-23T09:30:15Z"


@given(
    st.text(
        st.characters(
            exclude_categories=["Cc", "Cn", "Cs", "Zl", "Zp"], exclude_characters="\u202e"
        ),
        max_size=280,
    )
)
def test_a_document_is_read_as_it_was_written(goal: str) -> None:
    try:
        agreement = _agreement(canonical_text(goal))
    except RefusedCharacter:
        return
    document = document_of(agreement)
    assert read_document(document) == agreement
    assert document_of(read_document(document)) == document


@pytest.mark.parametrize(
    "goal",
    [
        "<script>alert(1)</script>",
        '"}],"version":2,"x":[{"goal":"',
        "\\u0000 \\n \\",
        "{{ 7|add:7 }}",
        "👩\u200d💻 שלום \u200f مرحبا",
    ],
)
def test_hostile_words_stay_words(goal: str) -> None:
    read = read_document(document_of(_agreement(goal)))
    assert read.parts[Role.MENTEE] == (GoalText(goal, "sign"),)
    assert read.version == 1


def test_the_document_names_its_schema_language_and_times() -> None:
    said = read_canonical(document_of(_agreement("goal")))
    assert isinstance(said, dict)
    assert (said["schema"], said["language"]) == ("viceversa.agreement/1", "en")
    assert said["offered_at"] == "2026-11-23T09:30:00Z"
    assert said["house_rules"] == {"sha256": "ab" * 32, "version": 2}


def test_every_value_is_a_leaf() -> None:
    found = dict(leaves(read_canonical(document_of(_agreement("goal")))))
    assert found["goals.mentee[1].goal"] == "goal"
    assert found["rhythm.minutes"] == "45"
    assert not found["rhythm.place"]
    assert len(found) == 28


def test_two_spellings_of_a_goal_are_one_document() -> None:
    assert document_of(_agreement("cafe\u0301")) == document_of(_agreement("café"))


@pytest.mark.parametrize("data", [b"{}", b"[]", b'{"agreement":1}', b"no"])
def test_other_bytes_are_no_agreement(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        read_document(data)
