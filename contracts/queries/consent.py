"""The sentence that a signer agrees to, in the language of the version."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from contracts.models import Version
from programs.models import CADENCE_LABELS
from programs.rules import Cadence


def consent_sentence(version: Version) -> str:
    """Return the sentence beside the tick; it is recorded with the signature, word for word."""
    with override(version.language):
        if version.is_rhythm:
            return consent_to_rhythm(CADENCE_LABELS[Cadence(version.cadence)], version.minutes)
        return _("I have read this agreement and the house rules. I agree to both and sign them.")


def consent_to_rhythm(cadence: object = "…", minutes: object = "…") -> str:
    """Return the sentence of a change of rhythm; with gaps while both values are being chosen."""
    words = _(
        "Our new rhythm is: %(cadence)s, %(minutes)s minutes. Everything else in our agreement"
        " stays as it is. I agree and sign this."
    )
    return words % {"cadence": cadence, "minutes": minutes}


def consent_for_company(sponsor: User) -> str:
    """Return the sentence of who signs house rules, in their own language; kept word for word."""
    with override(sponsor.interface_language):
        return _("I have read these house rules and sign them for the company, which keeps them.")
