"""Who may act as coordinator on which people: never on oneself or one's own line."""

from collections.abc import Collection

from django.db import connection
from django.db.models import Q

from accounts.models import User
from programs.models import Program
from programs.rules import Lines, StaffRole, farthest_from, stands_in_line

# `steps` ends a cycle in the HR data; no company is that deep.
_LINES_ABOVE = """
WITH RECURSIVE above(root, id, manager_id, steps) AS (
    SELECT id, id, manager_id, 0 FROM accounts_user WHERE id IN ({marks})
    UNION ALL
    SELECT above.root, u.id, u.manager_id, above.steps + 1
    FROM accounts_user u JOIN above ON u.id = above.manager_id
    WHERE above.steps < 60
)
SELECT root, id FROM above WHERE steps > 0 ORDER BY root, steps
"""


def lines_above(people: Collection[int]) -> Lines:
    """Return the managers above each of these people, nearest first, in one query."""
    ids = sorted(set(people))
    if not ids:
        return {}
    marks = ", ".join(["%s"] * len(ids))
    lines: dict[int, tuple[int, ...]] = dict.fromkeys(ids, ())
    with connection.cursor() as cursor:
        cursor.execute(_LINES_ABOVE.format(marks=marks), ids)
        for root, manager in cursor.fetchall():
            lines[root] += (manager,)
    return lines


def coordinators_of(program: Program) -> list[User]:
    """Return who runs a program: coordinators, deputies, HR admins; by name within each."""
    roles = dict(
        program.staff.filter(role__in=(StaffRole.COORDINATOR, StaffRole.DEPUTY))
        .order_by("-role")
        .values_list("user_id", "role")
    )
    people = User.objects.active().filter(Q(pk__in=roles) | Q(is_hr_admin=True))
    order: list[str | None] = [StaffRole.COORDINATOR, StaffRole.DEPUTY, None]
    return sorted(people, key=lambda who: (order.index(roles.get(who.pk)), who.display_name))


def free_coordinators(program: Program, people: Collection[int]) -> list[User]:
    """Return who may act on a matter of these people: coordinators in nobody's line."""
    staff = coordinators_of(program)
    lines = lines_above({*people, *(who.pk for who in staff)})
    return [who for who in staff if not stands_in_line(who.pk, people, lines)]


def overseer_where_nobody_is_free(program: Program, people: Collection[int]) -> User | None:
    """Return the HR admin who acts when every coordinator stands in a line; None when one is free.

    It is the HR admin with most steps to the nearest of the people, never one of them.
    """
    staff = coordinators_of(program)
    return overseer_among(staff, people, lines_above({*people, *(who.pk for who in staff)}))


def overseer_among(staff: Collection[User], people: Collection[int], lines: Lines) -> User | None:
    """Decide the same from what is known of the lines."""
    if any(not stands_in_line(who.pk, people, lines) for who in staff):
        return None
    admins = {who.pk: who for who in staff if who.is_hr_admin}
    chosen = farthest_from(admins, people, lines)
    return None if chosen is None else admins[chosen]
