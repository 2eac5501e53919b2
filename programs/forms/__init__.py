"""Forms about programs: joining one (participants), setting one up and filling it (HR)."""

from programs.forms.joining import JoinForm, PlaceForm
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
    "AvailabilityForm",
    "BlackoutForm",
    "CapacityForm",
    "Difference",
    "EnrollForm",
    "JoinForm",
    "NeverMatchForm",
    "PlaceForm",
    "ProgramForm",
    "StaffForm",
]
