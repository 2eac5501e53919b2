"""What pulse does: ask, take an answer, draw the names of a week, note that one was talked to."""

from pulse.actions.answer import answer_fit
from pulse.actions.ask import ask_both
from pulse.actions.draw import draw_list
from pulse.actions.sweep import PulseReport, plan_pulses, sweep_pulses
from pulse.actions.talk import mark_talked, take_mark_back

__all__ = [
    "PulseReport",
    "answer_fit",
    "ask_both",
    "draw_list",
    "mark_talked",
    "plan_pulses",
    "sweep_pulses",
    "take_mark_back",
]
