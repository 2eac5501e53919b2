"""The mails of a proposal: made, asked for, started, announced, closed, taken back."""

from collections.abc import Callable, Sequence
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
REQUEST_MADE = "request_made"
REQUEST_WITHDRAWN = "request_withdrawn"
PAIR_ANNOUNCED = "pair_announced"

TOPICS_NAMED = 3

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


def request_made(pairing: Pairing, role: Role) -> Draft:
    """Tell a person who asks to be their partner; what the other wrote stays behind the sign-in."""
    return _draft(REQUEST_MADE, pairing, role)


def request_withdrawn(pairing: Pairing, role: Role) -> Draft:
    """Say that a request is no longer open."""
    return _draft(REQUEST_WITHDRAWN, pairing, role)


def pair_announced(pairing: Pairing, role: Role, topics: Sequence[str]) -> Draft:
    """Introduce the partner of a cohort's pair; `topics` of the program that both chose."""
    draft = _draft(PAIR_ANNOUNCED, pairing, role)
    return replace(draft, facts=draft.facts | {"topics": ", ".join(topics[:TOPICS_NAMED])})


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
    return MailContent(
        subject=_("A partner for you in %(program)s") % facts,
        heading=_("Would you like to start with %(partner_first)s?") % facts,
        paragraphs=(
            f"{_introduction(facts)} {_your_side(facts)}",
            _yes_or_no(facts, person),
        ),
        buttons=(_proposal(_("See the proposal"), envelope),),
        footer_reason=_reason(envelope),
    )


def _your_side(facts: dict[str, str]) -> str:
    if facts["role"] == Role.MENTOR:
        return _("You would be the mentor: the junior one, who shares what you know.")
    return _("You would be the mentee: the senior one, who learns.")


def _yes_or_no(facts: dict[str, str], person: User) -> str:
    # The proposal expires as a day begins; people read the last day on which they can answer.
    last_day = datetime.fromisoformat(facts["until"]).astimezone(person.zone) - timedelta(seconds=1)
    until = date_format(last_day, "DATE_FORMAT")
    return _("You can say yes or no, without a reason, until %(until)s.") % {"until": until}


def _asked(envelope: Envelope, person: User) -> MailContent:
    facts = envelope.facts
    if facts["partner_work"]:
        who = _("%(partner)s (%(partner_work)s) takes part in %(program)s and asks for you.")
    else:
        who = _("%(partner)s takes part in %(program)s and asks for you.")
    return MailContent(
        subject=_("A request for you in %(program)s") % facts,
        heading=_("Would you like to start with %(partner_first)s?") % facts,
        paragraphs=(f"{who % facts} {_your_side(facts)}", _yes_or_no(facts, person)),
        buttons=(_proposal(_("See the request"), envelope),),
        footer_reason=_reason(envelope),
    )


def _no_longer_asked(envelope: Envelope, _person: User) -> MailContent:
    facts = envelope.facts
    return MailContent(
        subject=_("A request in %(program)s") % facts,
        heading=_("A request is no longer open"),
        paragraphs=(
            _("The request of %(partner)s was taken back. It says nothing about you.") % facts,
            _("Nothing is needed from you."),
        ),
        footer_reason=_reason(envelope),
    )


def _announced(envelope: Envelope, _person: User) -> MailContent:
    facts = envelope.facts
    if facts["role"] == Role.MENTOR:
        subject = _("Meet your mentee in %(program)s")
        heading = _("Meet %(partner_first)s, your mentee")
        roles = _("You are the mentor: the junior one, who shares what you know.")
    else:
        subject = _("Meet your mentor in %(program)s")
        heading = _("Meet %(partner_first)s, your mentor")
        roles = _("You are the mentee: the senior one, who learns.")
    return MailContent(
        subject=subject % facts,
        heading=heading % facts,
        paragraphs=(f"{_about(facts)} {roles}", _what_comes_first()),
        buttons=(page_link(_("Find a first date"), "home:show-pair", envelope.subject_uid),),
        footer_reason=_reason(envelope),
    )


def _about(facts: dict[str, str]) -> str:
    work = "%(partner)s, %(partner_work)s." if facts["partner_work"] else "%(partner)s."
    both = _("You both chose: %(topics)s.") % facts if facts["topics"] else ""
    return " ".join(filter(None, (work % facts, both)))


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
            _what_comes_first(),
        ),
        buttons=(home_link(_("Find a first date")),),
        footer_reason=_reason(envelope),
    )


def _what_comes_first() -> str:
    return _(
        "Meet for the first time within two weeks. Your agreement is all the agenda you need for"
        " it."
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
    _kind(REQUEST_MADE, _asked, _still_open),
    _kind(REQUEST_WITHDRAWN, _no_longer_asked),
    _kind(PAIR_ANNOUNCED, _announced),
)
