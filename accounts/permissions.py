"""Who may change what about people and the company, and whose sign-in needs a second factor."""

from collections.abc import Callable

from accounts.models import User

HrTest = Callable[[User], bool]
_hr_tests: list[HrTest] = []


def can_edit_company(user: User) -> bool:
    """HR admins edit the settings of the company."""
    return user.is_hr_admin and user.is_here


def register_hr_test(test: HrTest) -> None:
    """Let an upper app say who works on HR pages besides HR admins (coordinators, say)."""
    if test not in _hr_tests:
        _hr_tests.append(test)


def works_on_hr_pages(user: User) -> bool:
    """Whether HR pages show this person other people's data."""
    return user.is_hr_admin or any(test(user) for test in _hr_tests)
