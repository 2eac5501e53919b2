"""Tags for the product's own marks: icons, discs, status, the rhythm strip, form errors, tabs."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Protocol

from django import forms, template
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.flash import undo_address
from core.initials import initials
from core.registry import NavGroup, NavItem

register = template.Library()

MAIN_POINTS_WIDE = 9
MAIN_POINTS_NARROW = 4
TABS = 4
INFORMAL = "informal"

_SVG = '<svg class="pill-shape" viewBox="0 0 10 10" aria-hidden="true">{}</svg>'
SHAPES = {
    "ok": _SVG.format('<circle cx="5" cy="5" r="5"/>'),
    "due": _SVG.format(
        '<path d="M5 0a5 5 0 0 1 0 10z"/><circle class="pill-ring" cx="5" cy="5" r="4.2"/>'
    ),
    "over": _SVG.format('<path d="M5 .5 10 9.5H0z"/>'),
    "pause": _SVG.format('<path d="M1 0h3v10H1zM6 0h3v10H6z"/>'),
}
PILLS = {
    tone: f'<span class="pill pill-{tone}">{shape}<span>{{}}</span></span>'
    for tone, shape in SHAPES.items()
}
KIND_WORDS = {
    "met": _("met"),
    "missed": _("missed"),
    "due": _("due"),
    "planned": _("planned"),
    INFORMAL: _("informal contact"),
}


class RhythmPoint(Protocol):
    """One mark of the strip: `kind` is a key of `KIND_WORDS`, `label` its date in words."""

    @property
    def kind(self) -> str:
        """What happened, or shall."""

    @property
    def label(self) -> str:
        """When, in words."""


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return a bootstrap-icon as inline SVG, hidden from screen readers: words are beside it."""
    return _icon(name)


@cache
def _icon(name: str) -> SafeString:
    return render_to_string(f"core/icons/{name}.svg")


@register.simple_tag
def avatar(name: str | None, role: str = "", size: str = "md") -> SafeString:
    """Return one disc with initials; `role` is mentor, mentee or nothing."""
    side = f"disc-{role}" if role else ""
    return format_html(
        '<span class="disc {} size-{}" aria-hidden="true">{}</span>', side, size, initials(name)
    )


@register.simple_tag
def duo(mentor_name: str | None, mentee_name: str | None, size: str = "md") -> SafeString:
    """Return the overlapping discs of a pair, mentor first; the names must stand beside them."""
    return format_html(
        '<span class="duo size-{}" aria-hidden="true"><span class="disc disc-mentor">{}</span>'
        '<span class="disc disc-mentee">{}</span></span>',
        size,
        initials(mentor_name),
        initials(mentee_name),
    )


@register.simple_tag
def status_pill(tone: str, label: str) -> SafeString:
    """Return a status as shape, word and color; `tone` is a key of `PILLS`."""
    return format_html(PILLS[tone], label)


@register.inclusion_tag("core/_mark.html")
def mark(kind: str) -> dict[str, str]:
    """Draw one mark of the rhythm, for the strip and its legend."""
    return {"kind": kind}


@register.inclusion_tag("core/_rhythm.html")
def rhythm_strip(points: Sequence[RhythmPoint], label: str) -> dict[str, object]:
    """Draw meetings on a line, newest last; `label` says it all in one sentence.

    Shows the last nine meetings, on a phone the last four, and informal contacts among them.
    """
    wide = points[_start_of_last(points, MAIN_POINTS_WIDE) :]
    narrow_from = _start_of_last(wide, MAIN_POINTS_NARROW)
    return {
        "label": label,
        "points": [
            {
                "kind": point.kind,
                "label": point.label,
                "word": KIND_WORDS[point.kind],
                "is_old": at < narrow_from,
            }
            for at, point in enumerate(wide)
        ],
    }


def _start_of_last(points: Sequence[RhythmPoint], count: int) -> int:
    main = [at for at, point in enumerate(points) if point.kind != INFORMAL]
    return main[-count] if len(main) > count else 0


@register.inclusion_tag("core/_error_summary.html")
def error_summary(*given: forms.BaseForm | None) -> dict[str, object]:
    """List what is wrong with the forms of a page, each linked to its field."""
    forms_given = [form for form in given if form is not None]
    return {"errors": [entry for form in forms_given for entry in _entries(form)]}


def _entries(form: forms.BaseForm) -> Iterable[dict[str, str]]:
    yield from ({"target": "", "label": "", "text": str(text)} for text in form.non_field_errors())
    for field in form:
        target = "" if field.is_hidden else _first_control(field)
        label = "" if field.is_hidden else str(field.label)
        yield from ({"target": target, "label": label, "text": str(text)} for text in field.errors)


def _first_control(field: forms.BoundField) -> str:
    # A group of radios or boxes has no control of its own id: its first choice does.
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def all_required(form: forms.BaseForm) -> bool:
    """Say whether every visible field must be filled, so that marking them says nothing.

    A single box does not count: leaving it empty is an answer.
    """
    return all(
        field.field.required or isinstance(field.field.widget, forms.CheckboxInput)
        for field in form.visible_fields()
    )


@register.filter
def undo_url(message: Message) -> str:
    """Return where a message's undo button posts to."""
    return undo_address(message)


@register.simple_tag
def phone_tabs(groups: Iterable[NavGroup]) -> dict[str, object]:
    """Split the navigation into the tabs of a phone and what opens under "More"."""
    items: list[NavItem] = [item for group in groups for item in group.items]
    first, rest = items[:TABS], items[TABS:]
    return {"first": first, "rest": rest, "is_in_rest": any(item.is_current for item in rest)}
