"""Every page in languages longer than English, and in one that is read from the right."""

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.access_world import World
from tests.journeys.looks import (
    IS_THOROUGH,
    NARROWEST,
    Look,
    Visitor,
    sideways,
    signed_in,
    too_wide,
)
from tests.journeys.test_every_page import pages
from tests.pseudo import spoken
from tests.test_access import address

pytestmark = [pytest.mark.a11y, pytest.mark.system, pytest.mark.django_db(transaction=True)]
PHONE = Look("light-narrow", is_dark=False, width=NARROWEST, height=700)
WIDE = Look("light-wide", is_dark=False, width=1440, height=900)
# What is read from the right in the suite is read from the left as well by `make a11y`.
SIDES = [True, False] if IS_THOROUGH else [True]


@pytest.mark.parametrize("from_the_right", SIDES)
def test_every_page_holds_long_words(
    world: World, browser: Browser, live_server: LiveServer, *, from_the_right: bool
) -> None:
    found, visitors = {}, {}
    with spoken(from_the_right=from_the_right):
        for who, route in pages():
            if who not in visitors:
                window = signed_in(PHONE, browser, live_server.url, world.cookies[who])
                visitors[who] = Visitor(window)
            page = visitors[who].page
            page.goto(address(world, route, who))
            found[f"{route} as {who}"] = too_wide(page, NARROWEST)
            assert page.locator("html").get_attribute("dir") == ("ltr", "rtl")[from_the_right]
        for visitor in visitors.values():
            visitor.page.context.close()
    assert {page: wrong for page, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(
    ("who", "path", "ends"),
    [
        ("hr", "/hr/", (".heat thead th >> nth=0", ".heat thead th >> nth=-1")),
        ("mentee", "/", (".rhythm-point >> nth=0", ".rhythm-point >> nth=-1")),
        ("mentee", "/", (".rail", ".main")),
    ],
)
def test_time_runs_from_where_reading_begins(
    world: World,
    browser: Browser,
    live_server: LiveServer,
    who: str,
    path: str,
    ends: tuple[str, str],
) -> None:
    places = []
    for from_the_right in (False, True):
        with spoken(from_the_right=from_the_right):
            window = signed_in(WIDE, browser, live_server.url, world.cookies[who])
            page = window.new_page()
            page.goto(path)
            boxes = [page.locator(each).bounding_box() for each in ends]
            assert boxes[0]
            assert boxes[1]
            places.append(boxes[0]["x"] < boxes[1]["x"])
            assert sideways(page) == []
            window.close()
    assert places == [True, False]
