"""What the paper of a signed copy says, read back by another program than the one that wrote it."""

import io
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from contracts.paper import Sources, draw_copy
from contracts.queries.reading import signed_text
from contracts.rules import Channel
from contracts.rules.document import Agreement, HouseRulesMark, Named, Offer, document_of
from contracts.rules.evidence import Evidence, RulesText
from contracts.rules.parts import GoalText, SharedTerms
from core.pages import BOTTOM
from programs.rules import Cadence, Role
from tests.contracts.sealed import AT, CONSENT, RULES, digest
from tools.verify_contract import AGREEMENT_FILE, EVIDENCE_FILE, attachments

pytestmark = pytest.mark.plain
BERLIN = ZoneInfo("Europe/Berlin")
NAMES = {Role.MENTEE: "Tom Hughes", Role.MENTOR: "Priya Nair"}


def sources(
    names: dict[Role, str] = NAMES,
    goal: str = "Post my own weekly update",
    zones: tuple[ZoneInfo, ZoneInfo] = (BERLIN, BERLIN),
    language: str = "en",
    **terms: Any,
) -> Sources:
    agreement = Agreement(
        agreement=UUID(int=1),
        version=3,
        language=language,
        program=Named(UUID(int=2), "Autumn 2026"),
        parties={role: Named(UUID(int=n), names[role]) for n, role in enumerate(NAMES)},
        house_rules=HouseRulesMark(4, digest(RULES.encode())),
        parts={
            Role.MENTEE: (GoalText(goal, "People answer me there"),),
            Role.MENTOR: (GoalText("Sit in on two budget reviews", ""),),
        },
        terms=SharedTerms(Cadence.MONTHLY, 45, Channel.VIDEO, Role.MENTEE, **terms),
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 2, 28),
        offer=Offer(Role.MENTOR, AT),
    )
    document = document_of(agreement)
    rules = RulesText(4, digest(RULES.encode()), RULES, None)
    signatures = [_record(role, names[role]) for role in NAMES]
    proof = Evidence("https://x.example", digest(document), rules, signatures, AT, None, AT)
    mentee, mentor = zones
    places = {Role.MENTEE: mentee, Role.MENTOR: mentor}
    return Sources(document, signed_text(document), proof, places)


def _record(role: Role, name: str) -> dict[str, object]:
    return {
        "role": str(role),
        "typed_name": name,
        "consent": CONSENT,
        "proof": "totp",
        "proved_at": (AT - timedelta(hours=1)).isoformat(),
        "signed_at": AT.isoformat(),
    }


def pages_of(drawn: Sources) -> list[str]:
    """Return the text of each page, on one line."""
    reader = PdfReader(io.BytesIO(draw_copy(drawn, b"{}")))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def text_of(drawn: Sources) -> str:
    return " ".join(pages_of(drawn))


def test_it_says_everything_that_was_agreed() -> None:
    at = datetime(2026, 11, 30, 9, tzinfo=UTC)
    text = text_of(
        sources(
            first_dates=(at,),
            place="Room 4",
            agenda_habit="Two days before",
            notice="A day before",
            review_on=date(2026, 12, 1),
        )
    )
    for said in (
        "Our agreement",
        "Autumn 2026 · version 3 · signed by both on Mon 23 Nov 2026, 09:30 UTC",
        "The goal of Tom Hughes, mentee Post my own weekly update",
        "We will notice because: People answer me there",
        "What Priya Nair, mentor, gains Sit in on two budget reviews",
        "Every month, 45 minutes, by video. Tom Hughes sends the invitations.",
        "Place or link: Room 4",
        "How we prepare: Two days before",
        "If a date does not work: A day before",
        "Mon 30 Nov 2026, 09:00 UTC: 10:00 for both (Europe/Berlin)",
        "From 1 Sep 2026 to 28 Feb 2027. We look at this agreement again on 1 Dec 2026.",
        "The house rules, version 4, belong to this agreement.",
        f"Their fingerprint: {digest(RULES.encode())}.",
        "https://x.example/verify/ says how, also without this server.",
        "page 1 of 1",
    ):
        assert said in text


def test_it_shows_both_signatures_with_everything_recorded() -> None:
    text = text_of(sources())
    assert text.count("Mon 23 Nov 2026, 09:30:00 UTC") == 2
    assert text.count("Known by: Authenticator app, Mon 23 Nov 2026, 08:30 UTC") == 2
    assert text.count("I have read this agreement and the house rules.") == 2


def test_the_fingerprint_is_that_of_the_bytes() -> None:
    drawn = sources()
    assert f"(SHA-256): {digest(drawn.document)}" in text_of(drawn)


def test_times_are_shown_by_the_clocks_of_both() -> None:
    at = datetime(2026, 11, 30, 22, tzinfo=UTC)
    zones = (ZoneInfo("America/New_York"), ZoneInfo("Asia/Kolkata"))
    text = text_of(sources(first_dates=(at,), zones=zones))
    assert "17:00 for Tom Hughes (America/New York)" in text
    assert "Tue 03:30 for Priya Nair (Asia/Kolkata)" in text


