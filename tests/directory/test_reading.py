"""Files as they come: encodings, separators, quotes, and everything that is no list of people."""

import io
import zipfile

import pytest

from directory.rules.decoding import MAX_BYTES
from directory.rules.problems import Problem, Unreadable
from directory.rules.reading import Sheet, read_sheet
from directory.rules.table import MAX_ROWS
from tests.directory.files import PRIYA, TOM, csv_file

JOSE = ("7", "jose@example.com", "José", "Muñoz-Øre", "Büroleiter", "4", "Été", "ES", "")


def names(data: bytes) -> list[object]:
    return [row.own["display_name"] for row in read_sheet(data).people]


def codes(sheet: Sheet) -> list[tuple[int, str]]:
    return [(problem.line, str(problem.code)) for problem in sheet.problems]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_encodings_are_told_apart(encoding: str) -> None:
    data = csv_file([JOSE, PRIYA]).decode().encode(encoding)

    assert names(data) == ["José Muñoz-Øre", "Priya Nair"]


def test_a_file_joined_from_two_encodings_is_read_line_by_line() -> None:
    header, utf8, other = csv_file([JOSE, ("8", "zoe@example.com", "Zoë", *JOSE[3:])]).splitlines()
    data = b"\r\n".join([header, utf8, other.decode().encode("cp1252")])

    assert names(data) == ["José Muñoz-Øre", "Zoë Muñoz-Øre"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_told_apart(separator: str) -> None:
    rows = [(*PRIYA[:4], "Analyst, first; second", *PRIYA[5:])]

    sheet = read_sheet(csv_file(rows, separator=separator))

    assert sheet.people[0].kept["job_title"] == "Analyst, first; second"


def test_the_line_by_which_excel_names_its_separator_is_skipped() -> None:
    data = b"sep=;\r\n" + csv_file(separator=";")

    sheet = read_sheet(data)

    assert [row.line for row in sheet.people] == [3, 4]


def test_a_second_header_with_labels_is_skipped() -> None:
    data = csv_file([("Personnel number", "E-mail", "Given name", "Surname", *[""] * 5), PRIYA])

    assert names(data) == ["Priya Nair"]


def test_line_breaks_inside_quotes_do_not_shift_line_numbers() -> None:
    rows = [(*PRIYA[:4], "Analyst\nand more", *PRIYA[5:]), ("x", "nonsense", *TOM[2:])]

    sheet = read_sheet(csv_file(rows))

    assert sheet.people[0].kept["job_title"] == "Analyst and more"
    assert codes(sheet) == [(4, "bad_email")]


def test_blank_lines_and_trailing_separators_are_no_rows() -> None:
    data = csv_file() + b"\r\n\r\n,,,,,,,,\r\n" + b"1003,a@example.com,A,B,C,1,D,DE,,,,\r\n"

    sheet = read_sheet(data)

    assert len(sheet.people) == 3
    assert sheet.problems == ()


@pytest.mark.parametrize(
    "row", [b"1003;a@example.com;A;B", b"1003,a@example.com", b"a," * 12 + b"a"]
)
def test_a_row_of_another_width_is_wrong_and_the_rest_is_read(row: bytes) -> None:
    sheet = read_sheet(csv_file([PRIYA]) + row + b"\r\n" + csv_file([TOM]).splitlines()[1])

    assert codes(sheet) == [(3, "wrong_width")]
    assert len(sheet.people) == 2


def test_a_quote_that_never_closes_is_named_with_its_line() -> None:
    data = csv_file([PRIYA]) + b'1003,a@example.com,"A\r\n' + b"1004,b@example.com,B\r\n"

    assert codes(read_sheet(data)) == [(3, "open_quote")]


def test_a_cell_of_a_megabyte_is_one_wrong_row() -> None:
    huge = (*PRIYA[:4], "x" * 1_000_000, *PRIYA[5:])

    sheet = read_sheet(csv_file([huge, TOM]))

    assert codes(sheet) == [(2, "unreadable_row")]
    assert len(sheet.people) == 1


def test_too_long_a_name_is_refused_not_cut() -> None:
    sheet = read_sheet(csv_file([(*PRIYA[:4], "x" * 200, *PRIYA[5:])]))

    assert codes(sheet) == [(2, "too_long")]
    assert sheet.problems[0].facts["found"] == "200"


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b"])
def test_a_control_character_makes_a_row_wrong(sign: str) -> None:
    sheet = read_sheet(csv_file([(*PRIYA[:2], f"Pri{sign}ya", *PRIYA[3:]), TOM]))

    assert sheet.problems == (Problem(2, sheet.problems[0].code, {"column": "First name"}),)
    assert codes(sheet) == [(2, "control_character")]


def test_line_breaks_and_turning_signs_do_not_get_into_names() -> None:
    row = (*PRIYA[:2], "Pri\nBcc: evil@example.com", "\u202eNair", *PRIYA[4:])

    assert names(csv_file([row])) == ["Pri Bcc: evil@example.com Nair"]


def test_names_in_any_script_and_emoji_stay_as_they_are() -> None:
    family = "👩\u200d👧"
    rows = [(*PRIYA[:2], "山田", "太郎", *PRIYA[4:]), (*TOM[:2], family, "Ahmed", *TOM[4:])]

    assert names(csv_file(rows)) == ["山田 太郎", f"{family} Ahmed"]


def workbook() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 10_000_000)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "empty"),
        (b"\x00" * 50, "empty"),
        (workbook(), "workbook"),
        (b"\xd0\xcf\x11\xe0 old workbook", "workbook"),
        (b"%PDF-1.7 and so on", "not_text"),
        (b"\x1f\x8b\x08 packed", "not_text"),
        (b"\xff\xfeodd", "not_text"),
        (b"priya@example.com,Priya,Nair\r\n", "no_header"),
        (b"x" * (MAX_BYTES + 1), "too_big"),
        (b"Email\r\n" + b"a\r\n" * (MAX_ROWS + 1), "too_many_rows"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_list_of_people_is_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_sheet(data)
    assert refused.value.code == code
