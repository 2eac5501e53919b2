"""`make screenshots`: pictures of the running demo's pages, in both themes and on a phone."""

import argparse
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tools import chromium
from tools.places import ROOT

TARGET = ROOT / "docs" / "screenshots"
PHONE = 390
# Enough for flat colors and the edges of letters; a third of the size.
COLORS = 256


@dataclass(frozen=True)
class Look:
    """A theme and a width."""

    name: str
    scheme: str
    width: int
    height: int


LIGHT = Look("light", "light", 1440, 900)
DARK = Look("dark", "dark", 1440, 900)
ON_PHONE = Look("phone", "light", PHONE, 844)
LOOKS = (LIGHT, DARK, ON_PHONE)


@dataclass(frozen=True)
class Picture:
    """A page as somebody sees it; `follow` are the links on the way to the page meant."""

    name: str
    who: str  # part of a demo login's label; empty: nobody is signed in
    path: str
    follow: tuple[str, ...] = ()
    looks: tuple[Look, ...] = (LIGHT,)


PICTURES = (
    Picture("sign-in", "", "/accounts/login/", looks=LOOKS),
    Picture("demo-mail", "", "/dev/mail/", ("a:has-text('was due on')",)),
    Picture("sign-up", "new", "/programs/", ("main a[href*='/join/']",), (LIGHT, ON_PHONE)),
    Picture("task-list", "Signed up", "/", looks=(LIGHT, ON_PHONE)),
    Picture("summary", "Signed up", "/", ("main a[href^='/pairs/']",)),
    Picture("pair", "mentor", "/", looks=LOOKS),
    Picture("agenda", "mentor", "/", ("main a[href$='/agenda/']",)),
    Picture("agreement", "mentor", "/", ("main a[href^='/contracts/']",)),
    Picture("goals", "mentee", "/", ("main a[href$='/goals/']",)),
    Picture("verify", "", "/verify/"),
    Picture("home-mentee", "mentee", "/", looks=LOOKS),
    Picture("assistant", "assistant", "/planning/"),
    Picture("dashboard", "HR", "/hr/", looks=LOOKS),
    Picture("hr-pairs", "HR", "/hr/pairs/"),
    Picture("hr-pair", "HR", "/hr/pairs/", ("main table a[href*='/hr/pairs/']",)),
    Picture("hr-program", "HR", "/hr/programs/", ("main a:has-text('spring')",)),
    Picture("hr-import", "HR", "/hr/import/"),
    Picture("sponsor", "Sponsor", "/hr/reports/", ("main a:has-text('mentoring 2026')",)),
)


class NotTaken(RuntimeError):
    """A page could not be reached; the message says which and why."""


def main() -> int:
    """Take every picture in every look; exit code 1 with a sentence when one cannot be taken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", default="8000")
    site = f"http://127.0.0.1:{parser.parse_args().port}"
    TARGET.mkdir(parents=True, exist_ok=True)
    try:
        with sync_playwright() as playwright:
            taken = set(_take_all(playwright, site))
    except (NotTaken, FileNotFoundError, PlaywrightError) as error:
        print(f"{error}\nIs the demo running there? `make run` starts it.", file=sys.stderr)
        return 1
    for left_over in set(TARGET.glob("*.png")) - {TARGET / name for name in taken}:
        left_over.unlink()
    print(f"{len(taken)} pictures in {TARGET.relative_to(ROOT)}/")
    return 0


def _take_all(playwright: Playwright, site: str) -> Iterator[str]:
    path, arguments = chromium.launch_options()
    browser = playwright.chromium.launch(executable_path=path, args=arguments)
    for look in LOOKS:
        wanted = [picture for picture in PICTURES if look in picture.looks]
        for who in dict.fromkeys(picture.who for picture in wanted):
            page = _open(browser, site, look, who)
            for picture in wanted:
                if picture.who == who:
                    yield _take(page, picture, look)
            page.context.close()


def _open(browser: Browser, site: str, look: Look, who: str) -> Page:
    """Open a window of this look, signed in as the demo's person whose label holds `who`."""
    context = browser.new_context(
        base_url=site,
        color_scheme="dark" if look.scheme == "dark" else "light",
        viewport={"width": look.width, "height": look.height},
        reduced_motion="reduce",
    )
    page = context.new_page()
    if who:
        page.goto("/accounts/login/")
        row = page.locator(".demo-logins tr").filter(has_text=who).first
        row.get_by_role("button").click()
        page.wait_for_url(lambda url: "/accounts/login/" not in url)
    return page


def _take(page: Page, picture: Picture, look: Look) -> str:
    answer = page.goto(picture.path)
    for link in picture.follow:
        # By its address: on a phone the link may be folded away.
        address = page.locator(link).first.get_attribute("href", timeout=5_000)
        answer = page.goto(address or picture.path)
    if answer is None or not answer.ok:
        message = f"{page.url} answered {answer.status if answer else 'nothing'}."
        raise NotTaken(message)
    name = f"{picture.name}-{look.name}.png"
    # On a phone the bar at the bottom would stand in the middle of a long picture.
    _keep(page.screenshot(full_page=look.width > PHONE), name)
    print(f"docs/screenshots/{name}", flush=True)
    return name


def _keep(png: bytes, name: str) -> None:
    with Image.open(io.BytesIO(png)) as picture:
        small = picture.convert("RGB").quantize(COLORS, kmeans=1, dither=Image.Dither.NONE)
        small.save(TARGET / name, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
