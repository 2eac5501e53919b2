"""HR names who plans for a mentee, since assistants arrange it in practice; the mentee is told."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import end_delegation as end
from accounts.actions import name_delegate
from accounts.forms.delegate import DelegateForm
from accounts.models import User
from accounts.permissions import may_have_delegate
from accounts.queries import colleagues_found, delegation_of, line_of
from core import clock
from core.errors import Refusal
from core.flash import say_done
from dashboard.queries.desk import people_seen_by
from dashboard.views.door import HrRequest, hr_page, posted


@require_http_methods(["GET", "HEAD", "POST"])
@hr_page
def choose_delegate(request: HrRequest, uid: UUID) -> HttpResponse:
    """Search a colleague and let them plan for this person."""
    person = _mentee(request, uid)
    form = DelegateForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            named = name_delegate(
                person=person, delegate=form.delegate(), by=request.user, now=clock.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            names = {"delegate": named.delegate.first_name, "person": person.first_name}
            text = _("%(delegate)s plans for %(person)s now. We have told them both.")
            say_done(request, text % names)
            return redirect("dashboard:show-person", uid)
    words = request.POST.get("q", "") or request.GET.get("q", "")
    context = {
        "person": person,
        "standing": delegation_of(person),
        "form": form,
        "words": words,
        "found": colleagues_found(person, words),
    }
    return render(request, "dashboard/delegate.html", context)


@require_POST
@hr_page
def end_delegation(request: HrRequest, uid: UUID) -> HttpResponse:
    """Take it back; both are told."""
    person = _mentee(request, uid)
    standing = delegation_of(person)
    if standing is not None:
        end(delegation=standing, by=request.user, now=clock.now())
    say_done(request, _("Nobody plans for %(name)s now.") % {"name": person.first_name})
    return redirect("dashboard:show-person", uid)


def _mentee(request: HrRequest, uid: UUID) -> User:
    """Return a mentee one sees (404), and nobody of one's own line (403)."""
    person: User = get_object_or_404(people_seen_by(request.user), uid=uid)
    if person.pk in line_of(request.user):
        raise PermissionDenied
    if not may_have_delegate(person):
        raise Http404
    return person
