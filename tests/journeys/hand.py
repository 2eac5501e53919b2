"""A person's hand: what it clicks, types and chooses is counted."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page


@dataclass
class Hand:
    """Counts what somebody does on a page."""

    page: Page
    clicks: int = 0
    typed: int = 0

    def click(self, name: str, role: str = "button") -> None:
        """Click what is called so."""
        self.press(self.page.get_by_role(role, name=name, exact=False).first)  # type: ignore[arg-type]  # any role

    def press(self, what: Locator) -> None:
        """Click it."""
        self.clicks += 1
        what.click()

    def fill(self, label: str, words: str) -> None:
        """Type into the field with this label."""
        self.typed += 1
        self.page.get_by_role("textbox", name=label).first.fill(words)

    @property
    def inputs(self) -> int:
        """Everything at once."""
        return self.clicks + self.typed
