"""The mails about a place in a program: confirmed, on the wait list, no place this time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from core.links import page_link
from core.mail import Mail, MailContent, render_mail
from core.registry import Envelope, Lane, MessageKind
from outbox.actions import Draft
from programs.models import Enrollment
from programs.rules import Role

CONFIRMED = "place_confirmed"
WAIT_LISTED = "place_wait_listed"
DECLINED = "place_declined"

Words = Callable[[Envelope], MailContent]


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


def _confirmed(envelope: Envelope) -> MailContent:
    facts = envelope.facts
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


def _wait_listed(envelope: Envelope) -> MailContent:
    facts = envelope.facts
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
        footer_reason=_applied(envelope),
    )


def _declined(envelope: Envelope) -> MailContent:
    return MailContent(
        subject=_("Your application to %(program)s") % envelope.facts,
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
        footer_reason=_applied(envelope),
    )


def _applied(envelope: Envelope) -> str:
    return _("You get this mail because you applied to %(program)s.") % envelope.facts


def _kind(name: str, words: Words) -> MessageKind:
    def render(envelope: Envelope, _now: datetime) -> Mail:
        language = User.objects.get(pk=envelope.person_id or 0).interface_language
        with override(language):
            content = words(envelope)
        return render_mail(replace(content, language=language))

    return MessageKind(name=name, lane=Lane.ACT, render=render)


KINDS = (
    _kind(CONFIRMED, _confirmed),
    _kind(WAIT_LISTED, _wait_listed),
    _kind(DECLINED, _declined),
)
