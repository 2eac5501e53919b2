"""What single cells say."""

from collections.abc import Callable
from datetime import date

import pytest

from directory.rules import values
from directory.rules.values import Wrong


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("5", 5), ("L5", 5), ("Grade 07", 7), ("7 - Director", 7), ("IC4", 4), ("G-12", 12),
        ("5.0", 5), ("5,0", 5), ("Level: 4", 4), ("0", 0), ("99", 99),
    ],
)  # fmt: skip
def test_levels_are_the_one_number_in_the_cell(text: str, level: int) -> None:
    assert values.read_level(text) == level


@pytest.mark.parametrize("text", ["Senior", "-3", "+3", "L5/6", "100", "5.5", "1e9", "NaN", "=5+1"])
def test_what_holds_no_single_number_is_no_level(text: str) -> None:
    with pytest.raises(Wrong) as refused:
        values.read_level(text)
    assert refused.value.facts["value"] == text


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("Priya.Nair@Example.COM", "priya.nair@example.com"),
        ("mailto:a@b.co", "a@b.co"),
        ("o'brien+x@sub.example.com", "o'brien+x@sub.example.com"),
    ],
)
def test_addresses_are_plain_and_small(text: str, email: str) -> None:
    assert values.read_email(text) == email


@pytest.mark.parametrize(
    "text",
    ["a", "a@b", "a b@c.de", "a@b.de, c@d.de", "a..b@c.de", ".a@b.de", "a@-b.de", "a@b.de\nBcc: x",
     f"{'a' * 65}@b.de", f"a@{'b' * 250}.de", "<script>@b.de", "a@b.de'--"],
)  # fmt: skip
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(Wrong):
        values.read_email(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Priya Nair", "Priya Nair"),
        ("Nair, Priya", "Priya Nair"),
        ("King, Martin Luther", "Martin Luther King"),
        ("Tom Hughes, PhD", "Tom Hughes, PhD"),
        ("  Priya\t Nair ", "Priya Nair"),
    ],
)
def test_names_are_turned_round(text: str, name: str) -> None:
    assert values.read_name(text, 150) == name


@pytest.mark.parametrize(
    ("text", "code"),
    [("DE", "DE"), ("deu", "DE"), ("Deutschland", "DE"), ("Allemagne", "DE"), ("U.S.A.", "US"),
     ("Viet Nam", "VN"), ("Côte d’Ivoire", "CI"), ("united kingdom", "GB")],
)  # fmt: skip
def test_countries_go_by_codes_and_names(text: str, code: str) -> None:
    assert values.read_country(text) == code


@pytest.mark.parametrize(
    ("text", "zone"),
    [("Europe/Berlin", "Europe/Berlin"), ("europe/berlin", "Europe/Berlin"),
     ("W. Europe Standard Time", "Europe/Berlin"), ("America/New York", "America/New_York"),
     ("(UTC+01:00) Europe/Berlin", "Europe/Berlin"), ("Etc/GMT-1", "Etc/GMT-1")],
)  # fmt: skip
def test_time_zones_go_by_iana_and_windows_names(text: str, zone: str) -> None:
    assert values.read_time_zone(text) == zone


@pytest.mark.parametrize(
    ("text", "codes"),
    [("English; Deutsch (C1)", ("en", "de")), ("de-AT", ("de",)), ("Englisch, anglais", ("en",)),
     ("español | français", ("es", "fr"))],
)  # fmt: skip
def test_languages_go_by_codes_and_names(text: str, codes: tuple[str, ...]) -> None:
    assert values.read_languages(text) == codes


@pytest.mark.parametrize(
    ("text", "week"),
    [("Mon-Fri", "12345"), ("Sunday to Thursday", "12347"), ("Mo, Di, Do", "124"),
     ("lundi à jeudi", "1234"), ("Fri-Mon", "1567"), ("54321", "12345"), ("Sun–Thu", "12347")],
)  # fmt: skip
def test_working_weeks_go_by_days_and_ranges(text: str, week: str) -> None:
    assert values.read_week(text) == week


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-04-25", date(2026, 4, 25)),
        ("2026-04-25T00:00:00Z", date(2026, 4, 25)),
        ("25.04.2026", date(2026, 4, 25)),
        ("03.04.2026", date(2026, 4, 3)),
        ("25/04/2026", date(2026, 4, 25)),
        ("04/25/2026", date(2026, 4, 25)),
        ("04/04/2026", date(2026, 4, 4)),
    ],
)
def test_dates_are_read_where_they_can_mean_one_day(text: str, day: date) -> None:
    assert values.read_day(text) == day


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (values.read_day, "03/04/2026"),
        (values.read_day, "2026-02-30"),
        (values.read_day, "0000-01-01"),
        (values.read_day, "yesterday"),
        (values.read_week, "Mon-Fri-Sun"),
        (values.read_week, "8"),
        (values.read_week, "0"),
        (values.read_standing, "perhaps"),
        (values.read_country, "Atlantis"),
        (values.read_time_zone, "Europe/Atlantis"),
        (values.read_languages, "English, Klingonian"),
    ],
)
def test_what_means_nothing_is_refused(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(Wrong):
        read(text)


@pytest.mark.parametrize(
    ("text", "is_here"),
    [("Active", True), ("aktiv", True), ("On Leave", True), ("1", True), ("Terminated", False),
     ("ausgeschieden", False), ("inactif", False), ("Baja", False), ("FALSE", False)],
)  # fmt: skip
def test_status_words_say_who_is_here(text: str, *, is_here: bool) -> None:
    assert values.read_standing(text) is is_here
