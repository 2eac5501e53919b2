"""The sign-in page says what this is; the demo's logins show in the demo alone."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

pytestmark = pytest.mark.django_db

LOGIN = {"label": "Priya, a mentor", "email": "priya@demo.example", "password": "made-up"}


def sign_in_page(client: Client) -> str:
    return client.get(reverse("account_login")).content.decode()


def test_it_says_in_a_sentence_what_reverse_mentoring_is(client: Client) -> None:
    assert "the junior colleague mentors the senior" in sign_in_page(client)


def test_the_demo_offers_its_logins(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    settings.DEMO_LOGINS = [LOGIN]

    page = sign_in_page(client)

    assert LOGIN["label"] in page
    assert f'value="{LOGIN["password"]}"' in page


def test_elsewhere_logins_never_show(client: Client, settings: Settings) -> None:
    settings.DEMO = False
    settings.DEMO_LOGINS = [LOGIN]

    assert LOGIN["email"] not in sign_in_page(client)


def test_a_wrong_password_is_said_on_top_and_in_the_title(client: Client) -> None:
    answer = client.post(
        reverse("account_login"), {"login": "nobody@example.com", "password": "wrong"}
    )

    page = answer.content.decode()
    assert "<title>Error: " in page
    assert 'role="alert"' in page
    assert 'value="nobody@example.com"' in page
