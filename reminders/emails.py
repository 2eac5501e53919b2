"""The nudges: one function per mail. No words of a pair, never in the partner's name, no blame."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.emails.personal import Occasion, for_reader
from core.links import page_link, page_url
from core.mail import Link, MailContent
from core.tokens import make_token
from reminders.rules.steps import Step
from reminders.starters import starter

MET, NOT_YET, NEW_DATE, STOP = "nudge-met", "nudge-not-yet", "nudge-new-date", "nudge-stop"
STOP_PAGE = "reminders:stop-nudges"


@dataclass(frozen=True, slots=True)
class NudgeMail:
    """What a nudge says, as frozen when it was decided; see `facts_for_mail`."""

    occasion: Occasion
    step: Step
    partner: str
    partner_full: str
    is_mentor: bool
    mentee: str
    mentee_full: str
    program: str
    zone: ZoneInfo
    due_on: date | None
    last_met_on: date | None
    planned_at: datetime | None
    suggestions: tuple[datetime, ...]
    others: tuple[tuple[str, str, str], ...]
    seed: int

    @classmethod
    def of(cls, occasion: Occasion) -> "NudgeMail":
        """Read the frozen facts of an outbox row."""
        facts = occasion.facts
        return cls(
            occasion=occasion,
            step=Step(facts["step"]),
            partner=facts["partner"],
            partner_full=facts["partner_full"],
            is_mentor=facts["is_mentor"],
            mentee=facts.get("mentee", ""),
            mentee_full=facts.get("mentee_full", ""),
            program=facts["program"],
            zone=ZoneInfo(facts["zone"]),
            due_on=_day(facts.get("due_on")),
            last_met_on=_day(facts.get("last_met_on")),
            planned_at=_instant(facts.get("planned_at")),
            suggestions=tuple(datetime.fromisoformat(at) for at in facts.get("suggestions", ())),
            others=tuple(
                (o["partner"], o.get("mentee", ""), o["pairing_uid"])
                for o in facts.get("others", ())
            ),
            seed=int(facts.get("seed", 0)),
        )

    @property
    def is_for_delegate(self) -> bool:
        """Whether it goes to who plans for the mentee."""
        return bool(self.mentee)

    def link(self, page: str, purpose: str) -> str:
        """Return the address of a page that acts for the reader; all of one mail share a nonce."""
        return self.occasion.link(page, purpose, self.occasion.envelope.uid.hex)

    def local_day(self, at: datetime) -> str:
        """Return "Wed 25 Nov" in the recipient's zone."""
        return date_format(at.astimezone(self.zone), "D j M")

    def local_time(self, at: datetime) -> str:
        """Return "Wed 25 Nov, 14:00" in the recipient's zone."""
        return date_format(at.astimezone(self.zone), "D j M, H:i")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def facts_for_mail(**facts: Any) -> dict[str, Any]:
    """Return facts as JSON values: days and instants as ISO text."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in facts.items()
    }


def _words(occasion: Occasion) -> MailContent:
    nudge = NudgeMail.of(occasion)
    writer = {
        Step.LOG: did_you_meet,
        Step.BOOK: find_a_date,
        Step.BEHIND: conversation_was_due,
        Step.SECOND: small_start,
        Step.HR: program_asks,
    }[nudge.step]
    if nudge.is_for_delegate:
        writer = did_they_meet if nudge.step is Step.LOG else find_them_a_date
    return writer(nudge)


render_nudge = for_reader(_words)


def did_you_meet(nudge: NudgeMail) -> MailContent:
    """Ask, after a planned time, whether it took place."""
    planned = nudge.local_day(nudge.planned_at) if nudge.planned_at else ""
    body = (
        _("Your conversation was planned for %(day)s.") % {"day": planned},
        _("One tap answers it. A chat in the corridor is welcome too."),
    )
    heading = _("Did you and %(partner)s meet?") % {"partner": nudge.partner}
    return _content(nudge, heading, body, _three_answers(nudge))


def find_a_date(nudge: NudgeMail) -> MailContent:
    """Half of the interval is gone and nothing is planned: three times to choose from."""
    body = (
        _("Nothing is planned with %(partner)s yet. These times are inside both your hours:")
        % {"partner": nudge.partner},
    )
    heading = _("Find your next date with %(partner)s") % {"partner": nudge.partner}
    return _content(nudge, heading, body, _three_times(nudge))


def _three_times(nudge: NudgeMail) -> tuple[Link, ...]:
    address = nudge.link("core:answer", NEW_DATE)
    buttons = tuple(
        Link(nudge.local_time(at), f"{address}?at={at:%Y%m%dT%H%M}") for at in nudge.suggestions
    )
    return buttons or (Link(_("Pick a date"), address),)


def did_they_meet(nudge: NudgeMail) -> MailContent:
    """Ask who plans for the mentee whether a planned conversation took place."""
    planned = nudge.local_day(nudge.planned_at) if nudge.planned_at else ""
    body = (
        _("Their conversation was planned for %(day)s. One tap answers it.") % {"day": planned},
    )
    heading = _("Did %(mentee)s and %(partner)s meet?") % _two(nudge)
    buttons = (
        Link(_("Yes, they met"), nudge.link("core:answer", MET)),
        Link(_("Not yet"), nudge.link("core:answer", NOT_YET)),
        Link(_("There is a new date"), nudge.link("core:answer", NEW_DATE)),
    )
    return _content(nudge, heading, body, buttons)


def find_them_a_date(nudge: NudgeMail) -> MailContent:
    """Ask who plans for the mentee for a date; the times are the mentee's."""
    body = (
        _(
            "Nothing is planned yet. These times are inside the hours of both, as %(mentee)s reads"
            " the clock:"
        )
        % _two(nudge),
    )
    heading = _("Find a date for %(mentee)s and %(partner)s") % _two(nudge)
    return _content(nudge, heading, body, _three_times(nudge))


