"""Who brings people in."""

from accounts.models import User


def can_import_people(user: User) -> bool:
    """HR admins import; a coordinator works with the people who are there."""
    return user.is_hr_admin and user.is_here
