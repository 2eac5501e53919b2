"""What the answer to a verification means, in words for a person."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.queries.verifying import Answer, Standing
from tools.verify_contract import Code, Reason

HEADINGS: Final[dict[Code, Promise]] = {
    Code.GENUINE: _("Genuine and in force"),
    Code.NOT_IN_FORCE: _("Genuine"),
    Code.CHANGED: _("Do not trust this file"),
    Code.MALFORMED: _("This is not a signed copy"),
    Code.UNCHECKED: _("Not checked"),
}
PILLS: Final[dict[Code, tuple[str, Promise]]] = {
    Code.GENUINE: ("ok", _("Nothing changed")),
    Code.NOT_IN_FORCE: ("pause", _("Nothing changed")),
    Code.CHANGED: ("over", _("Not trusted")),
    Code.MALFORMED: ("due", _("Not readable")),
    Code.UNCHECKED: ("due", _("Not checked")),
}
MEANINGS: Final[dict[str, Promise]] = {
    Standing.IN_FORCE: _(
        "Not a byte has changed since this server sealed it, and the agreement is in force now."
    ),
    Standing.REPLACED: _(
        "Not a byte has changed since this server sealed it. A newer version has replaced this one."
    ),
    Standing.ENDED: _(
        "Not a byte has changed since this server sealed it. The agreement has ended since."
    ),
    Standing.UNKNOWN_HERE: _(
        "Not a byte has changed since this server sealed it. The server no longer has this"
        " agreement, so it cannot say whether it is in force."
    ),
    Standing.LEDGER_DIFFERS: _(
        "Not a byte has changed since this server sealed it. But the server's own records differ"
        " from it: tell whoever runs this server."
    ),
    Standing.OTHER_TEXT_HERE: _("The server holds another text for this version."),
    Standing.KEY_REVOKED: _(
        "It is sealed by a key of this server that is not trusted any more. The two can download"
        " their copy again: it has a new seal."
    ),
    Standing.KEY_OUT_OF_RANGE: _("It is sealed by a key that no longer sealed at that time."),
    Reason.TOO_LARGE: _("The file is too large to be a signed copy."),
    Reason.NO_SEAL: _(
        "There is no seal at its end: it is another file, or its end is missing. Choose the PDF"
        " exactly as it was downloaded, not printed or saved again."
    ),
    Reason.CONTINUED: _("Something was added to it after it was sealed."),
    Reason.SEAL_BROKEN: _("It was changed after it was sealed, at one place at least."),
    Reason.OTHER_KEY: _("It is sealed, but not by this server."),
    Reason.UNREADABLE: _("The seal holds, but what is inside is no signed copy."),
    Reason.CONTRADICTION: _("The seal holds, but its parts do not belong together."),
}


def words_of(answer: Answer) -> dict[str, Promise]:
    """Return the heading, what it means, and the word of its pill."""
    return {
        "heading": HEADINGS[answer.code],
        "meaning": MEANINGS[answer.reason],
        "pill": PILLS[answer.code][1],
    }


def tone_of(answer: Answer) -> str:
    """Return how the pill of an answer looks."""
    return PILLS[answer.code][0]
