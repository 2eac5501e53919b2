"""Forms about conversations: plan, move, log, write a note, keep an agenda."""

from meetings.forms.agenda import AddItemForm, EditItemForm
from meetings.forms.log import LogForm
from meetings.forms.notes import EditNoteForm, NoteForm
from meetings.forms.planning import DateForm, PlanForm, PlanStart, initial_move, time_for_both

__all__ = [
    "AddItemForm",
    "DateForm",
    "EditItemForm",
    "EditNoteForm",
    "LogForm",
    "NoteForm",
    "PlanForm",
    "PlanStart",
    "initial_move",
    "time_for_both",
]
