"""Two people wrote at once: what differs, both versions in words, side by side."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.models import CHANNELS
from contracts.rules.parts import OwnPart, SharedTerms
from programs.models import CADENCE_LABELS
from programs.rules import Role

_CHANNEL_LABELS = dict(CHANNELS)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two versions say differently; `typed` is None where the person left it."""

    label: str | Promise
    typed: str | None
    saved: str


def terms_in_words(terms: SharedTerms, names: dict[Role, str]) -> dict[str | Promise, str]:
    """Return the shared terms as labels and words, times in the reader's zone."""
    here = timezone.get_current_timezone()
    dates = (moment.astimezone(here) for moment in terms.first_dates)
    return {
        _("How often"): str(CADENCE_LABELS[terms.cadence]),
        _("How long, in minutes"): str(terms.minutes),
        _("Where"): str(_CHANNEL_LABELS[terms.channel]),
        _("Who sends the invitations"): names[terms.organizer],
        _("Place or link"): terms.place,
        _("How we prepare"): terms.agenda_habit,
        _("If a date does not work"): terms.notice,
        _("First dates"): ", ".join(formats.date_format(d, "DATETIME_FORMAT") for d in dates),
        _("We look at this agreement again on"): (
            formats.date_format(terms.review_on) if terms.review_on else ""
        ),
    }


def differing_terms(
    typed: SharedTerms, shown: SharedTerms, saved: SharedTerms, names: dict[Role, str]
) -> list[Difference]:
    """Return where what was typed and what is saved differ."""
    mine, before, theirs = (terms_in_words(terms, names) for terms in (typed, shown, saved))
    return [
        Difference(label, words if words != before[label] else None, theirs[label])
        for label, words in mine.items()
        if words != theirs[label]
    ]


def differing_goals(typed: OwnPart, saved: OwnPart) -> list[Difference]:
    """Return both states of one's own part, which another window changed."""
    return [Difference(_("Your part"), "\n".join(_lines(typed)), "\n".join(_lines(saved)))]


def _lines(part: OwnPart) -> Iterator[str]:
    for goal in part:
        yield goal.text
        if goal.sign_of_success:
            yield goal.sign_of_success
