"""Forms about programs: joining one (participants), setting one up and filling it (HR)."""

from programs.forms.joining import (
    STEP_FORMS,
    InvitationForm,
    NominateForm,
    PlaceForm,
    RulesForm,
    StepForm,
)
from programs.forms.kickoff import KickOffForm
from programs.forms.people import (
    AvailabilityForm,
    BlackoutForm,
    CapacityForm,
    EnrollForm,
    NeverMatchForm,
    StaffForm,
)
from programs.forms.program import Difference, ProgramForm

__all__ = [
    "STEP_FORMS",
    "AvailabilityForm",
    "BlackoutForm",
    "CapacityForm",
    "Difference",
    "EnrollForm",
    "InvitationForm",
    "KickOffForm",
    "NeverMatchForm",
    "NominateForm",
    "PlaceForm",
    "ProgramForm",
    "RulesForm",
    "StaffForm",
    "StepForm",
]
