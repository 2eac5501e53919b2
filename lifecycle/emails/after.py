"""The mails about what both said yes to, and about a program that has closed."""

from django.utils.translation import gettext as _

from accounts.emails.personal import Occasion, for_reader
from core.links import home_link, page_link
from core.mail import MailContent
from core.registry import Lane, MessageKind
from lifecycle.emails.kinds import about_a_pair, if_state, in_words, pair_draft
from outbox.actions import Draft
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import Enrollment
from programs.rules import Role

EXTENDED = "pair_extended"
IN_TOUCH = "pair_stays_in_touch"
PROGRAM_CLOSED = "program_closed"


def pair_extended(pairing: Pairing, role: Role) -> Draft:
    """Say that both said yes to going on; the same words, at the same moment, to both."""
    return pair_draft(EXTENDED, pairing, role, str(pairing.ends_on))


def pair_stays_in_touch(pairing: Pairing, role: Role) -> Draft:
    """Say that both would like to stay in touch, in the same words to both."""
    return pair_draft(IN_TOUCH, pairing, role, str(pairing.ends_on))


def program_closed(place: Enrollment) -> Draft:
    """Say to somebody who had a place that the program is over."""
    return Draft(
        kind=PROGRAM_CLOSED,
        key=f"{PROGRAM_CLOSED}:{place.program.uid}:{place.user_id}",
        person_id=place.user_id,
        address=place.user.email,
        subject_uid=place.uid,
        facts={"program": place.program.name},
    )


def _extended(occasion: Occasion) -> MailContent:
    facts = occasion.facts
    return MailContent(
        subject=_("You and %(name)s go on") % facts,
        heading=_("You both said yes"),
        paragraphs=(
            _("You and %(name)s go on as a pair until %(day)s.")
            % (facts | {"day": in_words(facts["ends_on"])}),
            _("Your agreement stays in force, and your planned dates stay where they are."),
        ),
        buttons=(page_link(_("See your dates"), "meetings:list-meetings", facts["pairing"]),),
        footer_reason=about_a_pair(occasion),
    )


def _in_touch(occasion: Occasion) -> MailContent:
    facts = occasion.facts
    return MailContent(
        subject=_("You and %(name)s") % facts,
        heading=_("You both would like to stay in touch"),
        paragraphs=(
            _("You and %(name)s both said that you would like to stay in touch.") % facts,
            _("No program is needed for that: a message or a coffee now and then is enough."),
        ),
        buttons=(page_link(_("Open your page"), "home:show-pair", facts["pairing"]),),
        footer_reason=about_a_pair(occasion),
    )


def _closed(occasion: Occasion) -> MailContent:
    facts = occasion.facts
    return MailContent(
        subject=_("%(program)s is over") % facts,
        heading=_("Thank you for taking part"),
        paragraphs=(
            _("%(program)s has come to its end. Thank you for your time and your openness.")
            % facts,
            _(
                "What you wrote and shared stays readable to you. Pairs that go on are not"
                " affected."
            ),
        ),
        buttons=(home_link(_("Look back")),),
        footer_reason=_("You get this mail because you had a place in %(program)s.") % facts,
    )


GONE_ON = (PairState.ACTIVE, PairState.PAUSED, PairState.CONCLUDING)
STILL_OR_OVER = (*GONE_ON, PairState.COMPLETED, PairState.ENDED)
KINDS = (
    MessageKind(EXTENDED, Lane.ACT, for_reader(_extended), admit=if_state(*GONE_ON)),
    MessageKind(IN_TOUCH, Lane.ACT, for_reader(_in_touch), admit=if_state(*STILL_OR_OVER)),
    MessageKind(PROGRAM_CLOSED, Lane.ACT, for_reader(_closed)),
)
