"""Every page that somebody can open, in a real browser: axe, the console, the narrowest phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.access_world import ACTORS, World
from tests.journeys.looks import CHOSEN, IS_THOROUGH, Look, Visitor, first_view, signed_in
from tests.test_access import address, read_table

pytestmark = [pytest.mark.a11y, pytest.mark.django_db(transaction=True)]
# Files and probes are no pages.
NO_PAGES = frozenset(
    {
        "contracts:download-copy",
        "core:healthz",
        "core:readyz",
        "directory:download-example",
        "directory:download-issues",
        "lifecycle:download-certificate",
        "mfa_download_recovery_codes",
        "verify:download-verifier",
        "verify:list-keys",
    }
)
# Who opens a page, if they may: first those to whom most pages show most.
WHO = ("anonymous", "mentee", "hr", "mentor", "coordinator", "hr_partner", "former", *ACTORS)
# The same address looks different to these.
ALSO = {"home:show-home": ("stranger", "hr", "hr_partner"), "home:show-pair": ("mentor", "former")}
LIGHT_ENOUGH_KB, REQUESTS_AT_MOST = 120, 8


def pages() -> Iterator[tuple[str, str]]:
    """Yield who opens what: every route that answers a GET for anybody."""
    for route, (letters, _) in read_table().items():
        allowed = {who for who, letter in zip(ACTORS, letters, strict=True) if letter == "y"}
        if allowed and route not in NO_PAGES:
            yield next(who for who in WHO if who in allowed), route
        for who in ALSO.get(route, ()):
            yield who, route


def pages_of(look: Look) -> list[tuple[str, str]]:
    """Return what is opened in a look: in the suite every page in one of the two, by turns."""
    every = list(pages())
    first = CHOSEN.index(look)
    return every if IS_THOROUGH else every[first :: len(CHOSEN)]


@pytest.mark.parametrize("look", CHOSEN, ids=lambda look: look.name)
def test_every_page_is_sound(
    world: World, browser: Browser, live_server: LiveServer, look: Look
) -> None:
    found, visitors = {}, {}
    for who, route in pages_of(look):
        if who not in visitors:
            visitors[who] = Visitor(signed_in(look, browser, live_server.url, world.cookies[who]))
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
    context = signed_in(CHOSEN[0], browser, live_server.url, world.cookies[who])
    view = first_view(context, path)
    context.close()
    assert view.requests <= REQUESTS_AT_MOST
    assert view.kilobytes <= LIGHT_ENOUGH_KB
    assert view.shift == 0
