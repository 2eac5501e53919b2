"""HR's part of the navigation."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.registry import NavGroup, NavItem
from dashboard.permissions import opens_hr_pages
from dashboard.queries.desk import desk_counts, programs_run_by


def hr_navigation(request: HttpRequest) -> Iterable[NavGroup]:
    """Return the pages of who runs a program; nothing for anyone else."""
    user = request.user
    if not isinstance(user, User):
        return []
    programs = getattr(request, "programs", None)
    if not opens_hr_pages(user, programs_run_by(user) if programs is None else programs):
        return []
    return [NavGroup("", _pages(request, user))]


def _pages(request: HttpRequest, user: User) -> list[NavItem]:
    counts = desk_counts(user, now=clock.now())
    entries = (
        (_("Program health"), "show-health", "heart-pulse", None),
        (_("Pairs"), "list-pairs", "people", counts.pairs),
        (_("Needs a person"), "list-needs", "bell", counts.needs),
        (_("People"), "list-people", "person", counts.people),
        (_("Programs"), "list-programs", "grid", None),
    )
    return [
        NavItem(label, reverse(f"dashboard:{name}"), icon, count, _is_under(request, name))
        for label, name, icon, count in entries
    ]


def _is_under(request: HttpRequest, name: str) -> bool:
    """Say whether the page is this one, or lies below it."""
    address = reverse(f"dashboard:{name}")
    if name == "show-health":
        return request.path == address
    return request.path.startswith(address)
