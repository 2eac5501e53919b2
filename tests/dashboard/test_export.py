import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import cast

import pytest
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.models import AuditEvent
from core.spreadsheets import csv_lines, written
from dashboard.queries import pairs as pair_queries
from programs.models import Program
from tests.dashboard.stage import IN_SEPTEMBER, LAST_WEEK, make_couple, refresh

EXPORT = "/hr/pairs/export/"


def rows_of(response: object) -> list[dict[str, str]]:
    content = cast("Iterable[bytes]", cast("StreamingHttpResponse", response).streaming_content)
    text = b"".join(content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_file_holds_exactly_what_the_list_shows(
    desk: Client, program: Program, now: datetime
) -> None:
    make_couple(program, "Kofi Boateng", "Mark Tiller", LAST_WEEK)
    make_couple(program, "Amara Osei", "Ingrid Sand", IN_SEPTEMBER)
    refresh(now)
    assert [row["mentor"] for row in rows_of(desk.post(EXPORT))] == ["Amara Osei", "Kofi Boateng"]
    (row,) = rows_of(desk.post(f"{EXPORT}?status=late"))
    assert row["mentor"] == "Amara Osei"
    assert row["status"] == "40 days late"
    assert row["last_meeting_on"] == "2026-09-14"
    assert (row["held"], row["expected"]) == ("1", "3")
    assert row["agreement_in_force"] == "no"


def test_an_export_is_in_the_audit_trail_without_the_words_searched_for(
    desk: Client, coordinator: User, program: Program
) -> None:
    desk.post(f"{EXPORT}?department=Data&q=Amara")
    event = AuditEvent.objects.get(verb="export pairs")
    assert event.actor_id == coordinator.pk
    assert event.facts == {"department": "Data", "searched": True}


def test_reading_the_address_exports_nothing(desk: Client, program: Program) -> None:
    assert desk.get(EXPORT).status_code == 405
    assert not AuditEvent.objects.exists()


def test_a_stranger_exports_nothing(client: Client, stranger: User) -> None:
    client.force_login(stranger)
    assert client.post(EXPORT).status_code == 404
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("Amara = Ingrid", "Amara = Ingrid"),
        (-1, "'-1"),
        (True, "yes"),
        (None, ""),
    ],
)
def test_no_cell_is_a_formula(value: object, text: str) -> None:
    assert written(value) == text


def test_commas_quotes_and_line_breaks_stay_in_their_cell() -> None:
    lines = "".join(csv_lines(["a", "b"], [['x,"y"\nz', "w"]]))
    assert list(csv.reader(io.StringIO(lines.removeprefix("\ufeff"))))[1] == ['x,"y"\nz', "w"]


def test_a_name_that_is_a_formula_is_neutralized(desk: Client, program: Program) -> None:
    make_couple(program, "=cmd|' /C calc'!A0", "Ingrid Sand")
    (row,) = rows_of(desk.post(EXPORT))
    assert row["mentor"] == "'=cmd|' /C calc'!A0"


def test_a_long_list_is_read_in_pieces(
    desk: Client, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pair_queries, "PIECE", 2)
    for at in range(5):
        make_couple(program, f"Ann A{at}", f"Bob B{at}")
    response = desk.post(EXPORT)
    with CaptureQueriesContext(connection) as queries:
        rows = rows_of(response)
    assert [row["mentor"] for row in rows] == [f"Ann A{at}" for at in range(5)]
    assert len(queries) == 3
