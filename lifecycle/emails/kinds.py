"""What the mails of this room share: whom they are about, why they come, while what is so."""

from collections.abc import Callable
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.emails.personal import Occasion
from core.registry import SEND, Envelope, Verdict, drop
from outbox.actions import Draft
from pairings.models import Pairing
from pairings.rules import PairState
from programs.rules import Role

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


def about_a_pair(occasion: Occasion) -> str:
    """Say why somebody of a pair gets a mail."""
    text = _("You get this mail because you and %(name)s are or were a pair in %(program)s.")
    return text % occasion.facts


def if_state(*states: PairState) -> Admit:
    """Send only while the pair is in one of these states."""

    def admit(envelope: Envelope, _now: datetime) -> Verdict:
        pairs = Pairing.objects.filter(uid=envelope.facts["pairing"], state__in=states)
        return SEND if pairs.exists() else drop("the pair is elsewhere by now")

    return admit
