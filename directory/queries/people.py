"""Everybody who is stored, as the rules of an import want to see them."""

from collections.abc import Collection, Iterator

from accounts.models import User
from accounts.queries import claimed_among
from directory.rules.compare import Known
from directory.rules.matching import Key, People, name_key
from directory.rules.rows import Value

# What an import compares and writes; the rest of a person is none of its business.
COMPARED = (
    "job_title",
    "level",
    "department",
    "location",
    "country",
    "display_name",
    "given_name",
    "time_zone",
    "working_week",
    "languages",
    "interface_language",
    "manager_id",
)
_CHUNK = 500


def people_stored(*, with_names: bool) -> People:
    """Return the keys of everybody in one query; names only where managers are given by name."""
    rows = list(
        User.objects.values_list("pk", "employee_id", "email", "pending_email", "manager_id")
    )
    waiting = {pending: pk for pk, _id, _email, pending, _manager in rows if pending}
    return People(
        by_employee_id={number: pk for pk, number, _email, _pending, _manager in rows if number},
        # An address in use counts more than one that waits for its owner.
        by_email=waiting | {email.lower(): pk for pk, _id, email, _pending, _manager in rows},
        by_name=_names() if with_names else {},
        employee_ids={pk: number for pk, number, _email, _pending, _manager in rows if number},
        managers={pk: manager for pk, _id, _email, _pending, manager in rows},
    )


def _names() -> dict[str, tuple[Key, ...]]:
    names: dict[str, tuple[Key, ...]] = {}
    for pk, name in User.objects.values_list("pk", "display_name"):
        names[name_key(name)] = (*names.get(name_key(name), ()), pk)
    return names


def known_among(people: Collection[int]) -> dict[int, Known]:
    """Return what is stored about people, by primary key, in few queries however many they are."""
    known: dict[int, Known] = {}
    for chunk in _chunks(sorted(people)):
        claimed = claimed_among(chunk)
        for user in User.objects.filter(pk__in=chunk):
            known[user.pk] = known_person(user, is_claimed=user.pk in claimed)
    return known


def known_person(user: User, *, is_claimed: bool) -> Known:
    """Return a person as the rules see them."""
    return Known(
        values={name: _plain(getattr(user, name)) for name in COMPARED},
        imported={name: _plain(value) for name, value in user.imported_values.items()},
        email=user.email.lower(),
        pending_email=user.pending_email,
        employee_id=user.employee_id or "",
        is_here=user.is_here,
        is_claimed=is_claimed,
        is_hr_admin=user.is_hr_admin,
    )


def _plain(value: list[str] | str | int | None) -> Value:
    """JSON knows lists alone; the rules compare tuples."""
    return tuple(value) if isinstance(value, list) else value


def _chunks(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), _CHUNK):
        yield keys[start : start + _CHUNK]
