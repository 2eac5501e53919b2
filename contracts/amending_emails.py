"""The mails about an agreement in force: another rhythm, a no to it, and the look half the way.

None holds a word of the pair, nor the rhythm: that is behind the link and a sign-in.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.emails.personal import Occasion, for_reader, when_polite
from accounts.models import User
from contracts.emails import (
    REVIEW,
    RHYTHM_DECLINED,
    RHYTHM_SUGGESTED,
    content_about,
    draft_for,
    still_asks,
)
from contracts.models import Version
from contracts.queries.review import review_of
from contracts.rules import VersionState
from core.mail import MailContent
from core.registry import Envelope, Lane, MessageKind, Verdict, drop
from outbox.actions import Draft
from pairings.rules import PairState


def rhythm_suggested(version: Version, by: User) -> Draft:
    """Ask the other partner whether the rhythm that is suggested suits them."""
    return draft_for(RHYTHM_SUGGESTED, version, version.contract.pairing.partner_of(by), by)


def rhythm_declined(version: Version, by: User) -> Draft:
    """Tell who suggested a rhythm that it stays as it is."""
    return draft_for(RHYTHM_DECLINED, version, version.contract.pairing.partner_of(by), by)


def review_due(version: Version) -> list[Draft]:
    """Ask both to look at what they agreed, once per version."""
    pair = version.contract.pairing
    return [
        draft_for(REVIEW, version, who, pair.partner_of(who)) for who in (pair.mentor, pair.mentee)
    ]


def _suggested(occasion: Occasion) -> MailContent:
    return content_about(
        occasion,
        heading=_("Another rhythm?"),
        paragraphs=(
            _("%(partner)s suggests another rhythm for your conversations. Nothing else changes.")
            % occasion.facts,
            _("A yes or a no takes one tap. Until then it stays as it is."),
        ),
        button=_("See and answer"),
        page="contracts:show-agreement",
    )


def _declined(occasion: Occasion) -> MailContent:
    return content_about(
        occasion,
        heading=_("Your rhythm stays as it is"),
        paragraphs=(
            _("%(partner)s would rather keep the rhythm you have. Your agreement goes on as it is.")
            % occasion.facts,
        ),
        button=_("Open the agreement"),
        page="contracts:show-agreement",
    )


def _review(occasion: Occasion) -> MailContent:
    return content_about(
        occasion,
        heading=_("Your agreement: a look after half the way"),
        paragraphs=(
            _("Half of your time as a pair with %(partner)s is over.") % occasion.facts,
            _("Do the goals still fit? You can keep your agreement, change it, or end your pair."),
        ),
        button=_("Look at it"),
        page="contracts:review-agreement",
    )


def _still_due(envelope: Envelope, now: datetime) -> Verdict:
    """Ask while the version is in force, its pair meets, and nobody has looked yet."""
    found = Version.objects.with_pair().filter(
        uid__in=[envelope.subject_uid], state=VersionState.IN_FORCE
    )
    version = found.first()
    if version is None or review_of(version) is not None:
        return drop("looked at, or replaced")
    pair = version.contract.pairing
    if not pair.is_live or pair.state == PairState.PAUSED:
        return drop("on a break, or over")
    reader = pair.mentor if pair.mentor_id == envelope.person_id else pair.mentee
    return when_polite(reader, now)


KINDS = (
    MessageKind(RHYTHM_SUGGESTED, Lane.ACT, for_reader(_suggested), admit=still_asks),
    MessageKind(RHYTHM_DECLINED, Lane.ACT, for_reader(_declined)),
    MessageKind(REVIEW, Lane.NUDGE, for_reader(_review), admit=_still_due),
)
