"""The words HR reads for statuses, bands and reasons, and how dates are written short."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.days import ONE_DAY
from dashboard.rules import Pill, Standing, Week
from health.rules import Band, Reason
from pairings.models import STATE_LABELS
from pairings.rules import PairState

DAYS_NAMED = 6
DAYS_WITHOUT_A_YEAR = 300
NOTHING = "–"

BAND_LABELS: dict[str, Promise] = {
    Band.AT_RISK: gettext_lazy("At risk"),
    Band.NEEDS_CHECK_IN: gettext_lazy("Needs a check-in"),
    Band.ON_TRACK: gettext_lazy("On track"),
    Band.TOO_EARLY: gettext_lazy("Too early to say"),
    Band.PAUSED: gettext_lazy("Paused"),
}
REASON_LABELS: dict[str, Promise] = {
    Reason.DORMANT: gettext_lazy("No meeting for 45 days past the due date."),
    Reason.TWO_FELL_THROUGH: gettext_lazy("The last two dates fell through."),
    Reason.STALLED: gettext_lazy("Twice the agreed time has passed without a meeting."),
    Reason.BEHIND: gettext_lazy("The due date has passed without a meeting."),
    Reason.LOW_ATTAINMENT: gettext_lazy("Fewer than 60 % of the expected meetings were held."),
    Reason.QUIET: gettext_lazy("No contact for longer than one and a half intervals."),
    Reason.NO_AGREEMENT: gettext_lazy("No agreement is in force after 21 days."),
    Reason.NO_REVIEW: gettext_lazy("They have not looked at their agreement halfway."),
    Reason.NO_GOAL_DONE: gettext_lazy("Past halfway without a goal done on each side."),
}
WEEK_LABELS: dict[Week, Promise] = {
    Week.MET: gettext_lazy("Met"),
    Week.INFORMAL: gettext_lazy("Informal contact"),
    Week.MISSED: gettext_lazy("Missed"),
    Week.NONE: gettext_lazy("None expected"),
    Week.PAUSED: gettext_lazy("Paused or holiday"),
    Week.OUTSIDE: gettext_lazy("Not together yet"),
}


def short_day(day: date | None, today: date) -> str:
    """Return "4 Jan", with the year where it could be mistaken for another."""
    if day is None:
        return NOTHING
    return date_format(day, "j M" if _is_near(day, today) else "j M Y")


def _is_near(day: date, today: date) -> bool:
    return abs((day - today).days) < DAYS_WITHOUT_A_YEAR


def short_time(at: datetime | None, today: date) -> str:
    """Return "Wed 25 Nov, 14:00" in the reader's zone."""
    if at is None:
        return NOTHING
    local = at.astimezone(get_current_timezone())
    return date_format(local, "D j M, H:i" if _is_near(local.date(), today) else "j M Y, H:i")


def pill_label(pill: Pill, state: str, today: date) -> str:
    """Return the words of a status pill."""
    if pill.standing is Standing.LATE:
        return _days_late(pill.days)
    if pill.standing is Standing.DUE:
        return _due(pill.day, today)
    if pill.standing is Standing.PAUSED:
        return _("Paused to %(day)s") % {"day": short_day(pill.day, today)}
    if pill.standing is Standing.STATE:
        return str(STATE_LABELS[PairState(state)])
    return {
        Standing.FELL_THROUGH: _("Two dates fell through"),
        Standing.ON_RHYTHM: _("On rhythm"),
        Standing.NEW: _("Just started"),
    }[pill.standing]


def _days_late(days: int) -> str:
    if days < 1:
        return _("Late")
    return ngettext("%(days)d day late", "%(days)d days late", days) % {"days": days}


def _due(day: date | None, today: date) -> str:
    if day is None:
        return _("Due soon")
    if day <= today:
        return _("Due today")
    if day == today + ONE_DAY:
        return _("Due tomorrow")
    if (day - today).days > DAYS_NAMED:
        return _("Due %(day)s") % {"day": short_day(day, today)}
    return _("Due %(weekday)s") % {"weekday": date_format(day, "l")}
