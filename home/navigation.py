"""The part of the navigation that belongs to somebody who takes part."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.registry import NavGroup, NavItem
from home.queries import pairs_of
from pairings.models import Pairing

ORDER = 10


def participant_navigation(request: HttpRequest) -> Iterator[NavGroup]:
    """Return the pages of the person's pair, of joining, and of themselves."""
    if not isinstance(request.user, User):
        return
    pairs = [pair for pair in pairs_of(request.user) if pair.is_live]
    yield NavGroup("", [*_pair_items(request, pairs), *_program_items(request)])
    yield NavGroup(
        _("You"), [_item(request, _("Profile"), reverse("accounts:edit-profile"), "person")]
    )


def _pair_items(request: HttpRequest, pairs: list[Pairing]) -> Iterator[NavItem]:
    if len(pairs) != 1:
        yield _item(request, _("Home"), reverse("home:show-home"), "house")
        return
    uid = pairs[0].uid
    home = reverse("home:show-pair", args=[uid])
    at_home = request.path in (home, reverse("home:show-home"))
    yield NavItem(_("Our pair"), reverse("home:show-home"), "people", is_current=at_home)
    yield _item(
        request,
        _("Our agreement"),
        reverse("contracts:show-agreement", args=[uid]),
        "file-earmark-text",
    )
    yield _item(
        request, _("Meetings"), reverse("meetings:list-meetings", args=[uid]), "calendar-event"
    )
    yield _item(request, _("Notes"), reverse("meetings:list-notes", args=[uid]), "journal-text")


def _program_items(request: HttpRequest) -> Iterator[NavItem]:
    yield _item(request, _("Programs"), reverse("programs:list-programs"), "grid")


def _item(request: HttpRequest, label: str, url: str, icon: str) -> NavItem:
    return NavItem(label, url, icon, is_current=request.path.startswith(url) and url != "/")
