"""Every word of a mail is marked for translation, and marking is noticed when it is forgotten."""

from datetime import datetime

import pytest
from django.utils import translation
from django.utils.translation import gettext as _

from pairings.models import Pairing
from tests.pseudo import pseudo, spoken
from tests.saying import Known, outside_of_brackets, said_in
from tests.test_emails import SAMPLES, Stage, rendered

pytestmark = pytest.mark.system  # the same words on every database


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_mail_says_nothing_unmarked(pair: Pairing, now: datetime, name: str) -> None:
    known = Known()
    with spoken():
        mail = rendered(name, Stage(pair, now))
    left = outside_of_brackets([mail.subject, *said_in(mail.html)])
    assert not [found for found in map(known.unknown, left) if found]


def test_a_word_that_is_not_marked_is_noticed(db: None) -> None:
    with spoken():
        page = f'<h1>{_("Our agreement")}</h1><p title="{_("Pause")}">Forgotten</p>'
    assert [*outside_of_brackets(said_in(page))] == ["", "", "Forgotten"]
    assert Known().unknown("Forgotten") == "Forgotten"


def test_the_language_nobody_speaks_is_longer_and_keeps_what_is_filled_in() -> None:
    said = pseudo('Tell <a href="/x/">%(name)s</a> &amp; {0}')
    assert said.startswith('⟦Téll <a href="/x/">%(name)s</a> &amp; {0} ~')
    assert len(pseudo("Our agreement")) >= 1.4 * len("Our agreement")


def test_afterwards_english_is_english_again() -> None:
    translation.activate("en")
    with spoken():
        assert _("Save") != "Save"
    assert _("Save") == "Save"
