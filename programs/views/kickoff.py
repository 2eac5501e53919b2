"""A kick-off as its guests see it: signed in, and through the links of a mail.

A link shows one question with its button and writes nothing on GET; POST writes.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import PersonRequest
from core import clock
from core.errors import Refusal
from core.flash import say_done
from core.tokens import AnswerToken
from programs.actions import answer_kickoff, undo_kickoff_answer
from programs.emails import COMES
from programs.models import KickOff, KickOffGuest
from programs.queries import guest_of_link
from programs.rules import RECONSIDER_FOR
from programs.views.programs import own_places

ANSWERS = {"yes": True, "no": False}


def _kickoff(request: PersonRequest, uid: UUID) -> KickOff:
    """Return the kick-off of a program in which one has a place."""
    places = own_places(request).approved().filter(program__uid=uid)
    kickoffs = KickOff.objects.visible_to(request.user).select_related("program")
    return get_object_or_404(kickoffs, program__in=places.values("program"))


@require_safe
def show_kickoff(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show when and where it is, what happens, and one's own answer."""
    kickoff = _kickoff(request, uid)
    context = {
        "kickoff": kickoff,
        "program": kickoff.program,
        "guest": kickoff.guests.filter(user=request.user).first(),
        "is_ahead": kickoff.cancelled_at is None and kickoff.starts_at > clock.now(),
    }
    return render(request, "programs/kickoff.html", context)


@require_POST
def answer(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Say whether one comes; the last answer counts."""
    kickoff = _kickoff(request, uid)
    comes = ANSWERS.get(request.POST.get("answer", ""))
    if comes is not None:
        answer_kickoff(kickoff=kickoff, by=request.user, comes=comes, now=clock.now())
        say_done(request, _("See you there.") if comes else _("Thank you for telling us."))
    return redirect("programs:show-kickoff", uid)


@dataclass(frozen=True, slots=True)
class LinkPage:
    """One request to a link of a mail, after its checks."""

    request: HttpRequest
    token: AnswerToken
    guest: KickOffGuest
    now: datetime

    @property
    def is_used(self) -> bool:
        """Whether this mail was answered through one of its links."""
        return self.guest.used_link == self.token.nonce

    @property
    def can_undo(self) -> bool:
        """Whether the answer is younger than ten minutes."""
        at = self.guest.answered_at
        return at is not None and self.now - at <= RECONSIDER_FOR

    def show(self, template: str, *, status: int = 200, **extra: Any) -> HttpResponse:
        """Render a page of this link."""
        context = {
            "guest": self.guest,
            "person": self.guest.user,
            "kickoff": self.guest.kickoff,
            "program": self.guest.kickoff.program,
            "comes": self.token.purpose == COMES,
            "can_undo": self.can_undo,
        }
        address = f"programs/kickoff_{template}.html"
        return render(self.request, address, context | extra, status=status)


def answer_kickoff_link(request: HttpRequest, token: AnswerToken) -> HttpResponse:
    """Serve the page of a link in the language and zone of the person it was sent to."""
    guest = guest_of_link(token.subject_uid, token.person_id)
    if guest is None:
        return render(request, "core/link_broken.html", status=404)
    if request.user.is_authenticated and request.user.pk != guest.user_id:
        return render(request, "core/link_wrong_person.html", status=403)
    page = LinkPage(request, token, guest, clock.now())
    language = translation.override(guest.user.interface_language)
    with language, timezone.override(guest.user.zone):
        return _serve(page)


def _serve(page: LinkPage) -> HttpResponse:
    kickoff = page.guest.kickoff
    if kickoff.cancelled_at is not None or kickoff.starts_at <= page.now:
        return page.show("over", status=410)
    if page.request.method != "POST":
        return page.show("done" if page.is_used else "ask")
    try:
        _write(page)
    except Refusal as refusal:
        return page.show("done", status=refusal.status, refusal=refusal)
    return HttpResponseRedirect(page.request.path)


def _write(page: LinkPage) -> None:
    kickoff, person = page.guest.kickoff, page.guest.user
    if page.request.POST.get("act") == "undo":
        undo_kickoff_answer(kickoff=kickoff, by=person, now=page.now)
        return
    comes = page.token.purpose == COMES
    answer_kickoff(kickoff=kickoff, by=person, comes=comes, now=page.now, link=page.token.nonce)
