"""The mails of a proposal: made, asked for, started, announced, closed, taken back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.emails.personal import Occasion, for_reader
from core.links import home_link, page_link
from core.mail import Link, MailContent
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


def _made(occasion: Occasion) -> MailContent:
    facts = occasion.facts
    return MailContent(
        subject=_("A partner for you in %(program)s") % facts,
        heading=_("Would you like to start with %(partner_first)s?") % facts,
        paragraphs=(
            f"{_introduction(facts)} {_your_side(facts)}",
            _yes_or_no(occasion),
        ),
        buttons=(_proposal(_("See the proposal"), occasion),),
        footer_reason=_reason(occasion),
    )


def _your_side(facts: dict[str, str]) -> str:
    if facts["role"] == Role.MENTOR:
        return _("You would be the mentor: the junior one, who shares what you know.")
    return _("You would be the mentee: the senior one, who learns.")


def _yes_or_no(occasion: Occasion) -> str:
    # The proposal expires as a day begins; people read the last day on which they can answer.
    ends = datetime.fromisoformat(occasion.facts["until"]).astimezone(occasion.reader.zone)
    until = date_format(ends - timedelta(seconds=1), "DATE_FORMAT")
    return _("You can say yes or no, without a reason, until %(until)s.") % {"until": until}


def _asked(occasion: Occasion) -> MailContent:
    facts = occasion.facts
    if facts["partner_work"]:
        who = _("%(partner)s (%(partner_work)s) takes part in %(program)s and asks for you.")
    else:
        who = _("%(partner)s takes part in %(program)s and asks for you.")
    return MailContent(
        subject=_("A request for you in %(program)s") % facts,
        heading=_("Would you like to start with %(partner_first)s?") % facts,
        paragraphs=(f"{who % facts} {_your_side(facts)}", _yes_or_no(occasion)),
        buttons=(_proposal(_("See the request"), occasion),),
        footer_reason=_reason(occasion),
    )


def _no_longer_asked(occasion: Occasion) -> MailContent:
    facts = occasion.facts
    return MailContent(
        subject=_("A request in %(program)s") % facts,
        heading=_("A request is no longer open"),
        paragraphs=(
            _("The request of %(partner)s was taken back. It says nothing about you.") % facts,
            _("Nothing is needed from you."),
        ),
        footer_reason=_reason(occasion),
    )


def _announced(occasion: Occasion) -> MailContent:
    facts = occasion.facts
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
        buttons=(
            page_link(_("Find a first date"), "home:show-pair", occasion.envelope.subject_uid),
        ),
        footer_reason=_reason(occasion),
    )


def _about(facts: dict[str, str]) -> str:
    work = "%(partner)s, %(partner_work)s." if facts["partner_work"] else "%(partner)s."
    both = _("You both chose: %(topics)s.") % facts if facts["topics"] else ""
    return " ".join(filter(None, (work % facts, both)))


def _introduction(facts: dict[str, str]) -> str:
    if not facts["partner_work"]:
        return _("We would like to introduce %(partner)s.") % facts
    return _("We would like to introduce %(partner)s (%(partner_work)s).") % facts


def _started(occasion: Occasion) -> MailContent:
    facts = occasion.facts
    return MailContent(
        subject=_("You and %(partner_first)s are a pair") % facts,
        heading=_("You both said yes"),
        paragraphs=(
            _("You and %(partner)s are a pair in %(program)s.") % facts,
            _what_comes_first(),
        ),
        buttons=(home_link(_("Find a first date")),),
        footer_reason=_reason(occasion),
    )


def _what_comes_first() -> str:
    return _(
        "Meet for the first time within two weeks. Your agreement is all the agenda you need for"
        " it."
    )


def _closed(occasion: Occasion) -> MailContent:
    facts = occasion.facts
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
        footer_reason=_reason(occasion),
    )


def _withdrawn(occasion: Occasion) -> MailContent:
    facts = occasion.facts
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
        footer_reason=_reason(occasion),
    )


def _proposal(label: str, occasion: Occasion) -> Link:
    return page_link(label, "pairings:show-proposal", occasion.envelope.subject_uid)


def _reason(occasion: Occasion) -> str:
    return _("You get this mail because you take part in %(program)s.") % occasion.facts


def _still_open(envelope: Envelope, _now: datetime) -> Verdict:
    """An introduction that was answered, or is over, is not sent any more."""
    pairing = Pairing.objects.filter(uid__in=[envelope.subject_uid]).first()
    if pairing is None or pairing.state != PairState.PROPOSED:
        return drop("the proposal is closed")
    if pairing.accepted_at_of(Role(envelope.facts["role"])) is not None:
        return drop("the person has answered")
    return SEND


KINDS = (
    MessageKind(PROPOSAL_MADE, Lane.ACT, for_reader(_made), admit=_still_open),
    MessageKind(PAIR_STARTED, Lane.ACT, for_reader(_started)),
    MessageKind(PROPOSAL_CLOSED, Lane.ACT, for_reader(_closed)),
    MessageKind(PROPOSAL_WITHDRAWN, Lane.ACT, for_reader(_withdrawn)),
    MessageKind(REQUEST_MADE, Lane.ACT, for_reader(_asked), admit=_still_open),
    MessageKind(REQUEST_WITHDRAWN, Lane.ACT, for_reader(_no_longer_asked)),
    MessageKind(PAIR_ANNOUNCED, Lane.ACT, for_reader(_announced)),
)
