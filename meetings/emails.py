"""The mails about dates: planned, a series, changed, cancelled. Never words of a pair."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts.models import User
from contracts.models import CHANNELS
from core.links import page_link
from core.mail import Mail, MailContent, render_mail
from core.registry import SEND, Envelope, Lane, MessageKind, Verdict, drop
from meetings.models import CANCELLED, PLANNED, Meeting
from meetings.queries import city_of

PLANNED_MAIL = "meeting_planned"
SERIES_MAIL = "meeting_series_planned"
CHANGED_MAIL = "meeting_changed"
CANCELLED_MAIL = "meeting_cancelled"

Words = Callable[["News"], tuple[str, str]]


class News:
    """What a mail about a date is made of, in the recipient's language and zone."""

    def __init__(self, envelope: Envelope, meeting: Meeting, person: User) -> None:
        self.facts = envelope.facts
        self.pairing = meeting.pairing
        self.person = person
        self.partner = self.pairing.partner_of(person)
        self.count = int(self.facts["count"])

    @property
    def when(self) -> str:
        """The date, the hours and the channel: "Wed 25 November 2026, 10:00 to 10:45, Video"."""
        starts_at = datetime.fromisoformat(self.facts["starts_at"])
        local = starts_at.astimezone(self.person.zone)
        ends = local + timedelta(minutes=int(self.facts["minutes"]))
        return _("%(day)s, %(start)s to %(end)s (%(zone)s), %(channel)s") % {
            "day": date_format(local, "l j F Y"),
            "start": date_format(local, "H:i"),
            "end": date_format(ends, "H:i"),
            "zone": city_of(self.person),
            "channel": str(dict(CHANNELS).get(self.facts["channel"], "")).lower(),
        }


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
    if news.count > 1:
        text = _("The first was planned for %(when)s. New dates are found in a minute.")
    return heading % {"count": news.count}, text % {"when": news.when}


def _content(envelope: Envelope, words: Words) -> MailContent:
    meeting = Meeting.objects.select_related(
        "pairing__mentor", "pairing__mentee", "pairing__program"
    ).get(uid=envelope.facts["meeting"])
    news = News(envelope, meeting, User.objects.get(pk=envelope.person_id or 0))
    with override(news.person.interface_language), timezone.override(news.person.zone):
        return _letter(news, *words(news))


def _letter(news: News, heading: str, text: str) -> MailContent:
    names = {"name": news.partner.first_name, "program": news.pairing.program.name}
    return MailContent(
        subject=_("Conversation with %(name)s") % names,
        heading=heading,
        preheader=text,
        paragraphs=(text,),
        buttons=(page_link(_("See your dates"), "meetings:list-meetings", news.pairing.uid),),
        footer_reason=_("You get this mail because you and %(name)s are a pair in %(program)s.")
        % names,
        language=news.person.interface_language,
    )


def _kind(name: str, words: Words, admit: Callable[[Envelope, datetime], Verdict]) -> MessageKind:
    def render(envelope: Envelope, _now: datetime) -> Mail:
        return render_mail(_content(envelope, words))

    return MessageKind(name=name, lane=Lane.ACT, render=render, admit=admit)


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
