"""The mails that ask somebody to take part: the invitation, and two reminders at most."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.emails.personal import Occasion, for_reader, when_polite
from core.mail import Link, MailContent
from core.registry import SEND, Envelope, Lane, MessageKind, Verdict, drop
from outbox.actions import Draft
from programs.models import CADENCE_LABELS, Enrollment, Invitation
from programs.rules import INVITING_STATES, Cadence, Role

INVITED: Final = "place_invited"
REMINDER: Final = "nudge-invitation"
# What an answer makes pointless to say.
ABOUT_INVITATIONS: Final = (INVITED, REMINDER)
# The purposes of the two links.
ANSWER: Final = "invitation"
STOP: Final = "invitation-stop"


def place_invited(place: Enrollment, number: int) -> Draft:
    """Ask a person to take part; `number` tells one invitation from the next."""
    key = f"{INVITED}:{place.uid}:{number}:{place.user_id}"
    return _draft(INVITED, key, place, number)


def invitation_reminder(invitation: Invitation, day: int) -> Draft:
    """Remind a person on the fifth or tenth day."""
    key = reminder_key(invitation, day)
    return _draft(REMINDER, key, invitation.enrollment, invitation.number)


def reminder_key(invitation: Invitation, day: int) -> str:
    """Return the key of the reminder of a day."""
    place = invitation.enrollment
    return f"{REMINDER}:{place.uid}:{invitation.number}:{day}:{place.user_id}"


def _draft(kind: str, key: str, place: Enrollment, number: int) -> Draft:
    program = place.program
    return Draft(
        kind=kind,
        key=key,
        person_id=place.user_id,
        address=place.user.email,
        subject_uid=place.uid,
        facts={
            "program": program.name,
            "role": place.role,
            "number": number,
            "cadence": program.cadence,
            "minutes": program.minutes,
        },
    )


def _admit(envelope: Envelope, now: datetime) -> Verdict:
    """Let go what is still a question; a reminder keeps the manners too."""
    waiting = Invitation.objects.waiting().filter(
        enrollment__uid=envelope.subject_uid or UUID(int=0),
        number=envelope.facts["number"],
        enrollment__program__state__in=INVITING_STATES,
    )
    invitation = waiting.select_related("enrollment__user").first()
    if invitation is None or not invitation.enrollment.user.is_here:
        return drop("the invitation is answered or over")
    if envelope.kind == INVITED:
        return SEND
    if invitation.is_muted:
        return drop("the person stopped these reminders")
    return when_polite(invitation.enrollment.user, now)


def _words(occasion: Occasion) -> MailContent:
    is_mentor = occasion.facts["role"] == Role.MENTOR
    if occasion.envelope.kind == REMINDER:
        return _reminding(occasion)
    shares = _(
        "In reverse mentoring the junior colleague is the mentor: you would share how work feels"
        " and functions where you stand, and see how decisions are made."
    )
    learns = _(
        "In reverse mentoring a junior colleague is the mentor: you would learn what no report"
        " says, from somebody who sees it every day."
    )
    return MailContent(
        subject=_("An invitation: %(program)s") % occasion.facts,
        heading=_("Would you be a mentor?") if is_mentor else _("Would you learn from a junior?"),
        paragraphs=(
            shares if is_mentor else learns,
            _rhythm(occasion),
            _("Two taps and one line are enough. A no is fine too, and needs no reason."),
        ),
        buttons=_buttons(occasion),
        footer_reason=_reason(occasion),
    )


def _rhythm(occasion: Occasion) -> str:
    rhythm = CADENCE_LABELS[Cadence(occasion.facts["cadence"])]
    return _(
        "What it asks of you: %(minutes)s minutes of conversation. Usual rhythm: %(rhythm)s."
    ) % {
        "rhythm": rhythm,
        "minutes": occasion.facts["minutes"],
    }


def _reminding(occasion: Occasion) -> MailContent:
    stop = _link("programs:stop-reminders", STOP, occasion)
    return MailContent(
        subject=_("Your invitation to %(program)s") % occasion.facts,
        heading=_("Have you had a moment to look?"),
        paragraphs=(
            _("Your invitation to %(program)s still waits for an answer.") % occasion.facts,
            _("It takes a minute. If it does not suit you, “no, thanks” is one tap."),
        ),
        buttons=_buttons(occasion),
        footer_reason=_reason(occasion),
        stop_url=stop,
    )


def _buttons(occasion: Occasion) -> tuple[Link, ...]:
    address = _link("core:answer", ANSWER, occasion)
    return (Link(_("Look at the invitation"), address),)


def _link(page: str, purpose: str, occasion: Occasion) -> str:
    return occasion.link(page, purpose, str(occasion.facts["number"]))


def _reason(occasion: Occasion) -> str:
    return (
        _("You get this mail because the program team invited you to %(program)s.") % occasion.facts
    )


KINDS = (
    MessageKind(INVITED, Lane.ACT, for_reader(_words), admit=_admit),
    MessageKind(REMINDER, Lane.NUDGE, for_reader(_words), admit=_admit),
)
