"""What a browser would send back from a page, untouched."""

from html.parser import HTMLParser
from typing import Any, Protocol

from django.test import Client


class Answer(Protocol):
    """What the test client gives."""

    status_code: int
    context: Any

    @property
    def content(self) -> bytes: ...


def page_of(answer: Answer) -> str:
    """Return the page as text."""
    return answer.content.decode()


class _Fields(HTMLParser):
    """Collects the fields of the form of a page; chosen options and ticked boxes only."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value if value is not None else "" for name, value in attrs}
        if tag == "select":
            self._select = said["name"]
        elif tag == "option" and "selected" in said:
            self.found[self._select] = said["value"]
        elif tag == "input" and "name" in said:
            self._take_input(said)

    def _take_input(self, said: dict[str, str]) -> None:
        if said.get("type") != "checkbox":
            self.found[said["name"]] = said.get("value", "")
        elif "checked" in said:
            self.found[said["name"]] = said.get("value", "on")


def fields_of(page: str) -> dict[str, str]:
    """Return the fields of a page with their values."""
    parser = _Fields()
    parser.feed(page)
    return parser.found


def form_at(browser: Client, url: str) -> dict[str, str]:
    """Open a page and return what its form holds."""
    return fields_of(page_of(browser.get(url)))
