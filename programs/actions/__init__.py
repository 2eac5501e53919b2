"""What can be done to a program and to a person's place in it.

`pairings.actions` has the acts that also touch proposals and pairs: `change_program`,
`change_availability`, `leave_program`, `keep_apart`.
"""

from programs.actions.apply import Wishes, apply_to_program, confirm_house_rules, edit_place
from programs.actions.calendar import add_blackout, remove_blackout
from programs.actions.decide import (
    approve_enrollment,
    decline_enrollment,
    wait_list_enrollment,
    withdraw_enrollment,
)
from programs.actions.enroll import enroll_person, leave_programs
from programs.actions.life import advance_program, set_enrollment_open
from programs.actions.locks import lock_places
from programs.actions.place import set_availability, set_capacity
from programs.actions.program import ProgramFacts, create_program, edit_program
from programs.actions.staff import (
    add_never_match,
    add_staff,
    remove_never_match,
    remove_staff,
)

__all__ = [
    "ProgramFacts",
    "Wishes",
    "add_blackout",
    "add_never_match",
    "add_staff",
    "advance_program",
    "apply_to_program",
    "approve_enrollment",
    "confirm_house_rules",
    "create_program",
    "decline_enrollment",
    "edit_place",
    "edit_program",
    "enroll_person",
    "leave_programs",
    "lock_places",
    "remove_blackout",
    "remove_never_match",
    "remove_staff",
    "set_availability",
    "set_capacity",
    "set_enrollment_open",
    "wait_list_enrollment",
    "withdraw_enrollment",
]
