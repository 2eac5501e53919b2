"""Forms about conversations: plan, move, log, write a note."""

from meetings.forms.log import LogForm
from meetings.forms.notes import EditNoteForm, NoteForm
from meetings.forms.planning import DateForm, PlanForm, initial_move, initial_plan

__all__ = [
    "DateForm",
    "EditNoteForm",
    "LogForm",
    "NoteForm",
    "PlanForm",
    "initial_move",
    "initial_plan",
]
