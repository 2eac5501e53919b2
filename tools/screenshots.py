"""`make screenshots`: pictures of the running demo's pages, in both themes and on a phone."""

import argparse
import sys
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tools import chromium
from tools.places import ROOT

TARGET = ROOT / "docs" / "screenshots"
PHONE = 390


@dataclass(frozen=True)
class Picture:
    """A page as somebody sees it; `follow` is a link on it whose page is meant instead."""

    name: str
    who: str  # part of a demo login's label; empty: nobody is signed in
    path: str
    follow: str = ""


@dataclass(frozen=True)
class Look:
    """A theme and a width."""

    name: str
    scheme: str
    width: int
    height: int


PICTURES = (
    Picture("sign-in", "", "/accounts/login/"),
    Picture("pair", "mentor", "/"),
    Picture("home-mentee", "mentee", "/"),
    Picture("dashboard", "HR", "/hr/"),
    Picture("hr-pairs", "HR", "/hr/pairs/"),
    Picture("hr-pair", "HR", "/hr/pairs/", follow="main table a"),
    Picture("hr-import", "HR", "/hr/import/"),
    Picture("demo-mail", "", "/dev/mail/"),
)
LOOKS = (
    Look("light", "light", 1440, 900),
    Look("dark", "dark", 1440, 900),
    Look("phone", "light", PHONE, 844),
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
            _take_all(playwright, site)
    except (NotTaken, FileNotFoundError, PlaywrightError) as error:
        print(f"{error}\nIs the demo running there? `make run` starts it.", file=sys.stderr)
        return 1
    print(f"{len(PICTURES) * len(LOOKS)} pictures in {TARGET.relative_to(ROOT)}/")
    return 0


def _take_all(playwright: Playwright, site: str) -> None:
    path, arguments = chromium.launch_options()
    browser = playwright.chromium.launch(executable_path=path, args=arguments)
    for look in LOOKS:
        for who in dict.fromkeys(picture.who for picture in PICTURES):
            page = _open(browser, site, look, who)
            for picture in PICTURES:
                if picture.who == who:
                    _take(page, site, picture, look)
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


def _take(page: Page, site: str, picture: Picture, look: Look) -> None:
    answer = page.goto(site + picture.path)
    if answer is None or not answer.ok:
        message = f"{picture.path} answered {answer.status if answer else 'nothing'}."
        raise NotTaken(message)
    if picture.follow:
        page.locator(picture.follow).first.click()
        page.wait_for_load_state()
    file = TARGET / f"{picture.name}-{look.name}.png"
    # On a phone the bar at the bottom would stand in the middle of a long picture.
    page.screenshot(path=file, full_page=look.width > PHONE)
    print(file.relative_to(ROOT), flush=True)


if __name__ == "__main__":
    sys.exit(main())
