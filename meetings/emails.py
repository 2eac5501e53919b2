"""The mails about dates: planned, a series, changed, cancelled. Never words of a pair."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.emails.personal import Occasion, Words, for_reader
from accounts.models import Delegation, User
from contracts.models import CHANNELS
from core.links import page_link
from core.mail import MailContent
from core.registry import SEND, Envelope, Lane, MessageKind, Verdict, drop
from meetings.models import CANCELLED, PLANNED, Meeting
from meetings.queries import city_of
from pairings.models import Pairing

PLANNED_MAIL = "meeting_planned"
SERIES_MAIL = "meeting_series_planned"
CHANGED_MAIL = "meeting_changed"
CANCELLED_MAIL = "meeting_cancelled"

Telling = Callable[["News"], tuple[str, str]]


class News:
    """What a mail about a date is made of, in the recipient's language and zone."""

    def __init__(self, occasion: Occasion, pairing: Pairing) -> None:
        self.facts = occasion.facts
        self.pairing = pairing
        self.person = occasion.reader
        self.is_delegate = pairing.role_of(self.person) is None
        self.partner = pairing.partner_of(self.person)
        self.count = int(self.facts["count"])

    @property
    def clock(self) -> User:
        """By whose clock the reader plans: their own; an assistant by the mentee's."""
        return self.pairing.mentee if self.is_delegate else self.person

    @property
    def when(self) -> str:
        """The date, the hours and the channel: "Wed 25 November 2026, 10:00 to 10:45, Video"."""
        starts_at = datetime.fromisoformat(self.facts["starts_at"])
        local = starts_at.astimezone(self.clock.zone)
        ends = local + timedelta(minutes=int(self.facts["minutes"]))
        return _("%(day)s, %(start)s to %(end)s (%(zone)s), %(channel)s") % {
            "day": date_format(local, "l j F Y"),
            "start": date_format(local, "H:i"),
            "end": date_format(ends, "H:i"),
            "zone": city_of(self.clock),
            "channel": str(dict(CHANNELS).get(self.facts["channel"], "")).lower(),
        }

    @property
    def planner(self) -> str:
        """Who planned it, where it was the mentee's assistant; empty else."""
        if not self.facts.get("planner"):
            return ""
        names = {"name": self.facts["planner"], "mentee": self.pairing.mentee.first_name}
        if self.person.pk == self.pairing.mentee_id:
            return _("%(name)s did this for you.") % names
        return _("%(name)s did this, who plans for %(mentee)s.") % names


def _planned(news: News) -> tuple[str, str]:
    return _("A date is set"), news.when


def _series(news: News) -> tuple[str, str]:
    heading = ngettext(
        "%(count)d conversation is planned", "%(count)d conversations are planned", news.count
    )
    return heading % {"count": news.count}, _("The first: %(when)s") % {"when": news.when}


def _changed(news: News) -> tuple[str, str]:
    return _("The date has changed"), _("It is now planned for %(when)s") % {"when": news.when}


def _cancelled(news: News) -> tuple[str, str]:
    heading = ngettext(
        "A conversation is called off", "%(count)d conversations are called off", news.count
    )
    text = _("It was planned for %(when)s. A new date is found in a minute.")
    if news.is_delegate:
        text = _("It was planned for %(when)s.")
    elif news.count > 1:
        text = _("The first was planned for %(when)s. New dates are found in a minute.")
    return heading % {"count": news.count}, text % {"when": news.when}


def _in_a_letter(tell: Telling) -> Words:
    def words(occasion: Occasion) -> MailContent:
        news = News(occasion, _pair_of(occasion))
        letter = _for_delegate if news.is_delegate else _letter
        return letter(news, *tell(news))

    return words


def _pair_of(occasion: Occasion) -> Pairing:
    meetings = Meeting.objects.select_related(
        "pairing__mentor", "pairing__mentee", "pairing__program"
    )
    return meetings.get(uid=occasion.facts["meeting"]).pairing


def _letter(news: News, heading: str, text: str) -> MailContent:
    names = {"name": news.partner.first_name, "program": news.pairing.program.name}
    return MailContent(
        subject=_("Conversation with %(name)s") % names,
        heading=heading,
        preheader=text,
        paragraphs=(text, *([news.planner] if news.planner else [])),
        buttons=(page_link(_("See your dates"), "meetings:list-meetings", news.pairing.uid),),
        footer_reason=_("You get this mail because you and %(name)s are a pair in %(program)s.")
        % names,
    )


def _for_delegate(news: News, heading: str, text: str) -> MailContent:
    names = {
        "mentee": news.pairing.mentee.first_name,
        "full": news.pairing.mentee.display_name,
        "mentor": news.pairing.mentor.first_name,
        "program": news.pairing.program.name,
    }
    return MailContent(
        subject=_("%(mentee)s’s conversation with %(mentor)s") % names,
        heading=heading,
        preheader=text,
        paragraphs=(text,),
        buttons=(page_link(_("See the dates"), "home:show-planning"),),
        footer_reason=_("You get this mail because you plan for %(full)s in %(program)s.") % names,
    )


def _kind(name: str, tell: Telling, admit: Callable[[Envelope, datetime], Verdict]) -> MessageKind:
    def admit_for_reader(envelope: Envelope, now: datetime) -> Verdict:
        return admit(envelope, now) if _is_theirs(envelope) else drop("it is not theirs any more")

    return MessageKind(name, Lane.ACT, for_reader(_in_a_letter(tell)), admit=admit_for_reader)


def _is_theirs(envelope: Envelope) -> bool:
    """Say whether the reader is one of the two, or still plans for the mentee."""
    person = envelope.person_id
    standing = Delegation.objects.standing().filter(delegate_id=person).values("person_id")
    theirs = Q(pairing__mentor=person) | Q(pairing__mentee=person)
    theirs |= Q(pairing__mentee__in=standing)
    return Meeting.objects.filter(theirs, uid=envelope.facts["meeting"]).exists()


def _if_planned(envelope: Envelope, _now: datetime) -> Verdict:
    """Leave while the date is still planned for that time."""
    starts_at = datetime.fromisoformat(envelope.facts["starts_at"])
    planned = Meeting.objects.filter(
        uid=envelope.facts["meeting"], state=PLANNED, starts_at=starts_at
    ).exists()
    return SEND if planned else drop("the date has changed since")


def _if_series_planned(envelope: Envelope, now: datetime) -> Verdict:
    """Leave while anything of the series is still to come."""
    first = Meeting.objects.filter(uid=envelope.facts["meeting"])
    planned = Meeting.objects.filter(
        series_uid__in=first.values("series_uid"), state=PLANNED, starts_at__gt=now
    ).exists()
    return SEND if planned else drop("the dates have changed since")


def _if_cancelled(envelope: Envelope, _now: datetime) -> Verdict:
    off = Meeting.objects.filter(uid=envelope.facts["meeting"], state=CANCELLED).exists()
    return SEND if off else drop("the date stands again")


KINDS = (
    _kind(PLANNED_MAIL, _planned, _if_planned),
    _kind(SERIES_MAIL, _series, _if_series_planned),
    _kind(CHANGED_MAIL, _changed, _if_planned),
    _kind(CANCELLED_MAIL, _cancelled, _if_cancelled),
)
