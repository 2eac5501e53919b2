"""A program of reverse mentoring, its texts and rules, and the places people have in it."""

from programs.models.enrollment import Enrollment, EnrollmentQuerySet
from programs.models.joining import Invitation, JoinDraft, Nomination
from programs.models.kickoff import KickOff, KickOffGuest
from programs.models.labels import (
    CADENCE_LABELS,
    CADENCES,
    DAYPARTS,
    ENROLLMENT_STATES,
    KINDS,
    PROGRAM_STATES,
    ROLES,
    STAFF_ROLES,
    WAYS,
)
from programs.models.program import (
    Blackout,
    NeverMatch,
    Program,
    ProgramQuerySet,
    ProgramStaff,
    Topic,
)

__all__ = [
    "CADENCES",
    "CADENCE_LABELS",
    "DAYPARTS",
    "ENROLLMENT_STATES",
    "KINDS",
    "PROGRAM_STATES",
    "ROLES",
    "STAFF_ROLES",
    "WAYS",
    "Blackout",
    "Enrollment",
    "EnrollmentQuerySet",
    "Invitation",
    "JoinDraft",
    "KickOff",
    "KickOffGuest",
    "NeverMatch",
    "Nomination",
    "Program",
    "ProgramQuerySet",
    "ProgramStaff",
    "Topic",
]