def test_the_company_s_signature_stands_there_when_it_gave_one() -> None:
    drawn = sources()
    signed = {"typed_name": "Vera Board", "signed_at": AT.isoformat()}
    rules = RulesText(4, digest(RULES.encode()), RULES, signed)
    proof = drawn.evidence
    again = Evidence(
        proof.issuer, proof.document_sha256, rules, proof.signatures, AT, None, proof.made_at
    )
    text = text_of(Sources(drawn.document, drawn.text, again, drawn.zones))
    assert "Signed for the company by Vera Board, Mon 23 Nov 2026, 09:30 UTC." in text


def test_the_same_content_gives_the_same_bytes() -> None:
    assert draw_copy(sources(), b"{}") == draw_copy(sources(), b"{}")
    assert draw_copy(sources(), b"{}") != draw_copy(sources(goal="Another"), b"{}")


def test_the_attachments_are_read_back_byte_by_byte() -> None:
    drawn = sources()
    pdf = draw_copy(drawn, b'{"any":"thing"}')
    assert attachments(pdf) == {AGREEMENT_FILE: drawn.document, EVIDENCE_FILE: b'{"any":"thing"}'}
    other = PdfReader(io.BytesIO(pdf)).attachments
    assert other[AGREEMENT_FILE] == [drawn.document]


def test_a_mark_of_the_library_in_a_text_stays_a_text() -> None:
    assert "{nb} and **bold**" in text_of(sources(goal="{nb} and **bold**"))


@pytest.mark.parametrize(
    "name",
    [
        "Zoë Łukasz-Ødegård",
        "Ευγενία Παπαδοπούλου",
        "Наталья Щербакова",
        "Nguyễn Thị Hồng Ánh",
        "王小明",
        "鄧麗君",
        "山田太郎",
        "さくら 髙橋",
        "김철수",
    ],
)
def test_names_in_many_scripts_are_set(name: str) -> None:
    text = text_of(sources(names={**NAMES, Role.MENTEE: name}))
    assert f"The goal of {name}, mentee" in text
    assert "□" not in text


@pytest.mark.parametrize("name", ["محمد", "שלום כהן", "प्रिया शर्मा", "فاطمة الزهراء"])
def test_names_whose_letters_change_with_their_neighbors_are_set(name: str) -> None:
    """A reader may give such letters back in another order; none may be missing."""
    text = text_of(sources(names={**NAMES, Role.MENTEE: name}))
    assert set(name) - set(text) == set()
    assert "□" not in text


@pytest.mark.parametrize(
    ("name", "listed"), [("Tom 🙂", "U+1F642"), ("สมชาย", "U+0E2A, U+0E21"), ("გიორგი", "U+10D2")]
)
def test_letters_that_lack_are_shown_as_boxes_and_listed(name: str, listed: str) -> None:
    text = text_of(sources(names={**NAMES, Role.MENTOR: name}))
    assert "□" in text
    assert "Letters that our typefaces lack" in text
    assert listed in text


LONG = "A long goal with many words and a few Anyverylongwordsthatneverend " * 24


@pytest.mark.parametrize(
    ("names", "goal"),
    [
        (NAMES, LONG),
        (dict.fromkeys(Role, "Maximiliane von und zu " * 21), LONG),
        (dict.fromkeys(Role, "W" * 500), "W" * 1500),
        (dict.fromkeys(Role, "王" * 500), "山" * 1500),
        (dict.fromkeys(Role, "محمد عبد الله " * 35), "السلام عليكم ورحمة الله " * 60),
        (dict.fromkeys(Role, "🙂" * 500), "🙂" * 1500),
    ],
)
def test_long_texts_flow_and_nothing_runs_off_the_page(names: dict[Role, str], goal: str) -> None:
    pages = pages_of(sources(names=names, goal=goal, place="P" * 200, notice="N" * 200))
    assert 1 < len(pages) <= 9
    for number, page in enumerate(pages, 1):
        assert f"page {number} of {len(pages)}" in page
    assert "Signed" in "".join(pages)


def test_lines_never_stand_on_each_other_or_outside() -> None:
    """Every line has a place of its own, inside the margins."""
    drawn = sources(names=dict.fromkeys(Role, "Maximiliane von und zu " * 12), goal=LONG)
    places: list[tuple[int, float, float]] = []
    reader = PdfReader(io.BytesIO(draw_copy(drawn, b"{}")))
    for number, page in enumerate(reader.pages):

        def note(text: str, _cm: Any, tm: list[float], *_rest: Any, on: int = number) -> None:
            if text.strip():
                places.append((on, round(tm[4]), round(tm[5])))

        page.extract_text(visitor_text=note)
    assert len(places) > 60
    assert all(56 <= x <= 540 for _, x, _ in places)
    assert all(y >= 28 for _, _, y in places)
    body = [place for place in places if place[2] > (BOTTOM + 2) * 72 / 25.4]
    heights = {(on, x): sorted({y for o, at, y in body if (o, at) == (on, x)}) for on, x, _ in body}
    gaps = [later - earlier for rows in heights.values() for earlier, later in pairwise(rows)]
    assert min(gaps) >= 9


def test_two_hundred_and_fifty_words_fit_two_pages() -> None:
    goal = " ".join(["word"] * 230)
    assert len(pages_of(sources(goal=goal))) <= 2
