"""Reads about people: the management chain, the company's settings, whose address this is."""

from collections.abc import Collection

from allauth.account.models import EmailAddress
from django.db import connection
from django.db.models import Q

from accounts.models import Company, User
from accounts.rules import working_days
from core.days import Closed, WorkCalendar
from core.manners import Manners
from core.workdays import public_holidays

# UNION (not UNION ALL) ends at a cycle in the HR data.
_CHAIN = """
WITH RECURSIVE above(id, manager_id) AS (
    SELECT id, manager_id FROM accounts_user WHERE id = %s
    UNION SELECT u.id, u.manager_id FROM accounts_user u JOIN above ON u.id = above.manager_id
), below(id) AS (
    SELECT id FROM accounts_user WHERE id = %s
    UNION SELECT u.id FROM accounts_user u JOIN below ON u.manager_id = below.id
)
SELECT id FROM above UNION SELECT id FROM below
"""


def line_of(user: User) -> frozenset[int]:
    """Return the person and everyone above and below them, in one query, kept on the object."""
    known: frozenset[int] | None = getattr(user, "_line", None)
    if known is None:
        with connection.cursor() as cursor:
            cursor.execute(_CHAIN, [user.pk, user.pk])
            known = frozenset(row[0] for row in cursor.fetchall()) | {user.pk}
        user._line = known  # type: ignore[attr-defined]  # noqa: SLF001 -- remembered for the length of the request
    return known


def managers_map() -> dict[int, int | None]:
    """Return who reports to whom, by primary key, for the whole company, in one query."""
    return dict(User.objects.values_list("pk", "manager_id"))


def company() -> Company:
    """Return the company's settings, the defaults when HR has not edited them."""
    return Company.objects.filter(pk=1).first() or Company(pk=1)


def claimed_among(people: Collection[int]) -> frozenset[int]:
    """Return those who have proven an address as theirs, which is when an account has an owner."""
    found = EmailAddress.objects.filter(user_id__in=people, verified=True)
    return frozenset(found.values_list("user_id", flat=True))


def unclaimed_person(email: str) -> User | None:
    """Return who may claim their account with this address; None when it has an owner."""
    owned = EmailAddress.objects.filter(verified=True).values("user_id")
    return User.objects.active().filter(email=email.lower()).exclude(pk__in=owned).first()


def person_of_address(email: str) -> User | None:
    """Return the person who signs in with this address."""
    address = email.lower()
    proven = EmailAddress.objects.filter(email=address, verified=True).values("user_id")
    return User.objects.filter(Q(email=address) | Q(pk__in=proven)).first()


def manners_of(user: User, away: Closed) -> Manners:
    """Return when a mail that time caused may reach a person; `away` is their leave."""
    work = WorkCalendar(
        week=working_days(user.working_week), holidays=public_holidays(user.country)
    )
    return Manners(zone=user.zone, work=work, away=away)
