"""Who may open HR's pages at all; what stands on them is decided where it is fetched."""

from collections.abc import Sequence

from accounts.models import User
from programs.models import Program


def opens_hr_pages(user: User, programs: Sequence[Program]) -> bool:
    """Say whether someone who runs these programs may look at HR's pages."""
    return user.is_here and (user.is_hr_admin or bool(programs))
