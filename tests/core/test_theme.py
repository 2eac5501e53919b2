"""The theme is a choice kept in a cookie; every layout obeys it without a script."""

import re

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from core.views.theme import KEPT_FOR, theme_of

ERROR_PAGES = ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"]


def choose(client: Client, theme: str, back: str = "") -> HttpResponse:
    answer = client.post(reverse("core:set-theme"), {"theme": theme, "next": back})
    assert isinstance(answer, HttpResponse)
    return answer


@pytest.mark.parametrize("theme", ["light", "dark", "auto"])
def test_the_choice_is_kept_for_a_year(client: Client, theme: str) -> None:
    cookie = choose(client, theme).cookies["theme"]

    assert cookie.value == theme
    assert cookie["max-age"] == KEPT_FOR.total_seconds()
    assert cookie["samesite"] == "Lax"
    assert cookie["httponly"]


def test_it_returns_to_the_page_it_was_made_on(client: Client) -> None:
    assert choose(client, "dark", "/hr/?page=2").headers["Location"] == "/hr/?page=2"


@pytest.mark.parametrize(
    "back",
    [
        "",
        "//evil.example/",
        "https://evil.example/",
        "http:\\\\evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http://[",
        "\x00//evil.example",
    ],
)
def test_it_never_leads_to_another_site(client: Client, back: str) -> None:
    assert choose(client, "dark", back).headers["Location"] == "/"


def test_a_line_break_in_the_way_back_stays_in_the_address(client: Client) -> None:
    answer = choose(client, "dark", "/hr/\r\nSet-Cookie: a=b")

    assert "\n" not in answer.headers["Location"]
    assert set(answer.cookies) == {"theme"}


@pytest.mark.parametrize("theme", ["", "pink", "DARK", "dark\x00"])
def test_an_unknown_theme_is_refused_in_words(client: Client, theme: str) -> None:
    answer = choose(client, theme)

    assert answer.status_code == 400
    assert "Nothing was changed" in answer.content.decode()
    assert "theme" not in answer.cookies


def test_a_link_cannot_change_the_theme(client: Client) -> None:
    answer = client.get(reverse("core:set-theme"), {"theme": "dark"})

    assert answer.status_code == 405
    assert "theme" not in answer.cookies


@pytest.mark.parametrize(
    ("cookie", "shown"), [("dark", "dark"), ("light", "light"), ("auto", "auto"), ("<b>", "auto")]
)
def test_pages_carry_the_chosen_theme(client: Client, cookie: str, shown: str) -> None:
    client.cookies["theme"] = cookie

    page = client.get("/no-such-page/").content.decode()

    assert f'data-bs-theme="{shown}"' in page


def test_without_a_choice_the_system_decides(rf: RequestFactory) -> None:
    assert theme_of(rf.get("/")) == "auto"


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_error_pages_stand_alone_and_lead_on(name: str) -> None:
    page = render_to_string(name)

    assert len(re.findall(r"<h1>[^<]+</h1>", page)) == 1
    assert 'class="btn btn-primary" href="/"' in page
    assert 'data-bs-theme="auto"' in page


def test_the_title_says_when_a_form_has_errors() -> None:
    class Broken:
        errors = ("goal",)

    assert "<title>Error: " in render_to_string("404.html", {"form": Broken()})
    assert "<title>Error: " not in render_to_string("404.html")
