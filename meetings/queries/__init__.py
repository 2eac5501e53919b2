"""Reads about the meetings of pairs: facts for the rules, pages of the two, facts for HR."""

from meetings.queries.agenda import Agenda, ItemRow, agenda_of
from meetings.queries.answers import Answers, answers_of
from meetings.queries.clocks import Clocks, city_of, clocks_of
from meetings.queries.closed import Contact, closed_days_of, leaves_of, span_of
from meetings.queries.counts import MeetingCounts, meeting_counts_of
from meetings.queries.defaults import (
    MeetingDefaults,
    likings_of,
    meeting_defaults,
    suggested_day,
    suggested_times,
    usual_of,
)
from meetings.queries.facts import PairReading, pair_facts, pair_facts_of, read_pair
from meetings.queries.notes import NoteRow, notes_page
from meetings.queries.open_dates import later_in_series, next_meetings, open_dates
from meetings.queries.page import MeetingRow, PairMeetings, meetings_page
from meetings.queries.records import records_of
from meetings.queries.timeline import Happening, TimelineEntry, timeline_of

__all__ = [
    "Agenda",
    "Answers",
    "Clocks",
    "Contact",
    "Happening",
    "ItemRow",
    "MeetingCounts",
    "MeetingDefaults",
    "MeetingRow",
    "NoteRow",
    "PairMeetings",
    "PairReading",
    "TimelineEntry",
    "agenda_of",
    "answers_of",
    "city_of",
    "clocks_of",
    "closed_days_of",
    "later_in_series",
    "leaves_of",
    "likings_of",
    "meeting_counts_of",
    "meeting_defaults",
    "meetings_page",
    "next_meetings",
    "notes_page",
    "open_dates",
    "pair_facts",
    "pair_facts_of",
    "read_pair",
    "records_of",
    "span_of",
    "suggested_day",
    "suggested_times",
    "timeline_of",
    "usual_of",
]
