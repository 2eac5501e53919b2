"""Acts on the meetings of a pair: planned, held, moved, called off; contact; notes; agenda."""

from meetings.actions.agenda import (
    ItemDraft,
    add_item,
    edit_item,
    remove_item,
    reopen_item,
    tick_item,
)
from meetings.actions.answers import answer_not_yet
from meetings.actions.cancel import cancel_meeting, cancel_planned
from meetings.actions.contact import log_contact, undo_contact
from meetings.actions.log import LogDraft, log_corridor_chat, log_meeting
from meetings.actions.move import move_meeting, set_new_date
from meetings.actions.notes import NoteDraft, edit_note, remove_note, write_note
from meetings.actions.plan import plan_meeting
from meetings.actions.plan_checks import PlanDraft
from meetings.actions.plan_series import SeriesDraft, plan_series
from meetings.actions.stale import StaleWords
from meetings.actions.undo import undo_log

__all__ = [
    "ItemDraft",
    "LogDraft",
    "NoteDraft",
    "PlanDraft",
    "SeriesDraft",
    "StaleWords",
    "add_item",
    "answer_not_yet",
    "cancel_meeting",
    "cancel_planned",
    "edit_item",
    "edit_note",
    "log_contact",
    "log_corridor_chat",
    "log_meeting",
    "move_meeting",
    "plan_meeting",
    "plan_series",
    "remove_item",
    "remove_note",
    "reopen_item",
    "set_new_date",
    "tick_item",
    "undo_contact",
    "undo_log",
    "write_note",
]
