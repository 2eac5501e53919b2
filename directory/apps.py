"""The app `directory`."""

from collections.abc import Iterable

from django.apps import AppConfig
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.registry import NavGroup, NavItem, register_navigation

SET_UP = 90


class DirectoryConfig(AppConfig):
    """Makes the import known in the navigation of HR."""

    name = "directory"

    def ready(self) -> None:
        """Add what HR sets up."""
        register_navigation(SET_UP, _set_up)


def _set_up(request: HttpRequest) -> Iterable[NavGroup]:
    if not getattr(request.user, "is_hr_admin", False):
        return
    entries = (
        (_("Import people"), "directory:upload-people", "person-plus"),
        (_("Company"), "accounts:edit-company", "building"),
    )
    items = [NavItem(label, reverse(name), icon) for label, name, icon in entries]
    yield NavGroup(
        _("Set up"),
        [
            NavItem(item.label, item.url, item.icon, is_current=item.url == request.path)
            for item in items
        ],
    )
