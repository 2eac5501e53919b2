"""The mails of a proposal: made, started, did not lead to a pair, taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from core.links import home_link, page_link
from core.mail import Link, Mail, MailContent, render_mail
from core.registry import SEND, Envelope, Lane, MessageKind, Verdict, drop
from outbox.actions import Draft
from pairings.models import Pairing
from pairings.rules import PairState
from programs.rules import Role

PROPOSAL_MADE = "proposal_made"
PAIR_STARTED = "pair_started"
PROPOSAL_CLOSED = "proposal_closed"
PROPOSAL_WITHDRAWN = "proposal_withdrawn"

Words = Callable[[Envelope, User], MailContent]
Admit = Callable[[Envelope, datetime], Verdict]


def proposal_made(pairing: Pairing, role: Role) -> Draft:
    """Introduce a partner and ask for a yes or a no."""
    return _draft(PROPOSAL_MADE, pairing, role)


def pair_started(pairing: Pairing, role: Role) -> Draft:
    """Say that both said yes, and what comes first."""
    return _draft(PAIR_STARTED, pairing, role)


def proposal_closed(pairing: Pairing, role: Role) -> Draft:
    """Say that it did not lead to a pair, in the same words after a no and after silence."""
    return _draft(PROPOSAL_CLOSED, pairing, role)


def proposal_withdrawn(pairing: Pairing, role: Role) -> Draft:
    """Say that the proposal was taken back."""
    return _draft(PROPOSAL_WITHDRAWN, pairing, role)


def _draft(kind: str, pairing: Pairing, role: Role) -> Draft:
    person = pairing.person_in(role)
    partner = pairing.partner_of(person)
    return Draft(
        kind=kind,
        key=f"{kind}:{pairing.uid}:{person.pk}",
        person_id=person.pk,
        address=person.email,
        subject_uid=pairing.uid,
        facts={
            "program": pairing.program.name,
            "role": str(role),
            "partner": partner.display_name,
            "partner_first": partner.first_name,
            "partner_work": ", ".join(filter(None, (partner.job_title, partner.department))),
            "until": pairing.expires_at.isoformat(),
        },
    )


def _made(envelope: Envelope, person: User) -> MailContent:
    facts = envelope.facts
    if facts["role"] == Role.MENTOR:
        roles = _("You would be the mentor: the junior one, who shares what you know.")
    else:
        roles = _("You would be the mentee: the senior one, who learns.")
    # The proposal expires as a day begins; people read the last day on which they can answer.
    last_day = datetime.fromisoformat(facts["until"]).astimezone(person.zone) - timedelta(seconds=1)
    until = date_format(last_day, "DATE_FORMAT")
    return MailContent(
        subject=_("A partner for you in %(program)s") % facts,
        heading=_("Would you like to start with %(partner_first)s?") % facts,
        paragraphs=(
            " ".join(filter(None, (_introduction(facts), roles))),
            _("You can say yes or no, without a reason, until %(until)s.") % {"until": until},
        ),
        buttons=(_proposal(_("See the proposal"), envelope),),
        footer_reason=_reason(envelope),
    )


def _introduction(facts: dict[str, str]) -> str:
    if not facts["partner_work"]:
        return _("We would like to introduce %(partner)s.") % facts
    return _("We would like to introduce %(partner)s (%(partner_work)s).") % facts


def _started(envelope: Envelope, _person: User) -> MailContent:
    facts = envelope.facts
    return MailContent(
        subject=_("You and %(partner_first)s are a pair") % facts,
        heading=_("You both said yes"),
        paragraphs=(
            _("You and %(partner)s are a pair in %(program)s.") % facts,
            _(
                "Meet for the first time within two weeks. Your agreement is all the agenda you"
                " need for it."
            ),
        ),
        buttons=(home_link(_("Find a first date")),),
        footer_reason=_reason(envelope),
    )


def _closed(envelope: Envelope, _person: User) -> MailContent:
    facts = envelope.facts
    return MailContent(
        subject=_("Your proposal in %(program)s") % facts,
        heading=_("It did not work out this time"),
        paragraphs=(
            _(
                "The proposal with %(partner)s did not lead to a pair. That happens, calendars and"
                " plans change, and it says nothing about you."
            )
            % facts,
            _("You are first in line for the next one. Nothing is needed from you."),
        ),
        footer_reason=_reason(envelope),
    )


def _withdrawn(envelope: Envelope, _person: User) -> MailContent:
    facts = envelope.facts
    return MailContent(
        subject=_("Your proposal in %(program)s") % facts,
        heading=_("A proposal was taken back"),
        paragraphs=(
            _(
                "The program team took back the proposal with %(partner)s. It says nothing about"
                " either of you."
            )
            % facts,
            _("Nothing is needed from you. We write when there is another partner to suggest."),
        ),
        footer_reason=_reason(envelope),
    )


def _proposal(label: str, envelope: Envelope) -> Link:
    return page_link(label, "pairings:show-proposal", envelope.subject_uid)


def _reason(envelope: Envelope) -> str:
    return _("You get this mail because you take part in %(program)s.") % envelope.facts


def _still_open(envelope: Envelope, _now: datetime) -> Verdict:
    """An introduction that was answered, or is over, is not sent any more."""
    pairing = Pairing.objects.filter(uid__in=[envelope.subject_uid]).first()
    if pairing is None or pairing.state != PairState.PROPOSED:
        return drop("the proposal is closed")
    if pairing.accepted_at_of(Role(envelope.facts["role"])) is not None:
        return drop("the person has answered")
    return SEND


def _always(_envelope: Envelope, _now: datetime) -> Verdict:
    return SEND


def _kind(name: str, words: Words, admit: Admit = _always) -> MessageKind:
    def render(envelope: Envelope, _now: datetime) -> Mail:
        person = User.objects.get(pk=envelope.person_id or 0)
        with override(person.interface_language):
            content = words(envelope, person)
        return render_mail(replace(content, language=person.interface_language))

    return MessageKind(name=name, lane=Lane.ACT, render=render, admit=admit)


KINDS = (
    _kind(PROPOSAL_MADE, _made, _still_open),
    _kind(PAIR_STARTED, _started),
    _kind(PROPOSAL_CLOSED, _closed),
    _kind(PROPOSAL_WITHDRAWN, _withdrawn),
)
