"""A list to choose from that may be long."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join


class LongSelect(forms.Select):
    """A plain list of hundreds of lines, written in one go instead of by a template for each."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002 -- Django passes it
    ) -> Any:
        """Write the list; groups of options are not known here."""
        chosen = "" if value is None else str(value)
        given = self.build_attrs(self.attrs, {"name": name} | (attrs or {}))
        options = format_html_join(
            "", '<option value="{}"{}>{}</option>', _lines(self.choices, chosen)
        )
        return format_html("<select{}>{}</select>", flatatt(given), options)


def _lines(choices: Iterable[Any], chosen: str) -> Iterable[tuple[object, str, object]]:
    for value, label in choices:
        yield value, " selected" if str(value) == chosen else "", label
