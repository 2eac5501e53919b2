"""Values of an agreement in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.rules import Channel
from contracts.rules.parts import SharedTerms
from programs.models import CADENCE_LABELS

CHANNEL_WORDS: dict[Channel, Promise] = {
    Channel.VIDEO: gettext_lazy("by video"),
    Channel.PHONE: gettext_lazy("by phone"),
    Channel.OFFICE: gettext_lazy("at the office"),
    Channel.COFFEE: gettext_lazy("over coffee"),
}


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
