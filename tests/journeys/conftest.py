"""The browser of the journeys: the system's Chromium, watched for what a page complains about."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from core import clock
from tests.access_world import NOW, World, make_world
from tests.journeys.looks import LOOKS
from tests.journeys.stack import Stack
from tools import chromium

Window = Callable[[User], Page]
NOT_COPIED = shutil.ignore_patterns("*.sock", "*.lock")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Start the system's Chromium instead of Playwright's own download."""
    path, arguments = chromium.launch_options()
    return {"executable_path": path, "args": arguments}


@pytest.fixture
def complaints() -> list[str]:
    """What pages wrote to the console as an error: CSP violations, missing files, exceptions."""
    return []


@pytest.fixture
def context(browser: Browser, live_server: Any) -> Iterator[BrowserContext]:
    """A window with the live server as its site."""
    context = browser.new_context(base_url=live_server.url, locale="en-GB", timezone_id="UTC")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, complaints: list[str]) -> Page:
    """A page whose complaints are kept."""
    page = context.new_page()

    def _note(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    page.on("console", _note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, settings: Settings, live_server: LiveServer) -> World:
    """Everybody who may open pages, with something on each of them."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    settings.ACCOUNT_RATE_LIMITS = False
    return make_world()


@pytest.fixture
def window(
    browser: Browser,
    live_server: LiveServer,
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
) -> Iterator[Window]:
    """Return a function that opens a phone with scripts off for somebody who is signed in."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    opened = []

    def _open(user: User) -> Page:
        client = Client()
        client.force_login(user)
        context = LOOKS[1].window(browser, live_server.url, has_scripts=False)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
        )
        opened.append(context)
        return context.new_page()

    yield _open
    for context in opened:
        context.close()


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    """Everything that `make run` starts, on a demo company of its own."""
    shutil.copytree(_demo_company(), tmp_path, dirs_exist_ok=True, ignore=NOT_COPIED)
    stack = Stack(tmp_path)
    try:
        stack.start()
        yield stack
    finally:
        stack.stop()


def _demo_company() -> Path:
    """Return the folder of a demo as it is after its first start, made once in a run."""
    seed = Path(os.environ["DATA_DIR"]) / "demo-company"
    seed.mkdir(exist_ok=True)
    with (seed / "made.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (seed / "made").exists():
            first = Stack(seed)
            try:
                first.start()
            finally:
                first.stop()
            (seed / "made").touch()
    return seed
