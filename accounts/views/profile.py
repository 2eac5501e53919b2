"""Who I am, when I work, when I am away."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions
from accounts.forms.profile import LeaveForm, ProfileForm
from accounts.models import Leave
from accounts.permissions import may_have_delegate
from accounts.queries import delegation_of
from accounts.requests import PersonRequest
from core import clock
from core.errors import Refusal, Stale
from core.flash import say_done


@require_http_methods(["GET", "HEAD", "POST"])
def edit_profile(request: PersonRequest) -> HttpResponse:
    """Show what is stored about oneself, and keep what one says."""
    form = ProfileForm(request.POST if request.method == "POST" else None, person=request.user)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["revision"]
        try:
            actions.update_profile(
                user=request.user,
                facts=form.facts(),
                seen_revision=seen,
                by=request.user,
                now=clock.now(),
            )
        except Stale as stale:
            request.user.refresh_from_db()
            form.take_over(ProfileForm(person=request.user), str(stale.message))
        else:
            say_done(request, _("Saved."))
            return redirect("accounts:edit-profile")
    return _page(request, form, LeaveForm())


@require_POST
def add_leave(request: PersonRequest) -> HttpResponse:
    """Keep days on which one is away."""
    form = LeaveForm(request.POST)
    if form.is_valid():
        days = form.cleaned_data
        try:
            actions.add_leave(
                user=request.user,
                starts_on=days["starts_on"],
                ends_on=days["ends_on"],
                by=request.user,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.add_error("ends_on", str(refusal.message))
        else:
            say_done(request, _("Saved. No conversation is due on these days."))
            return redirect("accounts:edit-profile")
    return _page(request, ProfileForm(person=request.user), form)


@require_POST
def remove_leave(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Take days of leave back."""
    leave = get_object_or_404(Leave.objects.visible_to(request.user), uid=uid)
    actions.remove_leave(leave=leave, by=request.user, now=clock.now())
    say_done(request, _("Removed."))
    return redirect("accounts:edit-profile")


@require_safe
def show_welcome(request: PersonRequest) -> HttpResponse:
    """Greet somebody who is here for the first time and has no password."""
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return render(request, "accounts/welcome.html", {"next": wanted if is_ours else "/"})


def _page(request: PersonRequest, form: ProfileForm, leave_form: LeaveForm) -> HttpResponse:
    today = clock.now().astimezone(request.user.zone).date()
    leaves = Leave.objects.visible_to(request.user).not_over(today)
    delegation = delegation_of(request.user)
    context = {
        "form": form,
        "leave_form": leave_form,
        "leaves": leaves,
        "delegation": delegation,
        "has_assistant": delegation is not None or may_have_delegate(request.user),
    }
    return render(request, "accounts/profile.html", context)
