"""What the mails of this room share: whom they are about, why they come, how they are rendered."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from core.mail import Mail, MailContent, render_mail
from core.registry import SEND, Envelope, Lane, MessageKind, Verdict, drop
from outbox.actions import Draft
from pairings.models import Pairing
from pairings.rules import PairState
from programs.rules import Role

Words = Callable[[Envelope], MailContent]
Admit = Callable[[Envelope, datetime], Verdict]


def pair_draft(kind: str, pairing: Pairing, role: Role, cause: str) -> Draft:
    """Return a mail to one side of a pair; the cause tells two of a kind apart."""
    person = pairing.person_in(role)
    return Draft(
        kind=kind,
        key=":".join(filter(None, (kind, str(pairing.uid), str(person.pk), cause))),
        person_id=person.pk,
        address=person.email,
        subject_uid=pairing.uid,
        facts={
            "pairing": str(pairing.uid),
            "name": pairing.partner_of(person).first_name,
            "program": pairing.program.name,
            "until": _iso(pairing.paused_until),
            "ends_on": _iso(pairing.ends_on),
        },
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def in_words(text: str) -> str:
    """Return a stored day in words; empty for none."""
    return date_format(date.fromisoformat(text)) if text else ""


def about_a_pair(envelope: Envelope) -> str:
    """Say why somebody of a pair gets a mail."""
    text = _("You get this mail because you and %(name)s are or were a pair in %(program)s.")
    return text % envelope.facts


def if_state(*states: PairState) -> Admit:
    """Send only while the pair is in one of these states."""

    def admit(envelope: Envelope, _now: datetime) -> Verdict:
        pairs = Pairing.objects.filter(uid=envelope.facts["pairing"], state__in=states)
        return SEND if pairs.exists() else drop("the pair is elsewhere by now")

    return admit


def always(_envelope: Envelope, _now: datetime) -> Verdict:
    """Send whatever happens."""
    return SEND


def kind_of(name: str, words: Words, admit: Admit, lane: Lane = Lane.ACT) -> MessageKind:
    """Return a kind of mail that is written in its recipient's language."""

    def render(envelope: Envelope, _now: datetime) -> Mail:
        language = User.objects.get(pk=envelope.person_id or 0).interface_language
        with override(language):
            content = words(envelope)
        return render_mail(replace(content, language=language))

    return MessageKind(name=name, lane=lane, render=render, admit=admit)
