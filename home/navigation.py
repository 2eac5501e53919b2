"""The part of the navigation that belongs to somebody who takes part."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import works_on_hr_pages
from core.registry import NavGroup, NavItem
from home.queries import NamedPair, named_pairs

ORDER = 10


def participant_navigation(request: HttpRequest) -> Iterator[NavGroup]:
    """Return the pages of the person's pair, of joining, and of themselves."""
    if not isinstance(request.user, User):
        return
    pairs = named_pairs(request)
    # Who runs programs and has no pair starts on HR's pages, not at home.
    if pairs or not _runs_programs(request, request.user):
        yield NavGroup("", [*_home_items(request, pairs)])
    if request.user.plans_for:
        planning = _item(request, _("Planning"), reverse("home:show-planning"), "calendar-event")
        yield NavGroup("", [planning])
    programs, profile = reverse("programs:list-programs"), reverse("accounts:edit-profile")
    own = [
        _item(request, _("My programs"), programs, "book"),
        _item(request, _("Profile"), profile, "person-gear"),
    ]
    yield NavGroup(_("You"), own)


def _runs_programs(request: HttpRequest, user: User) -> bool:
    """Say whether somebody works on HR's pages; one of those knows it already."""
    return bool(getattr(request, "programs", None)) or works_on_hr_pages(user)


def _home_items(request: HttpRequest, pairs: Sequence[NamedPair]) -> Iterator[NavItem]:
    """Name the one pair as such; the pages of a pair stand below it while one of them is open."""
    live = [own for own in pairs if own.is_live]
    home, own = reverse("home:show-home"), _open_pair(request, pairs)
    is_only = len(live) == 1 and own in (None, live[0])
    at = [home, reverse("home:show-pair", args=[live[0].pairing.uid])] if is_only else [home]
    label = _("Our pair") if is_only else _("Home")
    icon = "people" if is_only else "house"
    yield NavItem(label, home, icon, is_current=request.path in at)
    shown = live[0] if is_only else own
    if shown is not None:
        yield from _pair_items(request, shown, is_only=is_only)


def _open_pair(request: HttpRequest, pairs: Sequence[NamedPair]) -> NamedPair | None:
    """Return the pair whose page this is, when the address names one that has begun."""
    match = request.resolver_match
    uid = match.kwargs.get("uid") if match else None
    begun = (own for own in pairs if own.is_live or own.is_former)
    named = (own for own in begun if uid in (own.pairing.uid, own.contract_uid))
    return next(named, None) if isinstance(uid, UUID) else None


def _pair_items(request: HttpRequest, own: NamedPair, *, is_only: bool) -> Iterator[NavItem]:
    uid = own.pairing.uid
    if not is_only:
        page = reverse("home:show-pair", args=[uid])
        label = _("%(mentor)s and %(mentee)s") % {
            "mentor": own.pairing.mentor.first_name,
            "mentee": own.pairing.mentee.first_name,
        }
        yield NavItem(label, page, "people", is_current=request.path == page)
    agreement = reverse("contracts:show-agreement", args=[uid])
    is_open = request.path.startswith((agreement, _agreement_of(own)))
    yield NavItem(_("Agreement"), agreement, "file-earmark-text", is_current=is_open)
    meetings = reverse("meetings:list-meetings", args=[uid])
    yield _item(request, _("Meetings"), meetings, "calendar-event", own.held or None)
    yield _item(request, _("Notes"), reverse("meetings:list-notes", args=[uid]), "journal-text")


def _agreement_of(own: NamedPair) -> str:
    """Return where its agreement is by its own address; that by the pair's, before there is one."""
    return reverse("contracts:show-agreement", args=[own.contract_uid or own.pairing.uid])


def _item(
    request: HttpRequest, label: str, url: str, icon: str, count: int | None = None
) -> NavItem:
    return NavItem(label, url, icon, count, is_current=request.path.startswith(url))
