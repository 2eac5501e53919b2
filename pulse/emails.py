"""The mail of a private question: it says that there is one, not what, and it waits politely."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.emails.personal import Occasion, for_reader, when_polite
from core.links import page_link
from core.mail import MailContent
from core.manners import Manners, next_allowed
from core.registry import Envelope, Lane, MessageKind, Verdict, drop
from outbox.actions import Draft
from outbox.queries import last_sent
from pulse.models import FitAsk
from pulse.queries import still_met
from pulse.registry import stopping
from pulse.rules import MAILS_APART, REMINDED_AFTER

FIT: Final = "pulse_fit"


def fit_asked(ask: FitAsk, manners: Manners) -> Iterator[Draft]:
    """Yield the mail that asks and its two reminders, each at the person's next allowed moment."""
    for step, wait in enumerate(REMINDED_AFTER):
        not_before = next_allowed(manners, ask.asked_at + wait)
        if not_before is not None and not_before < ask.closes_at:
            yield _draft(ask, step, not_before)


def keys_of(ask: FitAsk) -> list[str]:
    """Return the keys of all mails about one question."""
    return [_key(ask, step) for step in range(len(REMINDED_AFTER))]


def _key(ask: FitAsk, step: int) -> str:
    return f"{FIT}:{ask.uid}:{step}"


def _draft(ask: FitAsk, step: int, not_before: datetime) -> Draft:
    """The subject is the question, not the pair: nothing about the pair leads here."""
    pairing = ask.pairing
    return Draft(
        kind=FIT,
        key=_key(ask, step),
        person_id=ask.person_id,
        address=ask.person.email,
        subject_uid=ask.uid,
        facts={
            "pairing": str(pairing.uid),
            "partner": pairing.partner_of(ask.person).first_name,
            "program": pairing.program.name,
            "step": step,
        },
        not_before=not_before,
        expires_at=ask.closes_at,
    )


def _admit(envelope: Envelope, now: datetime) -> Verdict:
    """Let it go while the question waits, politely, and never two within two days."""
    found = FitAsk.objects.waiting(now).filter(uid__in=[envelope.subject_uid])
    ask = found.select_related("pairing", "person").first()
    if ask is None or _is_stopped(ask):
        return drop("answered, over or stopped")
    return when_polite(ask.person, now, earliest=_earliest(ask, now))


def _earliest(ask: FitAsk, now: datetime) -> datetime | None:
    """Wait until the meeting stands in the records, and until the last mail is two days old."""
    if not still_met(ask):
        return now + MAILS_APART
    sent_at = last_sent(person_id=ask.person_id, subject_uid=ask.uid, kinds=[FIT])
    return sent_at + MAILS_APART if sent_at else None


def _is_stopped(ask: FitAsk) -> bool:
    stops = stopping()
    return stops is not None and stops.is_stopped(ask.person_id, ask.pairing.uid)


def _words(occasion: Occasion) -> MailContent:
    facts = occasion.facts
    pairing_uid = UUID(facts["pairing"])
    stops = stopping()
    subject = _("A question for you alone")
    return MailContent(
        subject=subject,
        heading=subject,
        preheader=_("Two taps, behind your sign-in."),
        paragraphs=(
            _opening(facts["step"]),
            _("Two taps, behind your sign-in. Nobody else is shown what you say."),
        ),
        buttons=(page_link(_("Answer privately"), "pulse:answer-fit", pairing_uid),),
        footer_reason=_(
            "You get this mail because you and %(partner)s are a pair in %(program)s."
            " Everybody in a pair gets it after the first two conversations."
        )
        % facts,
        stop_url=stops.url(occasion.reader.pk, pairing_uid, occasion.now) if stops else "",
    )


def _opening(step: int) -> str:
    """Three tries, each in words of its own."""
    wordings = (
        _("You have met, and we would like to know how it starts for you."),
        _("You have not answered yet, and you need not. We would be glad to hear how it starts."),
        _("This is our last mail about it: how does it start for you?"),
    )
    return wordings[min(step, len(wordings) - 1)]


KINDS = (MessageKind(FIT, Lane.NUDGE, for_reader(_words), admit=_admit),)
