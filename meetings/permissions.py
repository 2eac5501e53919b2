"""Who may do what with the meetings and notes of a pair: its partners alone, HR never."""

from accounts.models import User
from meetings.models import Note
from pairings.models import Pairing


def can_keep_meetings(user: User, pairing: Pairing) -> bool:
    """Plan, move, cancel, log, and note informal contact: the two partners."""
    return pairing.role_of(user) is not None


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
