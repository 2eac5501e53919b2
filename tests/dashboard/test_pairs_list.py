from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from dashboard.queries import paging
from dashboard.queries.paging import BadCursor, Cursor, page_of
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import Program
from tests import builders
from tests.dashboard.stage import IN_SEPTEMBER, LAST_WEEK, make_couple, refresh, text_of

LIST = "/hr/pairs/"


@pytest.fixture
def couples(program: Program, now: datetime) -> list[Pairing]:
    """A late pair, one on rhythm, one without any facts yet, a proposal, one that ended."""
    pairs = [
        make_couple(program, "Kofi Boateng", "Mark Tiller", LAST_WEEK),
        make_couple(program, "Amara Osei", "Ingrid Sand", IN_SEPTEMBER),
    ]
    refresh(now)
    pairs += [
        make_couple(program, "Lena Wolf", "Paulo Reis"),
        make_couple(program, "Yuki Hara", "Denise Abel", state=PairState.PROPOSED),
        make_couple(program, "Sam Rao", "Farid Khan", state=PairState.ENDED, ended_at=now),
    ]
    return pairs


def names_in(page: str) -> list[str]:
    """Return the mentors named in the list, in its order."""
    known = ("Kofi", "Amara", "Lena", "Yuki", "Sam")
    return sorted((name for name in known if f"{name} " in page), key=page.index)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        # Riskiest first; who cannot be judged yet comes last.
        ({}, ["Amara", "Kofi", "Lena"]),
        ({"status": "late"}, ["Amara"]),
        ({"status": "on_rhythm"}, ["Kofi"]),
        ({"band": "at_risk"}, ["Amara"]),
        ({"state": "proposed"}, ["Yuki"]),
        ({"state": "over"}, ["Sam"]),
        ({"state": "all"}, ["Amara", "Kofi", "Lena", "Yuki", "Sam"]),
        ({"q": "osei"}, ["Amara"]),
        ({"q": "kofi till"}, ["Kofi"]),
        ({"q": "%"}, []),
        ({"department": "Data"}, ["Amara", "Kofi", "Lena"]),
        ({"department": "Legal"}, []),
        ({"status": "late", "q": "kofi"}, []),
    ],
)
def test_filters_narrow_the_list(
    desk: Client, couples: list[Pairing], query: dict[str, str], shown: list[str]
) -> None:
    page = text_of(desk.get(LIST, query))
    assert names_in(page.split("Agreement", 1)[-1]) == shown
    assert ("No pair fits these filters" in page) is (not shown)


def test_chips_count_the_bands_whatever_band_is_chosen(
    desk: Client, couples: list[Pairing]
) -> None:
    page = text_of(desk.get(LIST, {"band": "at_risk"}))
    assert "All 3 At risk 1 Needs a check-in 1 On track 0" in page


def test_a_chosen_filter_can_be_taken_off_alone(desk: Client, couples: list[Pairing]) -> None:
    body = desk.get(LIST, {"status": "late", "department": "Data"}).content.decode()
    assert 'href="?department=Data">Late' in body
    assert 'href="?status=late">Data' in body


def test_other_programs_pairs_are_not_there(
    desk: Client, couples: list[Pairing], now: datetime
) -> None:
    other = builders.make_program("Another program")
    make_couple(other, "Zoe Diaz", "Carl Jung", LAST_WEEK)
    refresh(now)
    assert "Zoe" not in text_of(desk.get(LIST, {"state": "all"}))
    page = text_of(desk.get(LIST, {"program": str(other.uid)}))
    assert "Program: Select a valid choice" in page
    assert "Zoe" not in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"page": "0"}, "This page has no filter called page."),
        ({"page": "abc", "sort": "password"}, "This page has no filters called page, sort."),
        ({"state": "dreaming"}, "State: Select a valid choice."),
        ({"band": "<script>"}, "Health: Select a valid choice."),
        ({"program": "'; DROP"}, "Program: Select a valid choice."),
        ({"q": "a" * 101}, "Name: Ensure this value has at most 100 characters"),
        ({"q": "a\x00b"}, "Name: Null characters are not allowed."),
        ({"after": "abc"}, "There is no such page."),
        ({"before": "-1"}, "There is no such page."),
        ({"after": "9" * 40}, "There is no such page."),
    ],
)
def test_bad_addresses_get_a_message_and_the_list(
    desk: Client, couples: list[Pairing], query: dict[str, str], said: str
) -> None:
    response = desk.get(LIST, query)
    page = text_of(response)
    assert response.status_code == 200
    assert said in page
    assert names_in(page) == ["Amara", "Kofi", "Lena"]
    assert "<script>" not in response.content.decode()


def test_a_script_in_a_name_is_text(desk: Client, program: Program) -> None:
    pair = make_couple(program, "<script>alert(1)</script>", "{{7*7}} Sand")
    body = desk.get(LIST).content.decode()
    assert "<script>alert" not in body
    assert "{{7*7}}" in body
    assert pair.mentor.display_name not in body


def test_pages_of_pairs_meet_without_gap_or_overlap(
    program: Program, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in range(4):
        make_couple(program, f"Ann A{at}", f"Bob B{at}", date(2026, 9, 10 + at // 2))
    refresh(now)
    make_couple(program, "Cleo C", "Dan D")
    pairs = Pairing.objects.select_related("health")
    whole = [pair.pk for pair in page_of(pairs, size=9).pairs]
    forward, after = [], ""
    while True:
        page = page_of(pairs, after=after, size=2)
        forward.append([pair.pk for pair in page.pairs])
        after = page.after
        if not after:
            break
    assert [pk for each in forward for pk in each] == whole
    backward, before = [forward[-1]], page.before
    while before:
        page = page_of(pairs, before=before, size=2)
        backward.append([pair.pk for pair in page.pairs])
        before = page.before
    assert [pk for each in reversed(backward) for pk in each] == whole


def test_the_list_leads_to_the_next_page_and_keeps_the_filters(
    desk: Client, couples: list[Pairing], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging.page_of, "__kwdefaults__", {"after": "", "before": "", "size": 2})
    body = desk.get(LIST, {"department": "Data"}).content.decode()
    start = body.index("?department=Data&amp;after=")
    address = body[start : body.index('"', start)].replace("&amp;", "&")
    page = text_of(desk.get(LIST + address))
    assert names_in(page) == ["Lena"]
    assert "Previous" in page
    assert "Next " not in page.split("Previous")[-1]


@pytest.mark.parametrize("text", ["", "x", "never", "12-12", "never-" + "g" * 32, "-1-" + "0" * 32])
def test_a_cursor_that_nobody_gave_is_refused(text: str) -> None:
    with pytest.raises(BadCursor):
        Cursor.read(text)


def test_a_cursor_survives_the_address(pair: Pairing, now: datetime) -> None:
    refresh(now)
    cursor = Cursor.of(Pairing.objects.select_related("health").get())
    assert Cursor.read(str(cursor)) == cursor
    assert str(pair.pk) not in str(cursor).split("-")


def test_without_any_pair_the_list_says_what_comes_first(desk: Client, program: Program) -> None:
    response = desk.get(LIST)
    assert "No pairs yet" in text_of(response)
    assert f'href="{reverse("dashboard:show-health")}"' in response.content.decode()


def test_a_partner_who_is_hr_admin_does_not_see_their_own_pair(
    client: Client, pair: Pairing, now: datetime
) -> None:
    User.objects.filter(pk=pair.mentee_id).update(is_hr_admin=True)
    refresh(now)
    client.force_login(User.objects.get(pk=pair.mentee_id))
    assert "Priya" not in text_of(client.get(LIST))
