"""The long list says the same as Django's own."""

import pytest
from django import forms
from django.test.html import parse_html

from core.widgets import LongSelect

CHOICES = [("", "---"), ("a", 'A "quoted" <b>'), (2, "Two")]


@pytest.mark.parametrize("value", [None, "", "a", 2, "2", "not offered", "<script>"])
def test_it_is_the_list_that_django_writes(value: object) -> None:
    attrs = {"id": "id_x", "class": "form-select", "required": True}
    ours = LongSelect(choices=CHOICES).render("x", value, attrs)
    assert parse_html(ours) == parse_html(forms.Select(choices=CHOICES).render("x", value, attrs))


def test_nothing_is_chosen_unless_it_is_offered() -> None:
    assert " selected" not in LongSelect(choices=CHOICES).render("x", "not offered")


def test_what_people_typed_stays_words() -> None:
    assert "<b>" not in LongSelect(choices=CHOICES).render("<b>", "<b>", {"title": "<b>"})
