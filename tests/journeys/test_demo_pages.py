"""The pages of the demo company as its people find them: from home along every kind of link."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Page

from mentoring.demo.story import HR, LOGINS, PASSWORD
from tests.journeys.looks import CHOSEN, IS_THOROUGH, Look, Visitor
from tests.journeys.stack import Stack
from tests.journeys.test_every_page import NO_PAGES

pytestmark = [pytest.mark.a11y, pytest.mark.system]
# The suite takes HR and a mentee; `make a11y` takes everybody who can sign in.
SUITE = (HR, "tom.hughes@viceversa.example")
VISITORS = tuple(email for _, email in LOGINS) if IS_THOROUGH else SUITE
FEWEST_PAGES = 30
# Pages on which the demo shows most; axe has seen every page with little on it in test_every_page.
FULL = {"home:show-home", "dashboard:show-health", "dashboard:list-pairs", "dashboard:show-pair"}


def test_what_the_demo_company_sees_is_sound(stack: Stack, browser: Browser) -> None:
    found: dict[str, list[str]] = {}
    for number, email in enumerate(VISITORS):
        look = CHOSEN[number % len(CHOSEN)]
        found |= walk(browser, stack, look, email)
    assert {page: wrong for page, wrong in found.items() if wrong} == {}
    assert len(found) >= FEWEST_PAGES


def walk(browser: Browser, stack: Stack, look: Look, email: str) -> dict[str, list[str]]:
    """Sign in and follow links, to one page of each kind; return what is wrong with each."""
    visitor = Visitor(look.window(browser, stack.site))
    sign_in(visitor.page, email)
    found: dict[str, list[str]] = {}
    ahead, seen = ["/"], {"home:show-home"}
    while ahead:
        path = ahead.pop(0)
        is_tried = IS_THOROUGH or resolve(urlsplit(path).path).view_name in FULL
        found[f"{path} as {email}, {look.name}"] = visitor.look_at(path, with_axe=is_tried)
        for kind, link in links(visitor.page, stack.site):
            if kind not in seen | NO_PAGES:
                seen.add(kind)
                ahead.append(link)
    visitor.page.context.close()
    return found


def sign_in(page: Page, email: str) -> None:
    """Sign in with the demo's password."""
    page.goto("/accounts/login/")
    page.get_by_label("Email").first.fill(email)
    page.get_by_label("Password").first.fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).first.click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def links(page: Page, site: str) -> Iterator[tuple[str, str]]:
    """Yield the routes that a page links to, and the links."""
    for url in page.locator("a[href]").evaluate_all("links => links.map(link => link.href)"):
        parts = urlsplit(url)
        if url.startswith(site):
            try:
                yield resolve(parts.path).view_name, f"{parts.path}?{parts.query}"
            except Resolver404:
                pytest.fail(f"{page.url} links to {url}")
