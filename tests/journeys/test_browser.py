"""The first page of all, in a real browser."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.looks import LOOKS, Visitor, shifted, sideways, small_targets

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_the_sign_in_page_opens_without_a_complaint(page: Page, complaints: list[str]) -> None:
    page.goto("/accounts/login/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert complaints == []


def test_a_page_that_breaks_the_policy_is_noticed(page: Page, complaints: list[str]) -> None:
    page.goto("/accounts/login/")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    assert complaints


def test_what_breaks_a_budget_is_noticed(browser: Browser, live_server: LiveServer) -> None:
    context = LOOKS[0].window(browser, live_server.url)
    visitor = Visitor(context)
    assert visitor.look_at("/accounts/login/", with_axe=False) == []
    visitor.page.set_content("<table width=900><tr><td><button>x</button></td></tr></table>")
    assert sideways(visitor.page)
    assert small_targets(visitor.page)
    visitor.page.evaluate("window.shifts = [0.2]")
    assert shifted(visitor.page) == ["moves by 0.200"]
    context.close()
