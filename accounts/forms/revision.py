"""Forms whose data somebody else may change meanwhile: who saves over it sees both and chooses."""

from collections.abc import Iterable

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _


class RevisionForm(forms.Form):
    """`revision` tells which state of the data the page showed."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def take_over(self, stored: "RevisionForm", sentence: str) -> None:
        """Keep what was typed, say beside each field what is stored now; saving again counts."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["revision"] = str(stored["revision"].value())
        self.data = data
        self.add_error(None, sentence)
        for bound in stored.visible_fields():
            value = stored.get_initial_for_field(bound.field, bound.name)
            if bound.name in self.fields and bound.field.has_changed(value, self[bound.name].data):
                text = _("Stored now: %(value)s") % {"value": _in_words(bound.field, value)}
                self.add_error(bound.name, text)


def _in_words(field: forms.Field, value: object) -> str:
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    given = value if isinstance(value, Iterable) and not isinstance(value, str) else [value]
    return ", ".join(labels.get(str(one), str(one)) for one in given)
