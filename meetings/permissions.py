"""Who may do what with the meetings and notes of a pair: its partners, for dates the assistant.

HR never.
"""

from accounts.models import User
from meetings.models import AgendaItem, Note
from pairings.models import Pairing
from programs.rules import Role


def can_keep_meetings(user: User, pairing: Pairing) -> bool:
    """Log with a note, and note informal contact: the two partners."""
    return pairing.role_of(user) is not None


def can_plan(user: User, pairing: Pairing) -> bool:
    """Plan, move, cancel, and say whether they met: the partners, and the mentee's assistant."""
    return side_of(user, pairing) is not None


def side_of(user: User, pairing: Pairing) -> Role | None:
    """Return on which side somebody plans: their own; an assistant on the mentee's."""
    role = pairing.role_of(user)
    if role is None and plans_for_mentee(user, pairing):
        return Role.MENTEE
    return role


def plans_for_mentee(user: User, pairing: Pairing) -> bool:
    """Whether this person is the assistant who plans for the mentee of a live pair."""
    return Pairing.objects.planned_by(user).filter(pk=pairing.pk).exists()


def can_read_notes(user: User, pairing: Pairing) -> bool:
    """Open the notes of a pair: the two partners, also after the end."""
    return pairing.role_of(user) is not None


def can_edit_note(user: User, note: Note) -> bool:
    """Change a note: its author; a shared one is edited by both."""
    is_theirs = note.author_id == user.pk or (note.is_shared and can_read_notes(user, note.pairing))
    return is_theirs and note.pairing.is_live


def can_remove_note(user: User, note: Note) -> bool:
    """Remove a note: its author, unless the partner wrote in it too.

    What was shared stays readable to both after the end.
    """
    is_own = note.author_id == user.pk and not note.is_joint
    return is_own and (note.pairing.is_live or not note.is_shared)


def can_remove_item(user: User, item: AgendaItem) -> bool:
    """Take something off the agenda for good: who wrote it; either of the two ticks it off."""
    return item.author_id == user.pk and item.pairing.is_live
