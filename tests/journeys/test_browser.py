"""The first page of all, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_the_sign_in_page_opens_without_a_complaint(page: Page, complaints: list[str]) -> None:
    page.goto("/accounts/login/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert complaints == []


def test_a_page_that_breaks_the_policy_is_noticed(page: Page, complaints: list[str]) -> None:
    page.goto("/accounts/login/")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    assert complaints
