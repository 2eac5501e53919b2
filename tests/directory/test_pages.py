"""HR's page: upload, look, apply, report; nothing is written before, and once."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core.models import AuditEvent
from directory.models import ImportIssue, ImportRun
from tests import builders
from tests.directory.files import HEADER, PRIYA, TOM, csv_file, person

UPLOAD = "/hr/import/"
SignIn = Callable[[User], Client]


@pytest.fixture
def hr(hr_admin: User, sign_in: SignIn) -> Client:
    return sign_in(hr_admin)


def upload(client: Client, data: bytes, name: str = "people.csv") -> str:
    answer = client.post(UPLOAD, {"file": SimpleUploadedFile(name, data, "text/csv")})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def text_of(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_a_file_is_shown_before_anything_is_written(hr: Client) -> None:
    page = text_of(hr, upload(hr, csv_file([PRIYA, TOM, person(3, country="Atlantis")])))

    assert "<em>2</em> people would change." in page
    assert "We do not know the country “Atlantis”." in page
    assert "Priya Nair" in page
    assert User.objects.count() == 1


def test_a_file_is_applied_and_reported(hr: Client) -> None:
    url = upload(hr, csv_file([PRIYA, TOM, person(3, country="Atlantis")]))

    answer = hr.post(f"{url}apply/")

    page = text_of(hr, answer["Location"])
    assert "<em>2</em> new, <em>0</em> changed." in page
    assert "We do not know the country “Atlantis”." in page
    assert User.objects.filter(employee_id__in=["1001", "1002"]).count() == 2


def test_a_second_click_applies_nothing_twice(hr: Client) -> None:
    url = upload(hr, csv_file())
    hr.post(f"{url}apply/")
    trail = AuditEvent.objects.count()

    hr.post(f"{url}apply/")

    assert User.objects.count() == 3
    assert AuditEvent.objects.count() == trail
    assert ImportRun.objects.get().created == 2


def test_dropped_columns_are_named_and_never_kept(hr: Client) -> None:
    header = (*HEADER, "Gender", "Date of birth", "Shoe size")
    url = upload(hr, csv_file([(*PRIYA, "female", "1999-04-01", "39")], header))

    page = text_of(hr, url)

    run = ImportRun.objects.get()
    assert "Gender, Date of birth" in page
    assert "Shoe size" in page
    assert "1999-04-01" not in str(run.read_content())
    assert "female" not in str(run.read_content())


def test_nothing_of_a_file_is_kept_after_it_was_applied(hr: Client) -> None:
    url = upload(hr, csv_file())
    hr.post(f"{url}apply/")

    run = ImportRun.objects.get()
    assert (bytes(run.content), run.samples) == (b"", {})


def test_a_file_can_be_forgotten(hr: Client) -> None:
    url = upload(hr, csv_file())

    hr.post(f"{url}cancel/")
    hr.post(f"{url}apply/")

    assert "Canceled." in text_of(hr, url)
    assert User.objects.count() == 1
    assert bytes(ImportRun.objects.get().content) == b""


def test_a_new_upload_takes_the_place_of_one_that_was_not_applied(hr: Client) -> None:
    first = upload(hr, csv_file([PRIYA]))
    second = upload(hr, csv_file([TOM]))

    assert hr.get(first).status_code == 404
    assert "Tom Hughes" in text_of(hr, second)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04rest", "This is an Excel workbook."),
        (b"\x89PNG\r\n", "This is no text file."),
        (b"one,two\r\n1,2\r\n", "No column is known."),
        (b"First name\r\nPriya\r\n", "No column says who a row is about."),
        (b"Email,Email\r\na@b.de,c@d.de\r\n", "The column “Email” is there twice."),
    ],
)
def test_a_file_that_is_no_list_is_refused_beside_the_field(
    hr: Client, data: bytes, sentence: str
) -> None:
    answer = hr.post(UPLOAD, {"file": SimpleUploadedFile("x.csv", data)})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<title>Error:" in " ".join(page.split())
    assert sentence in page
    assert not ImportRun.objects.exists()


def test_a_form_without_a_file_says_so(hr: Client) -> None:
    page = hr.post(UPLOAD).content.decode()

    assert "This field is required." in page


def test_rows_that_were_left_out_are_downloaded_with_their_reasons(hr: Client) -> None:
    rows = [person(1, country="Atlantis", job_title="=HYPERLINK(1)"), TOM, ("too", "short")]
    url = upload(hr, csv_file(rows))
    hr.post(f"{url}apply/")

    answer = hr.get(f"{url}issues.csv")

    lines = answer.getvalue().decode("utf-8-sig").splitlines()
    assert answer["Content-Disposition"] == 'attachment; filename="import-issues.csv"'
    assert lines[0].startswith("Line,Reason,Applied,Employee id,Email,First name")
    assert lines[1].startswith("2,We do not know the country “Atlantis”.,no,2001,person1@")
    assert ",'=HYPERLINK(1)," in lines[1]
    assert lines[2].startswith("4,")
    assert len(lines) == 3


def test_what_was_put_right_in_the_download_can_be_imported(hr: Client) -> None:
    url = upload(hr, csv_file([person(1, country="Atlantis")]))
    issues = hr.get(f"{url}issues.csv").getvalue()

    again = upload(hr, issues.replace(b"Atlantis", b"Greece"))
    hr.post(f"{again}apply/")

    assert User.objects.get(employee_id="2001").country == "GR"


def test_the_example_can_be_imported(hr: Client) -> None:
    example = hr.get(reverse("directory:download-example")).getvalue()

    page = text_of(hr, upload(hr, example))

    assert "<em>2</em> people would change." in page
    assert not ImportIssue.objects.exists()


def test_words_of_a_file_are_shown_as_words(hr: Client) -> None:
    evil = "<img src=x onerror=alert(1)>{{7*7}}"
    rows = [(*PRIYA[:2], evil, *PRIYA[3:]), person(2, country=evil)]

    url = upload(hr, csv_file(rows, (*HEADER[:-1], "Manager")), name="<b>x</b>.csv")

    page = text_of(hr, url)
    assert "<img src=x" not in page
    assert "<b>x" not in page
    assert "&lt;img src=x" in page
    assert "{{7*7}}" in page


def test_pages_ask_as_many_questions_for_three_rows_as_for_one(hr: Client) -> None:
    counts = []
    for rows in (1, 3):
        url = upload(hr, csv_file([person(line, country="?") for line in range(rows)]))
        hr.get(UPLOAD)
        counts.append([queries_of(hr, page) for page in (url, UPLOAD)])
        hr.post(f"{url}apply/")
        counts[-1].append(queries_of(hr, url))

    assert counts[0] == counts[1]
    assert max(counts[0]) <= 10


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


@pytest.mark.parametrize("who", ["mentor", "coordinator", "stranger"])
def test_nobody_but_hr_admins_sees_the_import(
    who: str, hr_admin: User, sign_in: SignIn, request: pytest.FixtureRequest, now: datetime
) -> None:
    url = upload(sign_in(hr_admin), csv_file())
    person = request.getfixturevalue(who)
    client = sign_in(person)

    assert client.get(UPLOAD).status_code == 403
    assert client.post(UPLOAD, {"file": SimpleUploadedFile("x.csv", csv_file())}).status_code == 403
    assert client.get(url).status_code == 404
    assert client.post(f"{url}apply/").status_code == 404
    assert client.get(f"{url}issues.csv").status_code == 404
    assert client.get("/hr/import/example.csv").status_code == 403
    assert not User.objects.filter(employee_id="1001").exists()


def test_a_visitor_is_asked_to_sign_in(client: Client, db: None) -> None:
    answer = client.get(UPLOAD)

    assert answer["Location"] == "/accounts/login/?next=/hr/import/"


def test_an_hr_admin_sees_what_another_imported(hr: Client, sign_in: SignIn) -> None:
    url = upload(hr, csv_file())
    other = sign_in(builders.make_person("Other Admin", is_hr_admin=True))

    assert "<em>2</em> people would change." in text_of(other, url)
