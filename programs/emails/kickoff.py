"""The mails about a kick-off: asked, moved, called off, and one reminder the working day before."""

from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.emails.personal import Occasion, for_reader, when_polite
from core.links import page_link
from core.mail import Link, MailContent
from core.registry import SEND, Envelope, Lane, MessageKind, Verdict, drop
from outbox.actions import Draft
from programs.models import KickOffGuest

KICKOFF_INVITED: Final = "kickoff_invited"
KICKOFF_MOVED: Final = "kickoff_moved"
KICKOFF_CANCELLED: Final = "kickoff_cancelled"
KICKOFF_REMINDER: Final = "kickoff_reminder"
# The purposes of the two links.
COMES: Final = "kickoff-comes"
CANNOT: Final = "kickoff-cannot"


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


def _invited(occasion: Occasion) -> MailContent:
    return _asking(
        occasion,
        subject=_("Kick-off of %(program)s"),
        heading=_("Will you be at the kick-off?"),
        text=_("%(program)s starts together: %(when)s, %(minutes)s minutes."),
    )


def _moved(occasion: Occasion) -> MailContent:
    return _asking(
        occasion,
        subject=_("Changed: kick-off of %(program)s"),
        heading=_("The kick-off has changed. Will you be there?"),
        text=_("It is now on %(when)s, %(minutes)s minutes."),
    )


def _reminder(occasion: Occasion) -> MailContent:
    return _asking(
        occasion,
        subject=_("Soon: kick-off of %(program)s"),
        heading=_("See you at the kick-off?"),
        text=_("%(when)s, %(minutes)s minutes."),
    )


def _asking(occasion: Occasion, *, subject: str, heading: str, text: str) -> MailContent:
    facts = _facts(occasion)
    return MailContent(
        subject=subject % facts,
        heading=heading,
        paragraphs=(text % facts, _("Where: %(place)s") % facts),
        buttons=(
            _answer(_("I will be there"), COMES, occasion),
            _answer(_("I cannot"), CANNOT, occasion),
            page_link(_("What happens there"), "programs:show-kickoff", facts["program_uid"]),
        ),
        footer_reason=_reason(occasion),
    )


def _cancelled(occasion: Occasion) -> MailContent:
    facts = _facts(occasion)
    return MailContent(
        subject=_("Called off: kick-off of %(program)s") % facts,
        heading=_("The kick-off is called off"),
        paragraphs=(
            _("It was planned for %(when)s. Nothing is needed from you.") % facts,
            _("We write when there is another date. The program goes on."),
        ),
        footer_reason=_reason(occasion),
    )


def _facts(occasion: Occasion) -> dict[str, object]:
    """Return what the words name; `when` is by the reader's clock."""
    at = datetime.fromisoformat(occasion.facts["starts_at"]).astimezone(occasion.reader.zone)
    when = _("%(when)s (%(zone)s)") % {
        "when": date_format(at, "l j F, H:i"),
        "zone": occasion.reader.time_zone,
    }
    return occasion.facts | {"when": when}


def _answer(label: str, purpose: str, occasion: Occasion) -> Link:
    return Link(label, occasion.link("core:answer", purpose, occasion.envelope.uid.hex))


def _reason(occasion: Occasion) -> str:
    return _("You get this mail because you have a place in %(program)s.") % occasion.facts


def _still_ahead(envelope: Envelope, now: datetime) -> Verdict:
    """Let go what is true of the date there is, to somebody who has not said that they cannot."""
    guest = _guest_of(envelope)
    if guest is None or guest.comes is False:
        return drop("the person does not come")
    kickoff = guest.kickoff
    if kickoff.cancelled_at or kickoff.number != envelope.facts["number"]:
        return drop("there is another date, or none")
    return SEND if kickoff.starts_at > now else drop("the kick-off has begun")


def _in_office_hours(envelope: Envelope, now: datetime) -> Verdict:
    """Time caused a reminder: it waits for working hours, not past the beginning."""
    verdict, guest = _still_ahead(envelope, now), _guest_of(envelope)
    if not verdict.send or guest is None:
        return verdict
    return when_polite(guest.user, now, before=guest.kickoff.starts_at)


def _guest_of(envelope: Envelope) -> KickOffGuest | None:
    guests = KickOffGuest.objects.taking_part()
    return guests.filter(uid=envelope.subject_uid or UUID(int=0)).first()


KINDS = (
    MessageKind(KICKOFF_INVITED, Lane.ACT, for_reader(_invited), admit=_still_ahead),
    MessageKind(KICKOFF_MOVED, Lane.ACT, for_reader(_moved), admit=_still_ahead),
    MessageKind(KICKOFF_CANCELLED, Lane.ACT, for_reader(_cancelled)),
    MessageKind(KICKOFF_REMINDER, Lane.NUDGE, for_reader(_reminder), admit=_in_office_hours),
)
