"""How kinds, states, roles and preferences of a program read."""

from django.utils.translation import gettext_lazy as _

from programs.rules import (
    Cadence,
    Daypart,
    EnrollmentState,
    ProgramKind,
    ProgramState,
    Role,
    StaffRole,
    Way,
)

CADENCE_LABELS = {
    Cadence.WEEKLY: _("Every week"),
    Cadence.FORTNIGHTLY: _("Every two weeks"),
    Cadence.EVERY_THREE_WEEKS: _("Every three weeks"),
    Cadence.MONTHLY: _("Every month"),
    Cadence.EVERY_SIX_WEEKS: _("Every six weeks"),
    Cadence.QUARTERLY: _("Every three months"),
}
CADENCES = [(str(cadence), label) for cadence, label in CADENCE_LABELS.items()]
ROLES = [(str(Role.MENTOR), _("Mentor")), (str(Role.MENTEE), _("Mentee"))]
KINDS = [
    (str(ProgramKind.COHORT), _("Cohort: everyone is matched at once")),
    (str(ProgramKind.ALWAYS_ON), _("Always on: people are matched as they join")),
]
PROGRAM_STATES = [
    (str(ProgramState.DRAFT), _("Draft")),
    (str(ProgramState.ENROLLING), _("Enrolling")),
    (str(ProgramState.MATCHING), _("Matching")),
    (str(ProgramState.RUNNING), _("Running")),
    (str(ProgramState.CLOSING), _("Closing")),
    (str(ProgramState.CLOSED), _("Closed")),
]
ENROLLMENT_STATES = [
    (str(EnrollmentState.INVITED), _("Invited")),
    (str(EnrollmentState.APPLIED), _("Applied")),
    (str(EnrollmentState.WAIT_LISTED), _("On the wait list")),
    (str(EnrollmentState.APPROVED), _("Enrolled")),
    (str(EnrollmentState.DECLINED), _("Declined")),
    (str(EnrollmentState.WITHDRAWN), _("Withdrawn")),
    (str(EnrollmentState.LEFT), _("Left the company")),
]
STAFF_ROLES = [
    (str(StaffRole.COORDINATOR), _("Coordinator")),
    (str(StaffRole.DEPUTY), _("Deputy")),
    (str(StaffRole.SPONSOR), _("Sponsor")),
]
WEEKDAY_LABELS = {
    1: _("Mondays"),
    2: _("Tuesdays"),
    3: _("Wednesdays"),
    4: _("Thursdays"),
    5: _("Fridays"),
    6: _("Saturdays"),
    7: _("Sundays"),
}
DAYPARTS = [
    (str(Daypart.MORNING), _("Mornings")),
    (str(Daypart.MIDDAY), _("Around noon")),
    (str(Daypart.AFTERNOON), _("Afternoons")),
]
WAYS = [
    (str(Way.VIDEO), _("Video call")),
    (str(Way.PHONE), _("Phone")),
    (str(Way.OFFICE), _("In the office")),
    (str(Way.COFFEE), _("Over coffee")),
]
