"""The browser of the journeys: the system's Chromium, watched for what a page complains about."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tools import chromium


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
