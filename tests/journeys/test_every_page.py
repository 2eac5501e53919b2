"""Every page that somebody can open, in a real browser: axe, the console, the narrowest phone."""

from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from playwright.sync_api import Browser, BrowserContext
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from core import clock
from tests.access_world import ACTORS, NOW, World, make_world
from tests.journeys.looks import CHOSEN, Look, Visitor, first_view
from tests.test_access import address, read_table

pytestmark = [pytest.mark.a11y, pytest.mark.django_db(transaction=True)]
# Files and probes are no pages.
NO_PAGES = frozenset(
    {
        "core:healthz",
        "core:readyz",
        "directory:download-example",
        "directory:download-issues",
        "mfa_download_recovery_codes",
    }
)
# Who opens a page, if they may: first those to whom most pages show most.
WHO = ("anonymous", "mentee", "hr", "mentor", "coordinator", "hr_partner", "former", *ACTORS)
# The same address looks different to these.
ALSO = {"home:show-home": ("stranger", "hr", "hr_partner"), "home:show-pair": ("mentor", "former")}
LIGHT_ENOUGH_KB, REQUESTS_AT_MOST = 120, 8


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, settings: Settings, live_server: LiveServer) -> World:
    """Everybody who may open pages, with something on each of them."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    settings.ACCOUNT_RATE_LIMITS = False
    return make_world()


def pages() -> Iterator[tuple[str, str]]:
    """Yield who opens what: every route that answers a GET for anybody."""
    for route, (letters, _) in read_table().items():
        allowed = {who for who, letter in zip(ACTORS, letters, strict=True) if letter == "y"}
        if allowed and route not in NO_PAGES:
            yield next(who for who in WHO if who in allowed), route
        for who in ALSO.get(route, ()):
            yield who, route


@pytest.mark.parametrize("look", CHOSEN, ids=lambda look: look.name)
def test_every_page_is_sound(
    world: World, browser: Browser, live_server: LiveServer, look: Look
) -> None:
    found, visitors = {}, {}
    for who, route in pages():
        if who not in visitors:
            visitors[who] = Visitor(_window(look, browser, live_server, world.cookies[who]))
        found[f"{route} as {who}"] = visitors[who].look_at(address(world, route, who))
    for visitor in visitors.values():
        visitor.page.context.close()
    assert {page: wrong for page, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(
    ("who", "path"), [("anonymous", "/accounts/login/"), ("mentee", "/"), ("hr", "/hr/")]
)
def test_a_first_view_is_light_and_stands_still(
    world: World, browser: Browser, live_server: LiveServer, who: str, path: str
) -> None:
    context = _window(CHOSEN[0], browser, live_server, world.cookies[who])
    view = first_view(context, path)
    context.close()
    assert view.requests <= REQUESTS_AT_MOST
    assert view.kilobytes <= LIGHT_ENOUGH_KB
    assert view.shift == 0


def _window(
    look: Look, browser: Browser, live_server: LiveServer, cookies: SimpleCookie
) -> BrowserContext:
    """Open a window in which the owner of these cookies is signed in."""
    context = look.window(browser, live_server.url)
    context.add_cookies(
        [
            {"name": name, "value": morsel.value, "url": live_server.url}
            for name, morsel in cookies.items()
        ]
    )
    return context
