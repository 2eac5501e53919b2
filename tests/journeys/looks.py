"""How pages are looked at: four looks, what axe says, what a page weighs and whether it jumps."""

import gzip
import json
import os
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
)

NARROWEST = 320
KEEP_SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.shifts.push(entry.value);
}).observe({type: "layout-shift", buffered: true});
"""
# What sticks out, deepest first, of a page that is wider than its window.
TOO_WIDE = """width => {
  const page = document.documentElement;
  if (page.scrollWidth <= width) return null;
  const out = [...document.querySelectorAll("body *:not(svg *)")].filter(one => {
    const box = one.getBoundingClientRect();
    return one.checkVisibility() && box.width && (box.right > width + 1 || box.left < -1);
  });
  const name = one => one.tagName.toLowerCase() + "." + (one.getAttribute("class") || "");
  return {width: page.scrollWidth, who: out.reverse().slice(0, 3).map(name)};
}"""
# WCAG 2.5.8 leaves out what stands in a line of text, and what has a label to hit instead.
SMALL_TARGETS = """() => {
  const inText = one => one.matches("a") && getComputedStyle(one).display === "inline";
  const boxes = one => [one, ...(one.labels || [])].map(each => each.getBoundingClientRect());
  const wrong = [];
  for (const one of document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary"
  )) {
    if (!one.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
    if (inText(one) || one.closest(".skip, .visually-hidden")) continue;
    const least = one.matches(".btn:not(.btn-sm, .btn-link)") ? 44 : 24;
    const seen = boxes(one).filter(box => box.width > 1 && box.height > 1);
    const fits = seen.some(box => box.height >= least - 0.5 && box.width >= 24 - 0.5);
    if (seen.length && !fits) {
      const words = one.textContent.trim().slice(0, 30);
      wrong.push(`${one.tagName} "${words}" ${seen.map(b => `${b.width}x${b.height}`)}`);
    }
  }
  return wrong.slice(0, 5);
}"""


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


def signed_in(look: Look, browser: Browser, site: str, cookies: SimpleCookie) -> BrowserContext:
    """Open a window in which the owner of these cookies is signed in."""
    context = look.window(browser, site)
    context.add_cookies(
        [{"name": name, "value": each.value, "url": site} for name, each in cookies.items()]
    )
    return context


def violations(page: Page) -> list[str]:
    """Return what axe has against a page: the rule and the first places."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {[node['target'] for node in each['nodes'][:3]]}" for each in found]


def sideways(page: Page) -> list[str]:
    """Return what a page does wrong when it is as narrow as the narrowest phone."""
    before = page.viewport_size
    page.set_viewport_size({"width": NARROWEST, "height": 700})
    wrong = too_wide(page, NARROWEST)
    if before:
        page.set_viewport_size(before)
    return wrong


def too_wide(page: Page, width: int) -> list[str]:
    """Return by how much a page is wider than its window, and what of it sticks out."""
    found = page.evaluate(TOO_WIDE, width)
    return [f"{found['width']} px wide at {width}: {found['who']}"] if found else []


def small_targets(page: Page) -> list[str]:
    """Return what is too small to be hit with a thumb: 24 px, 44 for what a page is for."""
    found: list[str] = page.evaluate(SMALL_TARGETS)
    return [f"too small: {each}" for each in found]


def shifted(page: Page) -> list[str]:
    """Return by how much the page moved while it was opened.

    To three digits, as it is measured everywhere: a font that loads late moves a line by parts of
    a pixel, which nobody can see.
    """
    shifts: list[float] = json.loads(page.evaluate("JSON.stringify(window.shifts || [])"))
    moved = round(sum(shifts), 3)
    return [f"moves by {moved:.3f}"] if moved else []


class Visitor:
    """One person's window, and everything that is wrong with what it showed."""

    def __init__(self, context: BrowserContext) -> None:
        self.wrong: list[str] = []
        self.page: Page = context.new_page()
        self.page.add_init_script(KEEP_SHIFTS)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", self._see)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.wrong.append(message.text)

    def _see(self, request: Request) -> None:
        if urlsplit(request.url).hostname not in {"127.0.0.1", "localhost", None}:
            self.wrong.append(f"asks {request.url}")

    def look_at(self, url: str, *, with_axe: bool = True) -> list[str]:
        """Open a page and return all that is wrong with it."""
        self.wrong = []
        answer = self.page.goto(url)
        status = answer.status if answer else 0
        self.wrong += [f"status {status}"] if status != 200 else []
        of_axe = violations(self.page) if with_axe else []
        sizes = [*shifted(self.page), *small_targets(self.page), *sideways(self.page)]
        return [*self.wrong, *of_axe, *sizes]


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
