"""The mail of a letter: a few words, and the way to the whole text."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.emails.personal import Occasion, for_reader, when_polite
from accounts.models import User
from core.links import page_link
from core.mail import MailContent
from core.registry import Envelope, Lane, MessageKind, Verdict, drop
from kit.models import Letter
from kit.queries import values_for
from kit.rules import fill
from outbox.actions import Draft

LETTER = "letter"
TRIAL = "letter_trial"


def letter_mails(letter: Letter, readers: Iterable[User]) -> list[Draft]:
    """Bring a letter to its readers."""
    values = values_for(letter.program)
    return [_draft(LETTER, letter, person, values) for person in readers]


def trial_mail(letter: Letter, person: User, now: datetime) -> Draft:
    """Show who writes a letter how it arrives."""
    draft = _draft(TRIAL, letter, person, values_for(letter.program))
    return replace(draft, key=f"{draft.key}:{now:%Y%m%d%H%M}")


def _draft(kind: str, letter: Letter, person: User, values: Mapping[str, str]) -> Draft:
    """Freeze the words of the mail: a letter changed later does not change mails on their way."""
    return Draft(
        kind=kind,
        key=f"{kind}:{letter.uid}:{person.pk}",
        person_id=person.pk,
        address=person.email,
        subject_uid=letter.uid,
        facts={
            "title": letter.title,
            "intro": letter.intro,
            "letter": letter.kind,
            "program_uid": str(letter.program.uid),
            "values": dict(values),
        },
    )


def _admit(envelope: Envelope, now: datetime) -> Verdict:
    """Hold a letter back until its reader works; nobody who has left gets one."""
    person = User.objects.active().filter(pk=envelope.person_id or 0).first()
    return when_polite(person, now) if person else drop("the person has left")


def _words(occasion: Occasion) -> MailContent:
    facts = occasion.facts
    values = facts["values"]
    where = (facts["program_uid"], facts["letter"])
    title = fill(facts["title"], values)
    return MailContent(
        subject=title,
        heading=title,
        paragraphs=tuple(fill(facts["intro"], values).splitlines()),
        buttons=(page_link(_("Read it"), "kit:read-letter", *where),),
        footer_reason=_why(occasion.envelope.kind) % {"program": values["program"]},
    )


def _why(kind: str) -> str:
    if kind == TRIAL:
        return _("You get this test because you sent it to yourself from %(program)s.")
    return _("You get this mail once, because %(program)s concerns you or your team.")


KINDS = (
    MessageKind(LETTER, Lane.DIGEST, for_reader(_words), admit=_admit),
    MessageKind(TRIAL, Lane.ACT, for_reader(_words)),
)
