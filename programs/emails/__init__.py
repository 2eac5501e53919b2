"""The mails about a place in a program, and those that ask somebody to take one."""

from programs.emails.invitations import (
    ABOUT_INVITATIONS,
    ANSWER,
    REMINDER,
    STOP,
    invitation_reminder,
    place_invited,
    reminder_key,
)
from programs.emails.invitations import KINDS as INVITATION_KINDS
from programs.emails.kickoff import (
    CANNOT,
    COMES,
    kickoff_cancelled,
    kickoff_invited,
    kickoff_moved,
    kickoff_reminder,
)
from programs.emails.kickoff import KINDS as KICKOFF_KINDS
from programs.emails.places import (
    CONFIRMED,
    DECLINED,
    WAIT_LISTED,
    place_confirmed,
    place_declined,
    place_wait_listed,
)
from programs.emails.places import KINDS as PLACE_KINDS

KINDS = (*PLACE_KINDS, *INVITATION_KINDS, *KICKOFF_KINDS)

__all__ = [
    "ABOUT_INVITATIONS",
    "ANSWER",
    "CANNOT",
    "COMES",
    "CONFIRMED",
    "DECLINED",
    "KINDS",
    "REMINDER",
    "STOP",
    "WAIT_LISTED",
    "invitation_reminder",
    "kickoff_cancelled",
    "kickoff_invited",
    "kickoff_moved",
    "kickoff_reminder",
    "place_confirmed",
    "place_declined",
    "place_invited",
    "place_wait_listed",
    "reminder_key",
]
