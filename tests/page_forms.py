"""The forms of a page as a browser finds them, filled in as a person might."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

PLAUSIBLE = {
    "date": "2026-09-24",
    "time": "10:00",
    "datetime-local": "2026-09-24T10:00",
    "number": "3",
    "email": "somebody.new@example.com",
    "password": "a long enough password",
    "text": "Some words",
    "textarea": "Some words",
    "search": "",
}
NOT_TYPED = frozenset({"hidden", "select", "radio", "checkbox", "submit", "file", "password"})


@dataclass
class Field:
    """One control, or a group of them with one name."""

    kind: str
    value: str | None = None
    choices: list[str] = field(default_factory=list)

    @property
    def is_typed(self) -> bool:
        """Whether a person writes into it, and wants to see it again."""
        return self.kind not in NOT_TYPED

    def plausible(self) -> str | None:
        """Return what a person who fills in everything would send."""
        if self.value or self.kind in {"hidden", "checkbox"}:
            return self.value
        return self.choices[0] if self.choices else PLAUSIBLE.get(self.kind, "")


@dataclass
class Form:
    """One form: where it goes, how, and with what."""

    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)

    def filled(self) -> dict[str, str]:
        """Return what is sent when it is filled in."""
        values = {name: each.plausible() for name, each in self.fields.items()}
        return {name: value for name, value in values.items() if value is not None}

    def keep(self, name: str, kind: str) -> Field:
        """Return the field of a name."""
        return self.fields.setdefault(name, Field(kind))


class _Reader(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.forms: list[Form] = []
        self.now: Form | None = None
        self.within: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            action, method = given.get("action") or self.path, given.get("method", "get")
            self.now = Form(action, method.lower())
            self.forms.append(self.now)
        elif self.now is not None and tag == "option":
            self._option(given)
        elif self.now is not None and given.get("name"):
            self._control(self.now, tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.now = None
        if tag in {"select", "textarea"}:
            self.within = None

    def handle_data(self, data: str) -> None:
        if self.within is not None and self.within.kind == "textarea" and data.strip():
            self.within.value = (self.within.value or "") + data

    def _control(self, form: Form, tag: str, given: dict[str, str]) -> None:
        kinds = {"input": given.get("type", "text"), "button": "submit"}
        found = form.keep(given["name"], kinds.get(tag, tag))
        if tag in {"select", "textarea"}:
            self.within = found
        elif found.kind in {"radio", "checkbox", "submit"}:
            self._choice(found, given)
        else:
            found.value = given.get("value")

    def _choice(self, found: Field, given: dict[str, str]) -> None:
        found.choices.append(given.get("value", "on"))
        if "checked" in given:
            found.value = found.choices[-1]

    def _option(self, given: dict[str, str]) -> None:
        if self.within is None or not given.get("value"):
            return
        self.within.choices.append(given["value"])
        if "selected" in given:
            self.within.value = given["value"]


def forms_of(content: str, path: str) -> list[Form]:
    """Return the forms of a page that was read at `path`."""
    reader = _Reader(path)
    reader.feed(content)
    return reader.forms


def posted(forms: Iterable[Form]) -> list[Form]:
    """Return those that write."""
    return [form for form in forms if form.method == "post"]
