"""Values of an agreement in words."""

from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.models import CHANNELS
from contracts.rules import Channel
from contracts.rules.parts import SharedTerms
from programs.models import CADENCE_LABELS
from programs.rules import Role

CHANNEL_WORDS: dict[Channel, Promise] = {
    Channel.VIDEO: gettext_lazy("by video"),
    Channel.PHONE: gettext_lazy("by phone"),
    Channel.OFFICE: gettext_lazy("at the office"),
    Channel.COFFEE: gettext_lazy("over coffee"),
}
_CHANNEL_LABELS = dict(CHANNELS)


def rhythm_sentence(terms: SharedTerms, organizer: str) -> str:
    """Say the rhythm in one sentence; a typed place is not part of it."""
    return _(
        "%(cadence)s, %(minutes)s minutes, %(channel)s. %(organizer)s sends the invitations."
    ) % {
        "cadence": CADENCE_LABELS[terms.cadence],
        "minutes": terms.minutes,
        "channel": CHANNEL_WORDS[terms.channel],
        "organizer": organizer,
    }


def terms_in_words(terms: SharedTerms, names: dict[Role, str]) -> dict[str | Promise, str]:
    """Return the shared terms as labels and words, times in the reader's zone."""
    here = timezone.get_current_timezone()
    dates = (moment.astimezone(here) for moment in terms.first_dates)
    return {
        gettext_lazy("How often"): str(CADENCE_LABELS[terms.cadence]),
        gettext_lazy("How long, in minutes"): str(terms.minutes),
        gettext_lazy("Where"): str(_CHANNEL_LABELS[terms.channel]),
        gettext_lazy("Who sends the invitations"): names[terms.organizer],
        gettext_lazy("Place or link"): terms.place,
        gettext_lazy("How we prepare"): terms.agenda_habit,
        gettext_lazy("If a date does not work"): terms.notice,
        gettext_lazy("First dates"): ", ".join(
            formats.date_format(d, "DATETIME_FORMAT") for d in dates
        ),
        gettext_lazy("We look at this agreement again on"): (
            formats.date_format(terms.review_on) if terms.review_on else ""
        ),
    }
