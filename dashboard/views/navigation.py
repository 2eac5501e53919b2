"""HR's part of the navigation."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from contracts.queries.house_rules import rules_waiting_for
from core import clock
from core.registry import NavGroup, NavItem
from dashboard.queries.desk import desk_counts
from programs.rules import StaffRole


def hr_navigation(request: HttpRequest) -> Iterable[NavGroup]:
    """Return the pages of who runs a program, and of who sponsors one; nothing for others."""
    user = request.user
    if not isinstance(user, User) or not user.is_here:
        return
    roles = _roles(request, user)
    if roles & {StaffRole.COORDINATOR, StaffRole.DEPUTY}:
        yield NavGroup("", _pages(request, user))
    elif StaffRole.SPONSOR in roles:
        yield NavGroup("", [_reports(request, user)])


def _roles(request: HttpRequest, user: User) -> frozenset[str]:
    """Return what a person does for programs; HR admins run every program.

    Whoever takes part was asked already (`home.queries.named_pairs` leaves the answer).
    """
    if user.is_hr_admin or getattr(request, "programs", None):
        return frozenset({StaffRole.COORDINATOR})
    known: frozenset[str] | None = getattr(request, "staff_roles", None)
    return frozenset(user.staff_roles.values_list("role", flat=True)) if known is None else known


def _reports(request: HttpRequest, user: User) -> NavItem:
    """Lead a sponsor to their figures; the count says how many house rules wait for them."""
    address = reverse("dashboard:list-reports")
    is_current = request.path.endswith("/report/") or request.path == address
    count = len(rules_waiting_for(user)) or None
    return NavItem(_("Programs in figures"), address, "graph-up", count, is_current=is_current)


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
