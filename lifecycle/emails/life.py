"""The mails about the life of a pair: it rests, it is back, it nears its end, it has ended."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.emails.personal import Occasion, for_reader, when_polite
from accounts.models import User
from core.links import page_link
from core.mail import MailContent
from core.registry import SEND, Envelope, Lane, MessageKind, Verdict
from lifecycle.emails.kinds import about_a_pair, if_state, in_words, pair_draft
from outbox.actions import Draft
from pairings.models import Pairing
from pairings.rules import PairState
from programs.rules import Role

PAUSED = "pair_paused"
RESUMED = "pair_resumed"
CONCLUDING = "pair_concluding"
ENDED = "pair_ended"


def pair_paused(pairing: Pairing, role: Role) -> Draft:
    """Say until when the pair rests."""
    return pair_draft(PAUSED, pairing, role, str(pairing.revision))


def pair_resumed(pairing: Pairing, role: Role) -> Draft:
    """Say that the pair is back."""
    return pair_draft(RESUMED, pairing, role, str(pairing.revision))


def pair_concluding(pairing: Pairing, role: Role) -> Draft:
    """Say that the last two weeks have begun."""
    return pair_draft(CONCLUDING, pairing, role, str(pairing.ends_on))


def pair_ended(pairing: Pairing, role: Role) -> Draft:
    """Say that the pair has ended, in the same words for every cause."""
    return pair_draft(ENDED, pairing, role, "")


def _paused(occasion: Occasion) -> MailContent:
    facts = occasion.facts
    return MailContent(
        subject=_("A break with %(name)s") % facts,
        heading=_("You take a break"),
        paragraphs=(
            _("Your conversations with %(name)s rest until %(day)s.")
            % (facts | {"day": in_words(facts["until"])}),
            _("Dates planned until then are called off. No reminders come in the meantime."),
        ),
        buttons=(page_link(_("See your dates"), "meetings:list-meetings", facts["pairing"]),),
        footer_reason=about_a_pair(occasion),
    )


def _resumed(occasion: Occasion) -> MailContent:
    facts = occasion.facts
    return MailContent(
        subject=_("Conversation with %(name)s") % facts,
        heading=_("The break is over"),
        paragraphs=(_("You and %(name)s are back. When do you meet next?") % facts,),
        buttons=(page_link(_("Plan a date"), "meetings:plan-meeting", facts["pairing"]),),
        footer_reason=about_a_pair(occasion),
    )


def _concluding(occasion: Occasion) -> MailContent:
    facts = occasion.facts
    return MailContent(
        subject=_("The last weeks with %(name)s") % facts,
        heading=_("Your last weeks as a pair"),
        paragraphs=(
            _("Your time as a pair with %(name)s ends on %(day)s.")
            % (facts | {"day": in_words(facts["ends_on"])}),
            _(
                "A closing conversation is a good end: what changed, and what is next? Each of you"
                " is asked alone what you would like after it."
            ),
        ),
        buttons=(
            page_link(_("See what is next"), "lifecycle:show-closing", facts["pairing"]),
            page_link(_("Plan a conversation"), "meetings:plan-meeting", facts["pairing"]),
        ),
        footer_reason=about_a_pair(occasion),
    )


def _ended(occasion: Occasion) -> MailContent:
    facts = occasion.facts
    return MailContent(
        subject=_("Your pair in %(program)s") % facts,
        heading=_("Your pair has ended"),
        paragraphs=(
            _("Your time as a pair with %(name)s in %(program)s has ended. Thank you both.")
            % facts,
            _(
                "What you shared stays readable to the two of you. You can look back, say thank"
                " you, and tell us whether you would like a new partner."
            ),
        ),
        buttons=(page_link(_("Look back"), "home:show-pair", facts["pairing"]),),
        footer_reason=about_a_pair(occasion),
    )


def _in_office_hours(envelope: Envelope, now: datetime) -> Verdict:
    """Time caused it, nobody's act: it waits for the recipient's working hours."""
    verdict = if_state(PairState.CONCLUDING)(envelope, now)
    if not verdict.send:
        return verdict
    verdict = when_polite(User.objects.get(pk=envelope.person_id or 0), now)
    # Who never works again gets it at once: dropped, it would be lost.
    return verdict if verdict.not_before else SEND


BACK = (PairState.GETTING_STARTED, PairState.ACTIVE, PairState.CONCLUDING)
KINDS = (
    MessageKind(PAUSED, Lane.ACT, for_reader(_paused), admit=if_state(PairState.PAUSED)),
    MessageKind(RESUMED, Lane.ACT, for_reader(_resumed), admit=if_state(*BACK)),
    MessageKind(CONCLUDING, Lane.NUDGE, for_reader(_concluding), admit=_in_office_hours),
    MessageKind(ENDED, Lane.ACT, for_reader(_ended)),
)
