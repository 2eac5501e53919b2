"""The settings of the company, for HR."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.forms.company import CompanyForm
from accounts.permissions import can_edit_company
from accounts.queries import company
from accounts.requests import PersonRequest
from core import clock
from core.errors import Forbidden, Stale
from core.flash import say_done


@require_http_methods(["GET", "HEAD", "POST"])
def edit_company(request: PersonRequest) -> HttpResponse:
    """Show and keep the settings; who saves over another's change sees both."""
    if not can_edit_company(request.user):
        raise Forbidden("not_hr", _("Only HR admins edit the company's settings."))
    form = CompanyForm(request.POST if request.method == "POST" else None, company=company())
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["revision"]
        try:
            actions.update_company(
                facts=form.facts(), seen_revision=seen, by=request.user, now=clock.now()
            )
        except Stale as stale:
            form.take_over(CompanyForm(company=company()), str(stale.message))
        else:
            say_done(request, _("Saved."))
            return redirect("accounts:edit-company")
    return render(request, "accounts/company.html", {"form": form})