def _two(nudge: NudgeMail) -> dict[str, str]:
    return {"mentee": nudge.mentee, "partner": nudge.partner}


def conversation_was_due(nudge: NudgeMail) -> MailContent:
    """The day after due, the same neutral words to both."""
    due = date_format(nudge.due_on, "j M") if nudge.due_on else ""
    heading = _("Your conversation with %(partner)s was due on %(day)s") % {
        "partner": nudge.partner,
        "day": due,
    }
    body = (*_last_met(nudge), _("Weeks get full. Half an hour, or even a call, is enough."))
    return _content(nudge, heading, body, _three_answers(nudge))


def small_start(nudge: NudgeMail) -> MailContent:
    """A week later, in other words and with a topic from the product's own collection."""
    heading = _("A small start with %(partner)s?") % {"partner": nudge.partner}
    body = (
        *_last_met(nudge),
        _("If you are looking for a way in, try this one:"),
        f"“{starter(nudge.seed)}”",
    )
    return _content(nudge, heading, body, _three_answers(nudge))


def program_asks(nudge: NudgeMail) -> MailContent:
    """The program team asks after a pair; it does not say why."""
    heading = _("How is it going with %(partner)s?") % {"partner": nudge.partner}
    body = (
        *_last_met(nudge),
        _("The program team would like to know whether you two have found a date."),
    )
    return _content(nudge, heading, body, _three_answers(nudge))


def _last_met(nudge: NudgeMail) -> tuple[str, ...]:
    if nudge.last_met_on is None:
        return (_("You two have not met yet."),)
    day = date_format(nudge.last_met_on, "j F")
    return (_("Your last conversation was on %(day)s.") % {"day": day},)


def _three_answers(nudge: NudgeMail) -> tuple[Link, ...]:
    return (
        Link(_("Yes, we met"), nudge.link("core:answer", MET)),
        Link(_("Not yet"), nudge.link("core:answer", NOT_YET)),
        Link(_("We have a new date"), nudge.link("core:answer", NEW_DATE)),
    )


def _content(
    nudge: NudgeMail, heading: str, body: tuple[str, ...], buttons: tuple[Link, ...]
) -> MailContent:
    return MailContent(
        subject=heading,
        heading=heading,
        preheader=_("One tap answers it."),
        paragraphs=body,
        buttons=buttons,
        lines=tuple(_line(*other) for other in nudge.others),
        footer_reason=_reason(nudge),
        stop_url=nudge.link(STOP_PAGE, STOP),
    )


def _reason(nudge: NudgeMail) -> str:
    names = {
        "partner": nudge.partner_full,
        "program": nudge.program,
        "mentee": nudge.mentee_full,
    }
    if nudge.is_for_delegate:
        return _("You get this because you plan for %(mentee)s in %(program)s.") % names
    reason = _("You get this because %(partner)s mentors you in %(program)s.")
    if nudge.is_mentor:
        reason = _("You get this because you mentor %(partner)s in %(program)s.")
    return f"{reason % names} {_('Nobody in HR reads your notes.')}"


def _line(partner: str, mentee: str, uid: str) -> Link:
    """One other pair; an assistant has its dates, and no home of it."""
    names = {"partner": partner, "mentee": mentee}
    if mentee:
        label = _("Also to plan: %(mentee)s and %(partner)s") % names
        return page_link(label, "meetings:list-meetings", uid)
    label = _("Also due: your conversation with %(partner)s") % names
    return page_link(label, "home:show-pair", uid)


def stop_url(person_id: int, pairing_uid: UUID, now: datetime) -> str:
    """Return the address that stops every nudge about a pair for one person."""
    token = make_token(STOP, person_id=person_id, subject_uid=pairing_uid, nonce="stop", now=now)
    return page_url(STOP_PAGE, token)
