"""What happened in a pair and which mails it got, in words for HR; nothing that the pair wrote."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contracts.models import CHANNELS
from dashboard.labels import short_day
from lifecycle.emails import CONCLUDING, ENDED, EXTENDED, PAUSED, RESUMED
from meetings.models import CONTACT_KINDS
from meetings.queries.timeline import Happening, TimelineEntry
from outbox.rules import State
from pairings.emails import PAIR_ANNOUNCED, PAIR_STARTED, PROPOSAL_MADE, REQUEST_MADE
from reminders.actions.drafts import kind_of
from reminders.rules.steps import Step

_CHANNELS = dict(CHANNELS)
_CONTACTS = dict(CONTACT_KINDS)
_TITLES: dict[Happening, Promise] = {
    Happening.PLANNED: gettext_lazy("Planned"),
    Happening.UNANSWERED: gettext_lazy("Planned, not logged"),
    Happening.REPORTED: gettext_lazy("Met"),
    Happening.HELD: gettext_lazy("Met"),
    Happening.NOT_MET: gettext_lazy("Did not happen"),
    Happening.CANCELLED: gettext_lazy("Cancelled"),
    Happening.MOVED: gettext_lazy("Moved"),
    Happening.CONTACT: gettext_lazy("Informal contact"),
    Happening.PAUSE: gettext_lazy("Break"),
}
_DONE = (Happening.HELD, Happening.REPORTED)
# What HR may see of the mails of a pair. Whatever a person answers about themselves is not here.
MAIL_LABELS: dict[str, Promise] = {
    PROPOSAL_MADE: gettext_lazy("Proposal of the pair"),
    REQUEST_MADE: gettext_lazy("Request of one to the other"),
    PAIR_STARTED: gettext_lazy("The pair has started"),
    PAIR_ANNOUNCED: gettext_lazy("Announcement of the pair"),
    PAUSED: gettext_lazy("Note of a break"),
    RESUMED: gettext_lazy("Back from a break"),
    CONCLUDING: gettext_lazy("The end is near"),
    EXTENDED: gettext_lazy("The pair goes on"),
    ENDED: gettext_lazy("The pair has ended"),
    kind_of(Step.LOG): gettext_lazy("Asked whether they met"),
    kind_of(Step.BOOK): gettext_lazy("Asked for a date"),
    kind_of(Step.BEHIND): gettext_lazy("Reminded of the due date"),
    kind_of(Step.SECOND): gettext_lazy("Second reminder"),
    kind_of(Step.HR): gettext_lazy("Nudge from the program team"),
}
STATE_LABELS: dict[str, Promise] = {
    State.PENDING: gettext_lazy("Waiting"),
    State.HANDING: gettext_lazy("Leaving now"),
    State.SENT: gettext_lazy("Sent"),
    State.UNKNOWN: gettext_lazy("Sent, arrival not known"),
    State.FAILED: gettext_lazy("Not delivered"),
    State.SUPPRESSED: gettext_lazy("Not sent"),
    State.SUPERSEDED: gettext_lazy("No longer needed"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the timeline: `mark` is a class of the theme, or empty."""

    on: date
    day: str
    title: str
    detail: str = ""
    mark: str = ""


def told(entry: TimelineEntry, today: date) -> Event:
    """Return a fact of the records as an entry of the timeline."""
    return Event(
        entry.on,
        short_day(entry.on, today),
        str(_TITLES[entry.happening]),
        detail=_detail(entry, today),
        mark=_mark(entry),
    )


def _mark(entry: TimelineEntry) -> str:
    if entry.happening in _DONE:
        return "is-done"
    if entry.fell_through:
        return "is-late"
    return "is-note" if entry.happening is Happening.CONTACT else ""


def _detail(entry: TimelineEntry, today: date) -> str:
    if entry.happening is Happening.CONTACT:
        return str(_CONTACTS.get(entry.kind, ""))
    if entry.happening is Happening.PAUSE:
        return _("Until %(day)s") % {"day": short_day(entry.until, today)}
    parts = [_minutes(entry.minutes), str(_CHANNELS.get(entry.kind, ""))]
    if entry.happening is Happening.REPORTED:
        parts.append(_("reported"))
    if entry.fell_through:
        parts.append(_("fell through"))
    return ", ".join(part for part in parts if part)


def _minutes(minutes: int | None) -> str:
    if minutes is None:
        return ""
    return ngettext("%(minutes)d minute", "%(minutes)d minutes", minutes) % {"minutes": minutes}
