"""Reads about people: the management chain, the company's settings, whose address this is."""

from collections.abc import Collection

from allauth.account.models import EmailAddress
from django.db import connection
from django.db.models import Q

from accounts.models import Company, Delegation, User
from accounts.rules import working_days
from core.days import Closed, WorkCalendar
from core.manners import Manners
from core.workdays import public_holidays

FEWEST_LETTERS = 2
LONGEST_SEARCH = 100

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


def manners_of(user: User, away: Closed | None = None) -> Manners:
    """Return when a mail that time caused may reach a person; `away` is their leave, if at hand."""
    if away is None:
        away = Closed.of((leave.starts_on, leave.ends_on) for leave in user.leaves.all())
    work = WorkCalendar(
        week=working_days(user.working_week), holidays=public_holidays(user.country)
    )
    return Manners(zone=user.zone, work=work, away=away)


def delegation_of(person: User) -> Delegation | None:
    """Return who plans for a person, with the assistant, if anybody does."""
    standing = Delegation.objects.standing().filter(person=person)
    return standing.select_related("delegate", "person").first()


def delegations_held_by(delegate: User) -> list[Delegation]:
    """Return for whom somebody plans, by name."""
    held = Delegation.objects.standing().filter(delegate=delegate)
    return list(held.select_related("delegate", "person").order_by("person__display_name", "pk"))


def colleagues_found(person: User, words: str, *, limit: int = 8) -> list[User]:
    """Return who could be meant by two letters or more, by name, without the person.

    Before anything is typed: who reports to them, the most junior first, as assistants often do.
    """
    wanted = words.replace("\x00", "").strip()[:LONGEST_SEARCH]
    if not words:
        team = User.objects.active().filter(manager=person)
        return list(team.order_by("level", "display_name", "pk")[:limit])
    if len(wanted) < FEWEST_LETTERS:
        return []
    found = User.objects.active().search(wanted).exclude(pk=person.pk)
    return list(found.order_by("display_name", "pk")[:limit])
