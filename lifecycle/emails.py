"""The mails about the life of a pair: it rests, it is back, it nears its end, it has ended."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from accounts.queries import manners_of
from core.days import Closed
from core.links import home_link, page_link
from core.mail import Mail, MailContent, render_mail
from core.manners import next_allowed
from core.registry import SEND, Envelope, Lane, MessageKind, Verdict, drop, later
from outbox.actions import Draft
from pairings.models import Pairing
from pairings.rules import PairState
from programs.rules import Role

PAUSED = "pair_paused"
RESUMED = "pair_resumed"
CONCLUDING = "pair_concluding"
ENDED = "pair_ended"
# What an end makes pointless to say.
BEFORE_THE_END = (PAUSED, RESUMED, CONCLUDING)

Words = Callable[[Envelope], MailContent]
Admit = Callable[[Envelope, datetime], Verdict]


def pair_paused(pairing: Pairing, role: Role) -> Draft:
    """Say until when the pair rests."""
    return _draft(PAUSED, pairing, role, str(pairing.revision))


def pair_resumed(pairing: Pairing, role: Role) -> Draft:
    """Say that the pair is back."""
    return _draft(RESUMED, pairing, role, str(pairing.revision))


def pair_concluding(pairing: Pairing, role: Role) -> Draft:
    """Say that the last two weeks have begun."""
    return _draft(CONCLUDING, pairing, role, str(pairing.ends_on))


def pair_ended(pairing: Pairing, role: Role) -> Draft:
    """Say that the pair has ended, in the same words for every cause."""
    return _draft(ENDED, pairing, role, "")


def _draft(kind: str, pairing: Pairing, role: Role, cause: str) -> Draft:
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


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text)) if text else ""


def _paused(envelope: Envelope) -> MailContent:
    facts = envelope.facts
    return MailContent(
        subject=_("A break with %(name)s") % facts,
        heading=_("You take a break"),
        paragraphs=(
            _("Your conversations with %(name)s rest until %(day)s.")
            % (facts | {"day": _day(facts["until"])}),
            _("Dates planned until then are called off. No reminders come in the meantime."),
        ),
        buttons=(page_link(_("See your dates"), "meetings:list-meetings", envelope.subject_uid),),
        footer_reason=_reason(envelope),
    )


def _resumed(envelope: Envelope) -> MailContent:
    facts = envelope.facts
    return MailContent(
        subject=_("Conversation with %(name)s") % facts,
        heading=_("The break is over"),
        paragraphs=(_("You and %(name)s are back. When do you meet next?") % facts,),
        buttons=(page_link(_("Plan a date"), "meetings:plan-meeting", envelope.subject_uid),),
        footer_reason=_reason(envelope),
    )


def _concluding(envelope: Envelope) -> MailContent:
    facts = envelope.facts
    return MailContent(
        subject=_("Two weeks left with %(name)s") % facts,
        heading=_("Your last two weeks have begun"),
        paragraphs=(
            _("Your time as a pair with %(name)s ends on %(day)s.")
            % (facts | {"day": _day(facts["ends_on"])}),
            _("A closing conversation is a good end: what changed, and what is next for each?"),
        ),
        buttons=(page_link(_("Plan it"), "meetings:plan-meeting", envelope.subject_uid),),
        footer_reason=_reason(envelope),
    )


def _ended(envelope: Envelope) -> MailContent:
    facts = envelope.facts
    return MailContent(
        subject=_("Your pair in %(program)s") % facts,
        heading=_("Your pair has ended"),
        paragraphs=(
            _("Your time as a pair with %(name)s in %(program)s has ended. Thank you both.")
            % facts,
            _(
                "What you shared stays readable to the two of you. If you would like a new partner,"
                " there is nothing you need to do: you are first in line."
            ),
        ),
        buttons=(home_link(_("Open Viceversa")),),
        footer_reason=_reason(envelope),
    )


def _reason(envelope: Envelope) -> str:
    text = _("You get this mail because you and %(name)s are or were a pair in %(program)s.")
    return text % envelope.facts


def _if_state(*states: PairState) -> Admit:
    def admit(envelope: Envelope, _now: datetime) -> Verdict:
        pairs = Pairing.objects.filter(uid=envelope.facts["pairing"], state__in=states)
        return SEND if pairs.exists() else drop("the pair is elsewhere by now")

    return admit


def _in_office_hours(envelope: Envelope, now: datetime) -> Verdict:
    """Time caused it, nobody's act: it waits for the recipient's working hours."""
    verdict = _if_state(PairState.CONCLUDING)(envelope, now)
    if not verdict.send:
        return verdict
    person = User.objects.get(pk=envelope.person_id or 0)
    days = person.leaves.values_list("starts_on", "ends_on")
    moment = next_allowed(manners_of(person, Closed.of(days)), now)
    # Who never works again gets it at once: waiting would lose it.
    return SEND if moment is None or moment <= now else later(moment)


def _always(_envelope: Envelope, _now: datetime) -> Verdict:
    return SEND


def _kind(name: str, words: Words, admit: Admit, lane: Lane = Lane.ACT) -> MessageKind:
    def render(envelope: Envelope, _now: datetime) -> Mail:
        language = User.objects.get(pk=envelope.person_id or 0).interface_language
        with override(language):
            content = words(envelope)
        return render_mail(replace(content, language=language))

    return MessageKind(name=name, lane=lane, render=render, admit=admit)


BACK = (PairState.GETTING_STARTED, PairState.ACTIVE, PairState.CONCLUDING)
KINDS = (
    _kind(PAUSED, _paused, _if_state(PairState.PAUSED)),
    _kind(RESUMED, _resumed, _if_state(*BACK)),
    _kind(CONCLUDING, _concluding, _in_office_hours, Lane.NUDGE),
    _kind(ENDED, _ended, _always),
)
