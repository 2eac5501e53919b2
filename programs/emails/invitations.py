"""The mails that ask somebody to take part: the invitation, and two reminders at most."""

from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from accounts.queries import manners_of
from core.days import Closed
from core.links import page_url
from core.mail import Link, Mail, MailContent, render_mail
from core.manners import is_allowed, next_allowed
from core.registry import SEND, Envelope, Lane, MessageKind, Verdict, drop, later
from core.tokens import make_token
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
    return _when_polite(invitation.enrollment.user, now)


def _when_polite(person: User, now: datetime) -> Verdict:
    away = Closed.of(person.leaves.values_list("starts_on", "ends_on"))
    manners = manners_of(person, away)
    if is_allowed(manners, now):
        return SEND
    allowed = next_allowed(manners, now)
    return later(allowed) if allowed else drop("no working day to come")


def _words(envelope: Envelope, now: datetime) -> MailContent:
    is_mentor = envelope.facts["role"] == Role.MENTOR
    if envelope.kind == REMINDER:
        return _reminding(envelope, now)
    shares = _(
        "In reverse mentoring the junior colleague is the mentor: you would share how work feels"
        " and functions where you stand, and see how decisions are made."
    )
    learns = _(
        "In reverse mentoring a junior colleague is the mentor: you would learn what no report"
        " says, from somebody who sees it every day."
    )
    return MailContent(
        subject=_("An invitation: %(program)s") % envelope.facts,
        heading=_("Would you be a mentor?") if is_mentor else _("Would you learn from a junior?"),
        paragraphs=(
            shares if is_mentor else learns,
            _rhythm(envelope),
            _("Two taps and one line are enough. A no is fine too, and needs no reason."),
        ),
        buttons=_buttons(envelope, now),
        footer_reason=_reason(envelope),
    )


def _rhythm(envelope: Envelope) -> str:
    rhythm = CADENCE_LABELS[Cadence(envelope.facts["cadence"])]
    return _(
        "What it asks of you: %(minutes)s minutes of conversation. Usual rhythm: %(rhythm)s."
    ) % {
        "rhythm": rhythm,
        "minutes": envelope.facts["minutes"],
    }


def _reminding(envelope: Envelope, now: datetime) -> MailContent:
    stop = page_url("programs:stop-reminders", _token(STOP, envelope, now))
    return MailContent(
        subject=_("Your invitation to %(program)s") % envelope.facts,
        heading=_("Have you had a moment to look?"),
        paragraphs=(
            _("Your invitation to %(program)s still waits for an answer.") % envelope.facts,
            _("It takes a minute. If it does not suit you, “no, thanks” is one tap."),
        ),
        buttons=_buttons(envelope, now),
        footer_reason=_reason(envelope),
        footer_links=(Link(_("Stop these reminders"), stop),),
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _buttons(envelope: Envelope, now: datetime) -> tuple[Link, ...]:
    address = page_url("core:answer", _token(ANSWER, envelope, now))
    return (Link(_("Look at the invitation"), address),)


def _token(purpose: str, envelope: Envelope, now: datetime) -> str:
    return make_token(
        purpose,
        person_id=envelope.person_id or 0,
        subject_uid=envelope.subject_uid or UUID(int=0),
        nonce=str(envelope.facts["number"]),
        now=now,
    )


def _reason(envelope: Envelope) -> str:
    return (
        _("You get this mail because the program team invited you to %(program)s.") % envelope.facts
    )


def _render(envelope: Envelope, now: datetime) -> Mail:
    language = User.objects.get(pk=envelope.person_id or 0).interface_language
    with override(language):
        content = _words(envelope, now)
    return render_mail(replace(content, language=language))


KINDS = (
    MessageKind(name=INVITED, lane=Lane.ACT, render=_render, admit=_admit),
    MessageKind(name=REMINDER, lane=Lane.NUDGE, render=_render, admit=_admit),
)
