"""The sentence that a signer agrees to, in the language of the version."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from contracts.models import Version


def consent_sentence(version: Version) -> str:
    """Return the sentence beside the tick; it is recorded with the signature, word for word."""
    with override(version.language):
        return _("I have read this agreement and the house rules. I agree to both and sign them.")
