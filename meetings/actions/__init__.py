"""Acts on the meetings of a pair: planned, held, moved, called off; contact; notes."""

from meetings.actions.answers import answer_not_yet
from meetings.actions.cancel import cancel_meeting, cancel_planned
from meetings.actions.contact import log_contact, undo_contact
from meetings.actions.log import LogDraft, log_meeting
from meetings.actions.move import move_meeting, set_new_date
from meetings.actions.notes import (
    NoteDraft,
    StaleNote,
    edit_note,
    remove_note,
    write_note,
)
from meetings.actions.plan import plan_meeting
from meetings.actions.plan_checks import PlanDraft
from meetings.actions.plan_series import SeriesDraft, plan_series
from meetings.actions.undo import undo_log

__all__ = [
    "LogDraft",
    "NoteDraft",
    "PlanDraft",
    "SeriesDraft",
    "StaleNote",
    "answer_not_yet",
    "cancel_meeting",
    "cancel_planned",
    "edit_note",
    "log_contact",
    "log_meeting",
    "move_meeting",
    "plan_meeting",
    "plan_series",
    "remove_note",
    "set_new_date",
    "undo_contact",
    "undo_log",
    "write_note",
]
