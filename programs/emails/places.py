"""The mails about a place in a program: confirmed, on the wait list, no place this time."""

from django.utils.translation import gettext as _

from accounts.emails.personal import Occasion, for_reader
from core.links import page_link
from core.mail import MailContent
from core.registry import Lane, MessageKind
from outbox.actions import Draft
from programs.models import Enrollment
from programs.rules import Role

CONFIRMED = "place_confirmed"
WAIT_LISTED = "place_wait_listed"
DECLINED = "place_declined"


def place_confirmed(place: Enrollment) -> Draft:
    """Tell a person that they are in, and as what."""
    return _draft(CONFIRMED, place)


def place_wait_listed(place: Enrollment) -> Draft:
    """Tell a person that there is no place yet."""
    return _draft(WAIT_LISTED, place)


def place_declined(place: Enrollment) -> Draft:
    """Tell a person that there is no place this time."""
    return _draft(DECLINED, place)


def _draft(kind: str, place: Enrollment) -> Draft:
    return Draft(
        kind=kind,
        key=f"{kind}:{place.uid}:{place.user_id}:{place.revision}",
        person_id=place.user_id,
        address=place.user.email,
        subject_uid=place.uid,
        facts={
            "program": place.program.name,
            "program_uid": str(place.program.uid),
            "role": place.role,
        },
    )


def _confirmed(occasion: Occasion) -> MailContent:
    facts = occasion.facts
    shares = _("You are a mentor: you share what you know with a more senior colleague.")
    learns = _("You are a mentee: a more junior colleague shares what they know with you.")
    return MailContent(
        subject=_("Your place in %(program)s") % facts,
        heading=_("You have a place"),
        paragraphs=(
            shares if facts["role"] == Role.MENTOR else learns,
            _(
                "We write as soon as there is a partner to suggest. Until then, a minute is enough"
                " to tell us what you would like to talk about."
            ),
        ),
        buttons=(page_link(_("Open my place"), "pairings:show-place", facts["program_uid"]),),
        footer_reason=_("You get this mail because you were given a place in %(program)s.") % facts,
    )


def _wait_listed(occasion: Occasion) -> MailContent:
    facts = occasion.facts
    return MailContent(
        subject=_("Your application to %(program)s") % facts,
        heading=_("You are on the wait list"),
        paragraphs=(
            _(
                "Thank you for offering your time. There is no place this time, because we could"
                " not find a partner for everyone who applied. This says nothing about you."
            ),
            _(
                "You keep your turn: we write as soon as a place is free. Until then, nothing is"
                " needed from you."
            ),
        ),
        buttons=(page_link(_("Open my place"), "pairings:show-place", facts["program_uid"]),),
        footer_reason=_applied(occasion),
    )


def _declined(occasion: Occasion) -> MailContent:
    return MailContent(
        subject=_("Your application to %(program)s") % occasion.facts,
        heading=_("There is no place this time"),
        paragraphs=(
            _(
                "Thank you for offering your time. We could not find a place for everyone who"
                " applied, and you do not have one this time. This says nothing about you or your"
                " work."
            ),
            _(
                "What comes next: new programs stand under “My programs”. Your answers are kept, so"
                " that you can apply again in a minute."
            ),
        ),
        buttons=(page_link(_("See the programs"), "programs:list-programs"),),
        footer_reason=_applied(occasion),
    )


def _applied(occasion: Occasion) -> str:
    return _("You get this mail because you applied to %(program)s.") % occasion.facts


KINDS = (
    MessageKind(CONFIRMED, Lane.ACT, for_reader(_confirmed)),
    MessageKind(WAIT_LISTED, Lane.ACT, for_reader(_wait_listed)),
    MessageKind(DECLINED, Lane.ACT, for_reader(_declined)),
)
