"""What can be done to a program and to a person's place in it.

`pairings.actions` has the acts that also touch proposals and pairs: `change_program`,
`change_availability`, `leave_program`, `keep_apart`.
"""

from programs.actions.answer import accept_invitation, reconsider_invitation
from programs.actions.apply import Wishes, apply_to_program, confirm_house_rules, edit_place
from programs.actions.calendar import add_blackout, remove_blackout
from programs.actions.decide import (
    LETTERS,
    approve_enrollment,
    can_be_answered,
    decide_enrollments,
    decline_enrollment,
    wait_list_enrollment,
    withdraw_enrollment,
)
from programs.actions.draft import finish_joining, save_answers, wishes_in
from programs.actions.enroll import enroll_person, leave_programs
from programs.actions.invite import InviteAnswer, invite_people, take_invitation_back
from programs.actions.invite_guests import look_after_kickoffs
from programs.actions.kickoff import (
    KickOffFacts,
    answer_kickoff,
    cancel_kickoff,
    plan_kickoff,
    undo_kickoff_answer,
)
from programs.actions.life import advance_program, set_enrollment_open, set_requests_allowed
from programs.actions.locks import lock_places
from programs.actions.nominate import decide_nomination, nominate_person
from programs.actions.place import set_availability, set_capacity
from programs.actions.program import (
    ANNOUNCEMENT_REFUSED,
    ProgramFacts,
    create_program,
    edit_program,
)
from programs.actions.remind import mute_invitation, remind_invited
from programs.actions.staff import (
    add_never_match,
    add_staff,
    remove_never_match,
    remove_staff,
)

__all__ = [
    "ANNOUNCEMENT_REFUSED",
    "LETTERS",
    "InviteAnswer",
    "KickOffFacts",
    "ProgramFacts",
    "Wishes",
    "accept_invitation",
    "add_blackout",
    "add_never_match",
    "add_staff",
    "advance_program",
    "answer_kickoff",
    "apply_to_program",
    "approve_enrollment",
    "can_be_answered",
    "cancel_kickoff",
    "confirm_house_rules",
    "create_program",
    "decide_enrollments",
    "decide_nomination",
    "decline_enrollment",
    "edit_place",
    "edit_program",
    "enroll_person",
    "finish_joining",
    "invite_people",
    "leave_programs",
    "lock_places",
    "look_after_kickoffs",
    "mute_invitation",
    "nominate_person",
    "plan_kickoff",
    "reconsider_invitation",
    "remind_invited",
    "remove_blackout",
    "remove_never_match",
    "remove_staff",
    "save_answers",
    "set_availability",
    "set_capacity",
    "set_enrollment_open",
    "set_requests_allowed",
    "take_invitation_back",
    "undo_kickoff_answer",
    "wait_list_enrollment",
    "wishes_in",
    "withdraw_enrollment",
]
