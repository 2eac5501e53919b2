"""People come in from a file; the same file again changes nothing."""

from datetime import datetime

import pytest
from allauth.account.models import EmailAddress

from accounts.models import Company, User
from core.models import AuditEvent
from directory.actions import import_people, preview_people
from outbox.models import OutboxMessage
from tests import builders
from tests.directory.files import HEADER, PRIYA, TOM, csv_file, person

pytestmark = pytest.mark.django_db


def test_a_file_brings_people_in(now: datetime) -> None:
    report = import_people(csv_file(), by=None, now=now)

    priya = User.objects.get(email="priya@example.com")
    assert (report.created, report.updated, report.wrong) == (2, 0, 0)
    assert (priya.display_name, priya.given_name, priya.level) == ("Priya Nair", "Priya", 2)
    assert (priya.department, priya.country, priya.employee_id) == ("Product", "DE", "1001")
    assert priya.manager == User.objects.get(email="tom@example.com")
    assert not priya.has_usable_password()


def test_the_same_file_again_changes_nothing(now: datetime) -> None:
    import_people(csv_file(), by=None, now=now)
    before = list(User.objects.order_by("pk").values())
    trail = AuditEvent.objects.count()

    report = import_people(csv_file(), by=None, now=now)

    assert (report.created, report.updated, report.unchanged) == (0, 0, 2)
    assert list(User.objects.order_by("pk").values()) == before
    assert AuditEvent.objects.count() == trail


def test_what_the_file_says_anew_is_written(now: datetime) -> None:
    import_people(csv_file(), by=None, now=now)
    moved = (*PRIYA[:4], "Senior Analyst", "3", "Data", "GB", "")

    report = import_people(csv_file([moved, TOM]), by=None, now=now)

    priya = User.objects.get(email="priya@example.com")
    assert (report.created, report.updated, report.unchanged) == (0, 1, 1)
    assert (priya.job_title, priya.level, priya.department) == ("Senior Analyst", 3, "Data")
    assert (priya.country, priya.manager) == ("GB", None)
    event = AuditEvent.objects.get(verb="update person")
    assert event.facts["fields"] == "country, department, job_title, level, manager"


def test_a_blank_cell_clears_and_a_missing_column_keeps(now: datetime) -> None:
    import_people(csv_file(), by=None, now=now)
    header = ("Employee id", "Department")

    import_people(csv_file([("1001", "")], header), by=None, now=now)

    priya = User.objects.get(employee_id="1001")
    assert (priya.department, priya.job_title, priya.level) == ("", "Analyst", 2)
    assert priya.manager is not None


def test_what_people_chose_themselves_survives_the_same_file(now: datetime) -> None:
    header = (*HEADER, "Time zone", "Languages")
    rows = [(*PRIYA, "Europe/Berlin", "English")]
    import_people(csv_file(rows, header), by=None, now=now)
    User.objects.filter(employee_id="1001").update(
        display_name="Pri Nair", time_zone="Asia/Tokyo", languages=["en", "ja"]
    )

    same = import_people(csv_file(rows, header), by=None, now=now)
    news = [(*PRIYA[:3], "Nair-Jones", *PRIYA[4:], "Europe/Berlin", "English")]
    renamed = import_people(csv_file(news, header), by=None, now=now)

    priya = User.objects.get(employee_id="1001")
    assert (same.updated, renamed.updated) == (0, 1)
    assert priya.display_name == "Priya Nair-Jones"
    assert (priya.time_zone, priya.languages) == ("Asia/Tokyo", ["en", "ja"])


def test_who_set_things_before_the_first_import_keeps_them(now: datetime) -> None:
    own = builders.make_person("Priya N.", email="priya@example.com", time_zone="Asia/Tokyo")

    first = import_people(csv_file([PRIYA]), by=None, now=now)
    second = import_people(csv_file([PRIYA]), by=None, now=now)

    own.refresh_from_db()
    assert (own.display_name, own.employee_id, own.level) == ("Priya N.", "1001", 2)
    assert (first.updated, second.updated) == (1, 0)


@pytest.mark.parametrize(
    ("country", "zone"), [("DE", "Europe/Berlin"), ("US", "Europe/Paris"), ("", "Europe/Paris")]
)
def test_a_new_person_lives_in_the_zone_of_the_country_or_the_company(
    now: datetime, country: str, zone: str
) -> None:
    Company.objects.create(pk=1, default_time_zone="Europe/Paris")

    import_people(csv_file([person(1, country=country)]), by=None, now=now)

    assert User.objects.get(email="person1@example.com").time_zone == zone


