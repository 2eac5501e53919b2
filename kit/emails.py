"""The mail of a letter: a few words, and the way to the whole text."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Leave, User
from accounts.queries import manners_of
from core.days import Closed
from core.links import page_link
from core.mail import Mail, MailContent, render_mail
from core.manners import next_allowed
from core.registry import SEND, Envelope, Lane, MessageKind, Verdict, drop, later
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
    if person is None:
        return drop("the person has left")
    away = Leave.objects.filter(user=person).values_list("starts_on", "ends_on")
    allowed = next_allowed(manners_of(person, Closed.of(list(away))), now)
    if allowed is None:
        return drop("no working day to come")
    return SEND if allowed == now else later(allowed)


def _render(envelope: Envelope, _now: datetime) -> Mail:
    person = User.objects.get(pk=envelope.person_id or 0)
    facts = envelope.facts
    values = facts["values"]
    with override(person.interface_language):
        where = (facts["program_uid"], facts["letter"])
        content = MailContent(
            subject=fill(facts["title"], values),
            heading=fill(facts["title"], values),
            paragraphs=tuple(fill(facts["intro"], values).splitlines()),
            buttons=(page_link(_("Read it"), "kit:read-letter", *where),),
            footer_reason=_why(envelope.kind) % {"program": values["program"]},
        )
    return render_mail(replace(content, language=person.interface_language))


def _why(kind: str) -> str:
    if kind == TRIAL:
        return _("You get this test because you sent it to yourself from %(program)s.")
    return _("You get this mail once, because %(program)s concerns you or your team.")


KINDS = (
    MessageKind(name=LETTER, lane=Lane.DIGEST, render=_render, admit=_admit),
    MessageKind(name=TRIAL, lane=Lane.ACT, render=_render),
)
