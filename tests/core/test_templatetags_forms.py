"""Forms say what is wrong twice: on top, linked to the field, and beside the field."""

import re

from django import forms
from django.template.loader import render_to_string


class Sample(forms.Form):
    goal = forms.CharField(label="Goal", help_text="One sentence.")
    place = forms.ChoiceField(
        label="Where", choices=[("v", "Video"), ("o", "Office")], widget=forms.RadioSelect
    )
    remark = forms.CharField(label="Remark", required=False)
    token = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> None:
        self.add_error(None, "The dates <do not> fit.")


def shown(form: forms.Form) -> str:
    return render_to_string("core/_form.html", {"form": form, "submit_label": "Send"})


def test_the_summary_links_each_message_to_its_field() -> None:
    page = shown(Sample({"token": "1"}))

    summary = page.split("<form")[1].split("</ul>")[0]
    assert re.findall(r'href="#([^"]+)">([^<]+)<', summary) == [
        ("id_goal", "Goal"),
        ("id_place_0", "Where"),
    ]
    assert 'id="id_goal"' in page
    assert 'id="id_place_0"' in page


def test_the_summary_is_announced_and_takes_the_focus() -> None:
    assert 'role="alert" tabindex="-1" autofocus' in shown(Sample({}))


def test_messages_about_the_whole_form_stand_in_the_summary_once() -> None:
    assert shown(Sample({})).count("The dates &lt;do not&gt; fit.") == 1


def test_a_fault_of_a_hidden_field_is_said_without_a_link() -> None:
    page = shown(Sample({"goal": "Write", "place": "v", "token": "x"}))

    assert "Enter a whole number." in page
    assert 'href="#id_token"' not in page


def test_a_field_points_to_its_help_and_its_error() -> None:
    field = re.search(r'<input[^>]*name="goal"[^>]*>', shown(Sample({})))

    assert field is not None
    assert 'aria-invalid="true"' in field[0]
    assert 'aria-describedby="id_goal_helptext id_goal_error"' in field[0]


def test_what_was_typed_is_kept() -> None:
    assert 'value="Half a &lt;goal&gt;"' in shown(Sample({"goal": "Half a <goal>"}))


def test_a_fresh_form_has_no_summary() -> None:
    assert "error-summary" not in shown(Sample())


def test_needed_fields_are_only_marked_where_others_are_not() -> None:
    class AllNeeded(forms.Form):
        email = forms.EmailField()
        remember = forms.BooleanField(required=False)

    assert "needs an answer" in shown(Sample())
    assert "needs an answer" not in shown(AllNeeded())


def test_a_form_with_a_file_is_sent_in_parts() -> None:
    class WithFile(forms.Form):
        people = forms.FileField()

    assert 'enctype="multipart/form-data"' in shown(WithFile())


def test_chips_are_labeled_radios_in_a_fieldset() -> None:
    page = render_to_string("core/_chips.html", {"field": Sample({"place": "v"})["place"]})

    assert "<legend>Where</legend>" in page
    assert re.findall(r'<label for="([^"]+)">(\w+)</label>', page) == [
        ("id_place_0", "Video"),
        ("id_place_1", "Office"),
    ]
    assert page.count("checked") == 1


def test_chips_show_what_is_wrong_with_them() -> None:
    page = render_to_string("core/_chips.html", {"field": Sample({})["place"]})

    assert 'aria-describedby="id_place_error"' in page
    assert 'id="id_place_error"' in page
