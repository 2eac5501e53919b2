"""My assistant: who plans my conversations, found by name and told at once."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import actions
from accounts.forms.delegate import DelegateForm
from accounts.models import Delegation
from accounts.permissions import may_have_delegate
from accounts.queries import colleagues_found, delegation_of
from accounts.requests import PersonRequest
from core import clock
from core.errors import Refusal
from core.flash import say_done


@require_http_methods(["GET", "HEAD", "POST"])
def choose_delegate(request: PersonRequest) -> HttpResponse:
    """Search a colleague and let them plan; only mentees have an assistant."""
    standing = delegation_of(request.user)
    if standing is None and not may_have_delegate(request.user):
        raise Http404
    form = DelegateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            named = actions.name_delegate(
                person=request.user, delegate=form.delegate(), by=request.user, now=clock.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            text = _("%(name)s plans for you now. We have told them.")
            say_done(request, text % {"name": named.delegate.first_name})
            return redirect("accounts:choose-delegate")
    words = request.POST.get("q", "") or request.GET.get("q", "")
    context = {
        "form": form,
        "standing": standing,
        "words": words,
        "found": colleagues_found(request.user, words),
    }
    return render(request, "accounts/delegate.html", context)


@require_POST
def end_delegation(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Take it back from one's assistant, or decline to plan for somebody."""
    own = Delegation.objects.visible_to(request.user).select_related("person", "delegate")
    delegation = get_object_or_404(own, uid=uid)
    actions.end_delegation(delegation=delegation, by=request.user, now=clock.now())
    if delegation.delegate_id == request.user.pk:
        text = _("You no longer plan for %(name)s. We have told them.")
        say_done(request, text % {"name": delegation.person.first_name})
        return redirect("home:show-home")
    text = _("%(name)s no longer plans for you. All dates stay as they are.")
    say_done(request, text % {"name": delegation.delegate.first_name})
    return redirect("accounts:choose-delegate")
