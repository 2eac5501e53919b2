"""A program moves from draft to closed, one listed step at a time."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import Refusal
from core.hints import hint
from programs.actions.locks import lock_program, refuse_closed
from programs.models import Program
from programs.rules import ProgramKind, ProgramState, state_after

_WHY_NOT = {
    ProgramState.DRAFT: _("This program is a draft. Open its enrollment first."),
    ProgramState.ENROLLING: _(
        "People are enrolling in this program. A cohort is matched before it starts;"
        " an always-on program starts without matching."
    ),
    ProgramState.MATCHING: _("This program is being matched. It can only be started now."),
    ProgramState.RUNNING: _("This program is running. The next step is to begin closing it."),
    ProgramState.CLOSING: _("This program is closing. The next step is to close it."),
    ProgramState.CLOSED: _("This program is closed and stays as it was."),
}


def advance_program(*, program: Program, act: str, by: User, now: datetime) -> Program:
    """Take one step of `PROGRAM_LIFE`; a step just taken changes nothing, others are refused."""
    with transaction.atomic():
        current = lock_program(program, by=by)
        target = state_after(act, current.state, current.kind)
        if target is None:
            return _taken_already(current, act)
        current.state = target
        current.enrollment_open = _stays_open(current)
        current.revision += 1
        current.save(update_fields=["state", "enrollment_open", "revision"])
        audit.record(act, current.subject, by=by, now=now)
        hint("health.tasks.refresh")
    return current


def _taken_already(program: Program, act: str) -> Program:
    """Return the program when the act has led to where it is: a double click."""
    if any(state_after(act, state, program.kind) == program.state for state in ProgramState):
        return program
    raise Refusal("not_now", _WHY_NOT[ProgramState(program.state)])


def _stays_open(program: Program) -> bool:
    return program.kind == ProgramKind.ALWAYS_ON and program.state == ProgramState.RUNNING


def set_enrollment_open(*, program: Program, is_open: bool, by: User, now: datetime) -> Program:
    """Let people join an always-on program while it runs, or stop that."""
    with transaction.atomic():
        current = lock_program(program, by=by)
        if is_open and not _stays_open(current):
            message = _("Only an always-on program takes people while it runs.")
            raise Refusal("not_always_on", message)
        if current.enrollment_open != is_open:
            current.enrollment_open = is_open
            current.save(update_fields=["enrollment_open"])
            audit.record(
                "open to join" if is_open else "stop joining", current.subject, by=by, now=now
            )
    return current


def set_requests_allowed(*, program: Program, is_allowed: bool, by: User, now: datetime) -> Program:
    """Let people ask for a partner, or stop that; requests that are open stay so."""
    with transaction.atomic():
        current = lock_program(program, by=by)
        refuse_closed(current)
        if current.allows_requests != is_allowed:
            current.allows_requests = is_allowed
            current.revision += 1
            current.save(update_fields=["allows_requests", "revision"])
            verb = "allow requests" if is_allowed else "stop requests"
            audit.record(verb, current.subject, by=by, now=now)
    return current
