"""The certificate of a completed pair: one page with the person's own facts, nobody else's."""

import unicodedata
from dataclasses import replace

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from core.errors import Refusal
from core.paper import (
    HEADING,
    MUTED,
    RULE,
    STRONG,
    TEXT,
    WHITE,
    LettersMissing,
    Sheet,
    new_sheet,
    settable,
)
from lifecycle.queries import CertificateFacts
from programs.rules import Role

ENGLISH = "en"
LEFT, WIDTH = 24.0, 142.0
RIGHT_X, RIGHT_Y, RADIUS = 224.4, 92.0, 30.0


def certificate_of(facts: CertificateFacts) -> bytes:
    """Return the PDF in the person's language; the same facts give the same bytes.

    Where our own words cannot be set in that language, it speaks English. Refusal: `letters`,
    when the name is written in a script that we cannot set.
    """
    missing = ""
    for language in dict.fromkeys((facts.language, ENGLISH)):
        try:
            with override(language):
                return _draw(replace(facts, language=language))
        except LettersMissing as error:
            missing = str(error)
    text = _(
        "We cannot print “%(text)s” yet: our typefaces have Latin, Greek and Cyrillic letters."
        " Ask the program team for a certificate by hand."
    )
    raise Refusal("letters", text % {"text": missing})


def file_name(facts: CertificateFacts) -> str:
    """Return a name for the file, in plain letters."""
    plain = unicodedata.normalize("NFKD", facts.name).encode("ascii", "ignore").decode()
    words = "".join(c if c.isalnum() else " " for c in plain).split()
    return "-".join(["certificate", *words, facts.role]).lower() + ".pdf"


def _draw(facts: CertificateFacts) -> bytes:
    name, program = settable(facts.name), settable(facts.program, STRONG)
    title = _("Certificate for %(name)s") % {"name": name}
    with new_sheet(title, facts.language, facts.ended_at) as sheet:
        sheet.discs(LEFT + 7.3, 27, 4.5)
        sheet.words(STRONG, 13)
        sheet.line_at(LEFT + 16, 27, "Viceversa")
        sheet.words(TEXT, 12, MUTED)
        sheet.line_at(LEFT, 62, _("Certificate of reverse mentoring"))
        sheet.fit(HEADING, 42, WIDTH, name)
        sheet.line_at(LEFT, 78, name)
        _say(sheet, facts, program)
        _numbers(sheet, facts)
        _side(sheet, facts)
        _signed(sheet, facts)
        return sheet.done()


def _say(sheet: Sheet, facts: CertificateFacts, program: str) -> None:
    sheet.words(TEXT, 15)
    took_part = {
        Role.MENTOR: _("completed %(program)s as a mentor."),
        Role.MENTEE: _("completed %(program)s as a mentee."),
    }
    y = sheet.lines_at(LEFT, 94, WIDTH, took_part[facts.role] % {"program": program})
    meaning = {
        Role.MENTOR: _(
            "In reverse mentoring the mentor is the junior colleague, who shares what they know"
            " with a senior one."
        ),
        Role.MENTEE: _(
            "In reverse mentoring the mentee is the senior colleague, who listens to and learns"
            " from a junior one."
        ),
    }
    sheet.words(TEXT, 12, MUTED)
    sheet.lines_at(LEFT, y + 2, WIDTH, meaning[facts.role])


def _numbers(sheet: Sheet, facts: CertificateFacts) -> None:
    held, hours = facts.sums.held, facts.sums.hours
    days = f"{date_format(facts.started_on, 'j M Y')} – {date_format(facts.ended_on, 'j M Y')}"
    columns = (
        (str(held), ngettext("conversation", "conversations", held)),
        (number_format(hours, 0 if hours == int(hours) else 1), _("hours together")),
        (days, _("from the first day to the last")),
    )
    x = LEFT
    for (number, label), width in zip(columns, (40, 42, 80), strict=True):
        sheet.words(HEADING, 20)
        sheet.line_at(x, 139, number)
        sheet.words(TEXT, 11, MUTED)
        sheet.line_at(x, 147, label)
        x += width


def _side(sheet: Sheet, facts: CertificateFacts) -> None:
    """Draw the discs, and say in the person's own one which side they were."""
    sheet.discs(RIGHT_X, RIGHT_Y, RADIUS)
    is_mentor = facts.role == Role.MENTOR
    label = _("Mentor") if is_mentor else _("Mentee")
    sheet.words(STRONG, 13, WHITE)
    middle = RIGHT_X + (-1 if is_mentor else 1) * RADIUS * 0.98
    sheet.line_at(middle - sheet.get_string_width(label) / 2, RIGHT_Y, label)


def _signed(sheet: Sheet, facts: CertificateFacts) -> None:
    sheet.set_draw_color(*RULE)
    sheet.set_line_width(0.3)
    sheet.line(LEFT, 172, sheet.w - LEFT, 172)
    sheet.words(TEXT, 11)
    text = _("The program team of %(company)s, %(day)s")
    said = {"company": facts.company, "day": date_format(facts.ended_on, "j F Y")}
    sheet.line_at(LEFT, 181, text % said)
