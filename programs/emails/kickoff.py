"""The mails about a kick-off: asked, moved, called off, and one reminder the working day before."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from accounts.queries import manners_of
from core.days import Closed
from core.links import page_link, page_url
from core.mail import Link, Mail, MailContent, render_mail
from core.manners import next_allowed
from core.registry import SEND, Envelope, Lane, MessageKind, Verdict, drop, later
from core.tokens import make_token
from outbox.actions import Draft
from programs.models import KickOffGuest

KICKOFF_INVITED: Final = "kickoff_invited"
KICKOFF_MOVED: Final = "kickoff_moved"
KICKOFF_CANCELLED: Final = "kickoff_cancelled"
KICKOFF_REMINDER: Final = "kickoff_reminder"
# The purposes of the two links.
COMES: Final = "kickoff-comes"
CANNOT: Final = "kickoff-cannot"

Words = Callable[[Envelope, User, datetime], MailContent]


def kickoff_invited(guest: KickOffGuest) -> Draft:
    """Ask a person whether they come."""
    return _draft(KICKOFF_INVITED, guest)


def kickoff_moved(guest: KickOffGuest) -> Draft:
    """Say that the time or the place is another, and ask again."""
    return _draft(KICKOFF_MOVED, guest)


def kickoff_cancelled(guest: KickOffGuest) -> Draft:
    """Say that it does not take place."""
    return _draft(KICKOFF_CANCELLED, guest)


def kickoff_reminder(guest: KickOffGuest, at: datetime) -> Draft:
    """Remind a person the working day before, not before `at`."""
    draft = _draft(KICKOFF_REMINDER, guest)
    return replace(draft, not_before=at, expires_at=guest.kickoff.starts_at)


def _draft(kind: str, guest: KickOffGuest) -> Draft:
    kickoff, program = guest.kickoff, guest.kickoff.program
    return Draft(
        kind=kind,
        key=f"{kind}:{guest.uid}:{kickoff.number}:{guest.user_id}",
        person_id=guest.user_id,
        address=guest.user.email,
        subject_uid=guest.uid,
        facts={
            "program": program.name,
            "program_uid": str(program.uid),
            "number": kickoff.number,
            "starts_at": kickoff.starts_at.isoformat(),
            "minutes": kickoff.minutes,
            "place": kickoff.place,
        },
    )


def _when(envelope: Envelope, person: User) -> str:
    at = datetime.fromisoformat(envelope.facts["starts_at"]).astimezone(person.zone)
    return _("%(when)s (%(zone)s)") % {
        "when": date_format(at, "l j F, H:i"),
        "zone": person.time_zone,
    }


def _facts(envelope: Envelope, person: User) -> dict[str, object]:
    return envelope.facts | {"when": _when(envelope, person)}


def _invited(envelope: Envelope, person: User, now: datetime) -> MailContent:
    facts = _facts(envelope, person)
    return MailContent(
        subject=_("Kick-off of %(program)s") % facts,
        heading=_("Will you be at the kick-off?"),
        paragraphs=(
            _("%(program)s starts together: %(when)s, %(minutes)s minutes.") % facts,
            _("Where: %(place)s") % facts,
        ),
        buttons=_answers(envelope, now),
        footer_reason=_reason(envelope),
    )


def _moved(envelope: Envelope, person: User, now: datetime) -> MailContent:
    facts = _facts(envelope, person)
    return MailContent(
        subject=_("Changed: kick-off of %(program)s") % facts,
        heading=_("The kick-off has changed. Will you be there?"),
        paragraphs=(
            _("It is now on %(when)s, %(minutes)s minutes.") % facts,
            _("Where: %(place)s") % facts,
        ),
        buttons=_answers(envelope, now),
        footer_reason=_reason(envelope),
    )


def _cancelled(envelope: Envelope, person: User, _now: datetime) -> MailContent:
    facts = _facts(envelope, person)
    return MailContent(
        subject=_("Called off: kick-off of %(program)s") % facts,
        heading=_("The kick-off is called off"),
        paragraphs=(
            _("It was planned for %(when)s. Nothing is needed from you.") % facts,
            _("We write when there is another date. The program goes on."),
        ),
        footer_reason=_reason(envelope),
    )


def _reminder(envelope: Envelope, person: User, now: datetime) -> MailContent:
    facts = _facts(envelope, person)
    return MailContent(
        subject=_("Soon: kick-off of %(program)s") % facts,
        heading=_("See you at the kick-off?"),
        paragraphs=(
            _("%(when)s, %(minutes)s minutes.") % facts,
            _("Where: %(place)s") % facts,
        ),
        buttons=_answers(envelope, now),
        footer_reason=_reason(envelope),
    )


def _answers(envelope: Envelope, now: datetime) -> tuple[Link, ...]:
    return (
        Link(_("I will be there"), _answer_url(COMES, envelope, now)),
        Link(_("I cannot"), _answer_url(CANNOT, envelope, now)),
        page_link(_("What happens there"), "programs:show-kickoff", envelope.facts["program_uid"]),
    )


def _answer_url(purpose: str, envelope: Envelope, now: datetime) -> str:
    token = make_token(
        purpose,
        person_id=envelope.person_id or 0,
        subject_uid=envelope.subject_uid or UUID(int=0),
        nonce=envelope.uid.hex,
        now=now,
    )
    return page_url("core:answer", token)


def _reason(envelope: Envelope) -> str:
    return _("You get this mail because you have a place in %(program)s.") % envelope.facts


def _always(_envelope: Envelope, _now: datetime) -> Verdict:
    return SEND


def _still_ahead(envelope: Envelope, now: datetime) -> Verdict:
    """Let go what is true of the date there is, to somebody who has not said that they cannot."""
    guest = _guest_of(envelope)
    if guest is None or guest.comes is False:
        return drop("the person does not come")
    kickoff = guest.kickoff
    if kickoff.cancelled_at or kickoff.number != envelope.facts["number"]:
        return drop("there is another date, or none")
    return SEND if kickoff.starts_at > now else drop("the kick-off has begun")


def _when_polite(envelope: Envelope, now: datetime) -> Verdict:
    """Time caused a reminder: it waits for working hours, not past the beginning."""
    verdict, guest = _still_ahead(envelope, now), _guest_of(envelope)
    if not verdict.send or guest is None:
        return verdict
    away = Closed.of(guest.user.leaves.values_list("starts_on", "ends_on"))
    at = next_allowed(manners_of(guest.user, away), now)
    if at is None or at >= guest.kickoff.starts_at:
        return drop("no working hour is left before it")
    return SEND if at <= now else later(at)


def _guest_of(envelope: Envelope) -> KickOffGuest | None:
    guests = KickOffGuest.objects.taking_part()
    return guests.filter(uid=envelope.subject_uid or UUID(int=0)).first()


def _kind(
    name: str,
    words: Words,
    admit: Callable[[Envelope, datetime], Verdict],
    lane: Lane = Lane.ACT,
) -> MessageKind:
    def render(envelope: Envelope, now: datetime) -> Mail:
        person = User.objects.get(pk=envelope.person_id or 0)
        with override(person.interface_language):
            content = words(envelope, person, now)
        return render_mail(replace(content, language=person.interface_language))

    return MessageKind(name=name, lane=lane, render=render, admit=admit)


KINDS = (
    _kind(KICKOFF_INVITED, _invited, _still_ahead),
    _kind(KICKOFF_MOVED, _moved, _still_ahead),
    _kind(KICKOFF_CANCELLED, _cancelled, _always),
    _kind(KICKOFF_REMINDER, _reminder, _when_polite, Lane.NUDGE),
)
