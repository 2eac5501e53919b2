"""What people say about themselves."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from accounts.actions import ProfileFacts, update_profile
from accounts.models import User
from core.errors import Forbidden
from core.models import AuditEvent
from tests import builders

PAGE = "/me/"


@pytest.fixture
def person(db: None) -> User:
    return builders.make_person("Priya Nair", email="priya@example.com", job_title="Analyst")


@pytest.fixture
def client_of(person: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(person)


def said(person: User, **changes: Any) -> dict[str, Any]:
    fields = {
        "revision": person.revision,
        "display_name": "Priya Nair",
        "given_name": "",
        "job_title": "Analyst",
        "languages": "English",
        "time_zone": "Europe/Berlin",
        "working_week": ["1", "2", "3", "4", "5"],
    }
    return fields | changes


def test_a_profile_is_saved(person: User, client_of: Client) -> None:
    form = said(
        person,
        display_name="Pri Nair",
        given_name="Pri",
        job_title="Senior Analyst",
        languages="English; deutsch, हिन्दी",
        time_zone="Asia/Kolkata",
        working_week=["7", "1", "2", "3", "4"],
    )
    answer = client_of.post(PAGE, form)

    person.refresh_from_db()
    assert answer["Location"] == PAGE
    assert (person.display_name, person.first_name) == ("Pri Nair", "Pri")
    assert person.job_title == "Senior Analyst"
    assert person.languages == ["en", "de", "hi"]
    assert (person.time_zone, person.working_week) == ("Asia/Kolkata", "12347")
    assert AuditEvent.objects.get(verb="update profile").facts["fields"] == (
        "display_name, given_name, job_title, languages, time_zone, working_week"
    )


def test_saying_the_same_again_changes_nothing(person: User, client_of: Client) -> None:
    client_of.post(PAGE, said(person))

    person.refresh_from_db()
    assert person.revision == 0
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("display_name", "", "This field is required."),
        ("display_name", "\u202e\u200f", "This field is required."),
        ("display_name", "x" * 151, "at most 150 characters"),
        ("display_name", "a\x00b", "Null characters are not allowed."),
        ("languages", "English, Klingonian", "We do not know the language “Klingonian”."),
        ("languages", "", "Name at least one language"),
        ("time_zone", "Europe/Atlantis", "Select a valid choice."),
        ("time_zone", "", "This field is required."),
        ("working_week", [], "Choose at least one working day."),
        ("working_week", ["8"], "Select a valid choice."),
        ("revision", "x", "Enter a whole number."),
        ("revision", "-1", "greater than or equal to 0"),
    ],
)
def test_bad_input_is_named_and_what_was_typed_is_kept(
    person: User, client_of: Client, field: str, value: Any, sentence: str
) -> None:
    form = said(person, given_name="Typed") | {field: value}
    page = client_of.post(PAGE, form).content.decode()

    person.refresh_from_db()
    assert sentence in page
    assert 'value="Typed"' in page
    assert person.given_name == ""


def test_markup_in_a_name_is_only_a_name(person: User, client_of: Client) -> None:
    client_of.post(PAGE, said(person, display_name="<script>alert(1)</script> {{7*7}}"))

    page = client_of.get(PAGE).content.decode()

    assert "<script>" not in page
    assert "{{7*7}}" in page


def test_the_title_of_an_imported_person_is_hrs(person: User, client_of: Client) -> None:
    User.objects.update(employee_id="E-1")

    client_of.post(PAGE, said(person, job_title="Emperor", display_name="Priya N."))

    person.refresh_from_db()
    assert (person.job_title, person.display_name) == ("Analyst", "Priya N.")


def test_who_saves_over_a_change_sees_both(person: User, client_of: Client) -> None:
    User.objects.update(revision=1, time_zone="Asia/Tokyo")

    page = client_of.post(PAGE, said(person, display_name="Pri Nair")).content.decode()

    person.refresh_from_db()
    assert "These data were changed meanwhile." in page
    assert "Stored now: Asia/Tokyo" in page
    assert 'value="Pri Nair"' in page
    assert person.display_name == "Priya Nair"
    client_of.post(PAGE, said(person, revision=1, display_name="Pri Nair"))
    person.refresh_from_db()
    assert (person.display_name, person.time_zone) == ("Pri Nair", "Europe/Berlin")


def test_nobody_edits_another_profile(person: User, stranger: User, now: datetime) -> None:
    facts = ProfileFacts("X", "", "UTC", "1", ("en",), "en")

    with pytest.raises(Forbidden):
        update_profile(user=person, facts=facts, seen_revision=0, by=stranger, now=now)


def test_a_zone_that_is_not_offered_stays(person: User, client_of: Client) -> None:
    User.objects.update(time_zone="US/Eastern")

    client_of.post(PAGE, said(person, time_zone="US/Eastern", given_name="Pri"))

    person.refresh_from_db()
    assert (person.time_zone, person.given_name) == ("US/Eastern", "Pri")


def test_the_page_asks_few_questions(
    person: User, client_of: Client, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_max_num_queries(8):
        client_of.get(PAGE)
