"""How pages are looked at: four looks, what axe says, what a page weighs and whether it jumps."""

import gzip
import json
import os
from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

NARROWEST = 320
KEEP_SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.shifts.push(entry.value);
}).observe({type: "layout-shift", buffered: true});
"""


@dataclass(frozen=True)
class Look:
    """A theme and a width."""

    name: str
    is_dark: bool
    width: int
    height: int

    def window(self, browser: Browser, site: str, *, has_scripts: bool = True) -> BrowserContext:
        """Open a window of this look."""
        return browser.new_context(
            base_url=site,
            java_script_enabled=has_scripts,
            color_scheme="dark" if self.is_dark else "light",
            viewport={"width": self.width, "height": self.height},
            reduced_motion="reduce",
            locale="en-GB",
        )


LOOKS = (
    Look("light-wide", is_dark=False, width=1440, height=900),
    Look("dark-phone", is_dark=True, width=390, height=844),
    Look("dark-wide", is_dark=True, width=1440, height=900),
    Look("light-phone", is_dark=False, width=390, height=844),
)
# The suite takes each theme and each width once; `make a11y` takes all four together.
IS_THOROUGH = os.environ.get("A11Y") == "all"
CHOSEN = LOOKS if IS_THOROUGH else LOOKS[:2]


def violations(page: Page) -> list[str]:
    """Return what axe has against a page: the rule and the first places."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {[node['target'] for node in each['nodes'][:3]]}" for each in found]


def sideways(page: Page) -> list[str]:
    """Return what a page does wrong when it is as narrow as the narrowest phone."""
    before = page.viewport_size
    page.set_viewport_size({"width": NARROWEST, "height": 700})
    width = page.evaluate("document.documentElement.scrollWidth")
    if before:
        page.set_viewport_size(before)
    return [f"{width} px wide at {NARROWEST}"] if width > NARROWEST else []


class Visitor:
    """One person's window, and everything that is wrong with what it showed."""

    def __init__(self, context: BrowserContext) -> None:
        self.wrong: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.wrong.append(message.text)

    def look_at(self, url: str) -> list[str]:
        """Open a page and return all that is wrong with it."""
        self.wrong = []
        answer = self.page.goto(url)
        status = answer.status if answer else 0
        self.wrong += [f"status {status}"] if status != 200 else []
        return [*self.wrong, *violations(self.page), *sideways(self.page)]


@dataclass(frozen=True)
class FirstView:
    """What the first opening of a page cost."""

    requests: int
    kilobytes: float
    shift: float


def first_view(context: BrowserContext, path: str) -> FirstView:
    """Open a page with an empty cache; its weight is that of everything it loads, gzipped."""
    page, loaded = context.new_page(), list[Response]()
    page.add_init_script(KEEP_SHIFTS)
    page.on("response", lambda response: loaded.append(response))  # noqa: PLW0108 -- Playwright marks its handlers
    page.goto(path, wait_until="networkidle")
    parts = [each for each in loaded if each.status < 300]
    weight = sum(len(gzip.compress(each.body())) for each in parts)
    shifts: list[float] = json.loads(page.evaluate("JSON.stringify(window.shifts)"))
    page.close()
    return FirstView(len(loaded), weight / 1024, sum(shifts))
