"""Who may change what about people and the company, and whose sign-in needs a second factor."""

from collections.abc import Callable

from accounts.models import User

HrTest = Callable[[User], bool]
_hr_tests: list[HrTest] = []
_mentee_tests: list[HrTest] = []
Objection = Callable[[User, User], str | None]
_objections: list[Objection] = []


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


def register_mentee_test(test: HrTest) -> None:
    """Let an upper app say who is a mentee: they may have an assistant who plans for them."""
    if test not in _mentee_tests:
        _mentee_tests.append(test)


def may_have_delegate(user: User) -> bool:
    """Mentees may name an assistant."""
    return user.is_here and any(test(user) for test in _mentee_tests)


def register_objection(objection: Objection) -> None:
    """Let an upper app say, in a sentence, why a colleague cannot plan for a person."""
    if objection not in _objections:
        _objections.append(objection)


def objection_to(person: User, delegate: User) -> str | None:
    """Return the first sentence against this assistant, if any."""
    found = (objection(person, delegate) for objection in _objections)
    return next((sentence for sentence in found if sentence), None)
