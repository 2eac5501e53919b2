"""The page of a personal link: two taps and one line, without signing in.

GET shows the question and writes nothing, whoever fetches it; POST writes. The page shows what
HR prefilled and nothing that the person entered.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import PersonRequest
from core import clock
from core.errors import Refusal
from core.flash import say_done
from core.tokens import AnswerToken, BadToken, read_token
from programs.actions import (
    Wishes,
    accept_invitation,
    decline_enrollment,
    mute_invitation,
    reconsider_invitation,
)
from programs.emails import STOP
from programs.forms import InvitationForm
from programs.models import Enrollment, Invitation
from programs.queries import invited_place
from programs.registry import house_rules_of
from programs.rules import INVITING_STATES, RECONSIDER_FOR, TAKING_PART, EnrollmentState
from programs.views.programs import own_places


@dataclass(frozen=True, slots=True)
class LinkPage:
    """One request to a personal link, after its checks."""

    request: HttpRequest
    place: Enrollment
    now: datetime

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to answer: taken back, left, or the program is full."""
        state = self.place.state
        if state == EnrollmentState.INVITED:
            return self.place.program.state not in INVITING_STATES
        return state in (EnrollmentState.WITHDRAWN, EnrollmentState.LEFT)

    @property
    def can_reconsider(self) -> bool:
        """Whether a no is younger than ten minutes."""
        invitation = Invitation.objects.filter(enrollment=self.place, answer="decline").first()
        at = invitation.answered_at if invitation else None
        return at is not None and self.now - at <= RECONSIDER_FOR

    def show(self, template: str, *, status: int = 200, **extra: Any) -> HttpResponse:
        """Render a page of this link."""
        context = {
            "place": self.place,
            "person": self.place.user,
            "program": self.place.program,
        }
        address = f"programs/invitation_{template}.html"
        return render(self.request, address, context | extra, status=status)


def answer_invitation(request: HttpRequest, token: AnswerToken) -> HttpResponse:
    """Serve the page of a link in the language and zone of the person it was sent to."""
    place = invited_place(token.subject_uid, token.person_id)
    if place is None or not place.user.is_here:
        return render(request, "core/link_broken.html", status=404)
    if request.user.is_authenticated and request.user.pk != place.user_id:
        return render(request, "core/link_wrong_person.html", status=403)
    page = LinkPage(request, place, clock.now())
    language = translation.override(place.user.interface_language)
    with language, timezone.override(place.user.zone):
        return _answer(page)


def _answer(page: LinkPage) -> HttpResponse:
    if page.is_over:
        return page.show("over", status=410)
    act = page.request.POST.get("act", "") if page.request.method == "POST" else ""
    if page.place.state == EnrollmentState.INVITED:
        return _decline(page) if act == "decline" else _ask(page)
    if act == "reconsider":
        return _reconsider(page)
    return _show_answered(page)


def _ask(page: LinkPage) -> HttpResponse:
    place, rules = page.place, house_rules_of(page.place.program)
    topics = [topic.uid for topic in place.topics.all()]
    form = InvitationForm(
        page.request.POST if page.request.method == "POST" else None,
        program=place.program,
        role=place.role,
        asks_for_rules=bool(rules),
        initial={"topics": topics, "hope": place.hope},
    )
    if form.is_bound and form.is_valid() and _accept(page, form):
        return _again(page)
    return page.show("ask", form=form, house_rules=rules)


def _accept(page: LinkPage, form: InvitationForm) -> bool:
    place = page.place
    wishes = replace(
        Wishes.of(place),
        topics=tuple(form.cleaned_data.get("topics", ())),
        hope=form.cleaned_data["hope"],
        has_read_rules=form.has_read,
    )
    try:
        accept_invitation(enrollment=place, by=place.user, wishes=wishes, now=page.now)
    except Refusal as refusal:
        form.add_error(None, str(refusal.message))
    return form.is_valid()


def _decline(page: LinkPage) -> HttpResponse:
    decline_enrollment(enrollment=page.place, by=page.place.user, now=page.now)
    return _again(page)


def _reconsider(page: LinkPage) -> HttpResponse:
    try:
        reconsider_invitation(enrollment=page.place, by=page.place.user, now=page.now)
    except Refusal as refusal:
        return _show_answered(page, refusal=refusal, status=refusal.status)
    return _again(page)


def _show_answered(
    page: LinkPage, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    if page.place.state in TAKING_PART:
        return page.show("in", status=status)
    extra = {"can_reconsider": page.can_reconsider, "refusal": refusal}
    return page.show("no", status=status, **extra)


def _again(page: LinkPage) -> HttpResponse:
    return HttpResponseRedirect(page.request.path)


@require_POST
def decline(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Say no to an invitation, signed in."""
    place = get_object_or_404(own_places(request), program__uid=uid)
    if place.state not in (EnrollmentState.INVITED, EnrollmentState.DECLINED):
        raise Refusal("not_invited", _("This invitation is answered already."))
    if place.state == EnrollmentState.INVITED:
        decline_enrollment(enrollment=place, by=request.user, now=clock.now())
    say_done(request, _("Thank you for telling us. Nothing more is needed."))
    return redirect("programs:list-programs")


# RFC 8058: the POST comes from the mail program, which has neither cookie nor form token.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop_reminders(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question on GET; stop the reminders, or let them come again, on POST."""
    content = _read(token)
    place = invited_place(content.subject_uid, content.person_id) if content else None
    invitation = Invitation.objects.filter(enrollment=place).first() if place else None
    if place is None or invitation is None:
        return render(request, "core/link_broken.html", status=404)
    if request.method == "POST":
        is_muted = request.POST.get("act") != "start"
        mute_invitation(invitation=invitation, by=place.user, is_muted=is_muted, now=clock.now())
        invitation.refresh_from_db(fields=["is_muted"])
    context = {"program": place.program, "is_stopped": invitation.is_muted}
    return render(request, "programs/invitation_stop.html", context)


def _read(token: str) -> AnswerToken | None:
    """Return the content of a link; an old one still stops what it came with."""
    try:
        content = read_token(token)
    except BadToken:
        return None
    return content if content.purpose == STOP else None
