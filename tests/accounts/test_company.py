"""HR edits the company's settings."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Company, User
from core.models import AuditEvent

PAGE = "/me/company/"
SAID = {
    "revision": "0",
    "name": "Example",
    "email_domains": "example.com",
    "default_time_zone": "Europe/Berlin",
}
SignIn = Callable[[User], Client]


@pytest.fixture
def hr(hr_admin: User, sign_in: SignIn) -> Client:
    return sign_in(hr_admin)


def test_settings_are_saved(hr: Client, hr_admin: User) -> None:
    domains = "Example.com\n@example.org; people@mail.example.net example.com"
    hr.post(PAGE, SAID | {"email_domains": domains})

    company = Company.objects.get()
    assert (company.name, company.default_time_zone) == ("Example", "Europe/Berlin")
    assert company.email_domains == ["example.com", "example.org", "mail.example.net"]
    assert AuditEvent.objects.get(verb="update company").actor_id == hr_admin.pk


def test_the_same_settings_again_change_nothing(hr: Client) -> None:
    hr.post(PAGE, SAID)
    hr.post(PAGE, SAID | {"revision": "1"})

    assert Company.objects.get().revision == 1
    assert AuditEvent.objects.filter(verb="update company").count() == 1


def test_who_saves_over_another_admin_sees_both(hr: Client) -> None:
    Company.objects.create(pk=1, name="Example Group", revision=3)

    page = hr.post(PAGE, SAID | {"revision": "2"}).content.decode()

    assert "Somebody else changed the settings meanwhile." in page
    assert "Stored now: Example Group" in page
    assert 'value="Example"' in page
    assert Company.objects.get().name == "Example Group"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email_domains", "example", "“example” is not a domain"),
        ("email_domains", "exa mple.com/x", "“exa” is not a domain"),
        ("email_domains", "-a.com", "“-a.com” is not a domain"),
        ("email_domains", "gmail.com", "Anyone can get an address at gmail.com"),
        ("name", "", "This field is required."),
        ("default_time_zone", "Mars/Olympus", "Select a valid choice."),
    ],
)
def test_bad_settings_are_named_and_kept(hr: Client, field: str, value: str, sentence: str) -> None:
    page = hr.post(PAGE, SAID | {field: value}).content.decode()

    assert sentence in page
    assert value in page
    assert not Company.objects.exists()


@pytest.mark.parametrize("who", ["mentor", "coordinator", "stranger"])
def test_nobody_else_sees_or_edits_them(
    who: str, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    client = sign_in(request.getfixturevalue(who))

    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, SAID).status_code == 403
    assert not Company.objects.exists()