def test_a_wrong_row_is_reported_with_its_line_and_the_others_are_applied(now: datetime) -> None:
    rows = [PRIYA, person(1, email="nobody at home"), TOM, person(2, job_level="Senior")]

    report = import_people(csv_file(rows), by=None, now=now)

    assert User.objects.count() == 2
    assert (report.created, report.wrong) == (2, 2)
    assert [(one.line, one.code) for one in report.problems] == [(3, "bad_email"), (5, "bad_level")]


def test_sensitive_columns_are_dropped_and_named(now: datetime) -> None:
    header = (*HEADER, "Date of birth", "Gender", "Shoe size")
    rows = [(*PRIYA, "1999-04-01", "female", "39")]

    report = import_people(csv_file(rows, header), by=None, now=now)

    stored = str(User.objects.values().get())
    assert report.dropped == ("Date of birth", "Gender")
    assert report.unused == ("Shoe size",)
    assert "1999" not in stored
    assert "female" not in stored


def test_a_preview_writes_nothing_and_says_the_same(now: datetime) -> None:
    seen = preview_people(csv_file(), by=None, now=now)
    assert User.objects.count() == 0

    done = import_people(csv_file(), by=None, now=now)

    assert (seen.created, seen.updated, seen.wrong) == (done.created, done.updated, done.wrong)


def test_an_employee_id_outlives_a_change_of_name_and_address(now: datetime) -> None:
    import_people(csv_file(), by=None, now=now)
    married = ("1001", "priya.jones@example.com", "Priya", "Jones", *PRIYA[4:])

    report = import_people(csv_file([married, TOM]), by=None, now=now)

    priya = User.objects.get(employee_id="1001")
    assert report.created == 0
    assert (priya.email, priya.display_name) == ("priya.jones@example.com", "Priya Jones")


def test_a_claimed_account_keeps_its_address_until_the_owner_confirms(now: datetime) -> None:
    own = builders.make_person("Priya Nair", email="priya@example.com", employee_id="1001")
    moved = ("1001", "priya.jones@example.com", *PRIYA[2:])

    first = import_people(csv_file([moved]), by=None, now=now)
    second = import_people(csv_file([moved]), by=None, now=now)

    own.refresh_from_db()
    mail = OutboxMessage.objects.get(kind="account_notice")
    assert (own.email, own.pending_email) == ("priya@example.com", "priya.jones@example.com")
    assert mail.address == "priya@example.com"
    assert (first.updated, second.updated) == (1, 0)
    assert not EmailAddress.objects.filter(email="priya.jones@example.com").exists()


def test_a_pending_address_goes_when_the_file_returns_to_the_old_one(now: datetime) -> None:
    own = builders.make_person(
        "Priya Nair", email="priya@example.com", employee_id="1001", pending_email="x@example.com"
    )

    import_people(csv_file([PRIYA]), by=None, now=now)

    own.refresh_from_db()
    assert (own.email, own.pending_email) == ("priya@example.com", "")


def test_an_hr_admins_address_is_never_changed_by_a_file(now: datetime) -> None:
    admin = builders.make_person(
        "Hana", email="hana@example.com", employee_id="1", is_hr_admin=True
    )
    row = person(1, employee_id="1", email="evil@example.com")

    report = import_people(csv_file([row]), by=None, now=now)

    admin.refresh_from_db()
    assert (admin.email, admin.pending_email) == ("hana@example.com", "")
    assert [one.code for one in report.problems] == ["hr_email"]


def test_an_address_of_somebody_else_is_refused(now: datetime) -> None:
    import_people(csv_file(), by=None, now=now)
    stolen = ("1001", "tom@example.com", *PRIYA[2:])
    double = ("1003", "tom@example.com", *TOM[2:])

    report = import_people(csv_file([stolen, double]), by=None, now=now)

    assert [one.code for one in report.problems] == ["email_taken", "row_twice"]
    assert User.objects.get(employee_id="1001").email == "priya@example.com"


def test_a_new_id_for_a_known_address_is_a_question_for_hr(now: datetime) -> None:
    import_people(csv_file(), by=None, now=now)

    report = import_people(csv_file([("9", *TOM[1:])]), by=None, now=now)

    assert [one.code for one in report.problems] == ["two_people"]
    assert User.objects.get(email="tom@example.com").employee_id == "1002"


def test_the_first_of_two_rows_of_a_person_counts(now: datetime) -> None:
    again = ("1001", "priya@example.com", "Somebody", "Else", *PRIYA[4:])

    report = import_people(csv_file([PRIYA, again, TOM]), by=None, now=now)

    assert User.objects.get(employee_id="1001").display_name == "Priya Nair"
    assert [(one.line, one.code, one.facts["first"]) for one in report.problems] == [
        (3, "row_twice", "2")
    ]


def test_only_hr_admins_import(now: datetime, stranger: User) -> None:
    with pytest.raises(Exception, match="Only HR admins"):
        import_people(csv_file(), by=stranger, now=now)
    assert User.objects.count() == 1
