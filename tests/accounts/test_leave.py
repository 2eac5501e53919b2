"""Days on which a person is away."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from accounts.actions import add_leave
from accounts.models import Leave, User
from core.errors import Forbidden
from core.models import AuditEvent
from tests import builders

DAYS = {"starts_on": "2026-12-21", "ends_on": "2027-01-01"}


@pytest.fixture
def person(db: None) -> User:
    return builders.make_person("Priya Nair")


@pytest.fixture
def client_of(person: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(person)


def test_leave_is_kept_once_however_often_it_is_said(person: User, client_of: Client) -> None:
    for _time in range(2):
        client_of.post("/me/leaves/", DAYS)

    leave = Leave.objects.get(user=person)
    person.refresh_from_db()
    assert (leave.starts_on, leave.ends_on) == (date(2026, 12, 21), date(2027, 1, 1))
    assert person.revision == 1
    assert AuditEvent.objects.get(verb="add leave").facts == {}


def test_leave_is_shown_and_can_be_removed(person: User, client_of: Client) -> None:
    client_of.post("/me/leaves/", DAYS)
    assert "21 Dec 2026" in client_of.get("/me/").content.decode()

    client_of.post(f"/me/leaves/{Leave.objects.get().uid}/remove/")

    person.refresh_from_db()
    assert not Leave.objects.exists()
    assert person.revision == 2


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "sentence"),
    [
        ("2026-12-21", "2026-12-20", "The last day is before the first."),
        ("2026-12-21", "2036-12-20", "more than two years"),
        ("1900-01-01", "9999-12-31", "more than two years"),
        ("", "2026-12-20", "This field is required."),
        ("soon", "2026-12-20", "Enter a valid date."),
        ("2026-02-30", "2026-12-20", "Enter a valid date."),
    ],
)
def test_days_that_make_no_leave_are_named_and_kept(
    client_of: Client, starts_on: str, ends_on: str, sentence: str
) -> None:
    page = client_of.post(
        "/me/leaves/", {"starts_on": starts_on, "ends_on": ends_on}
    ).content.decode()

    assert sentence in page
    assert f'value="{ends_on}"' in page
    assert not Leave.objects.exists()


def test_another_persons_leave_does_not_exist(client_of: Client, stranger: User) -> None:
    leave = Leave.objects.create(
        user=stranger, starts_on=date(2026, 12, 21), ends_on=date(2026, 12, 22)
    )

    answer = client_of.post(f"/me/leaves/{leave.uid}/remove/")

    assert answer.status_code == 404
    assert Leave.objects.filter(pk=leave.pk).exists()


def test_nobody_keeps_leave_for_another(person: User, stranger: User, now: datetime) -> None:
    with pytest.raises(Forbidden):
        add_leave(
            user=person,
            starts_on=date(2026, 12, 21),
            ends_on=date(2026, 12, 22),
            by=stranger,
            now=now,
        )


def test_leave_that_is_over_is_not_shown(person: User, client_of: Client) -> None:
    Leave.objects.create(user=person, starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 5))

    assert "2020" not in client_of.get("/me/").content.decode()
