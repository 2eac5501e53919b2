"""What reminders do: sweep, take the weekly slot, record an answer, stop the nudges of a pair."""

from reminders.actions.answers import (
    LinkUse,
    answer_met,
    answer_new_date,
    plan_next,
    say_not_yet,
    unanswered_meeting,
    undo_answer,
)
from reminders.actions.mute import start_nudges, stop_nudges
from reminders.actions.nudge import nudge_by_hr
from reminders.actions.sweep import Planned, SweepReport, plan_sweep, sweep

__all__ = [
    "LinkUse",
    "Planned",
    "SweepReport",
    "answer_met",
    "answer_new_date",
    "nudge_by_hr",
    "plan_next",
    "plan_sweep",
    "say_not_yet",
    "start_nudges",
    "stop_nudges",
    "sweep",
    "unanswered_meeting",
    "undo_answer",
]
