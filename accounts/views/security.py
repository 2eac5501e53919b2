"""How I sign in: address, password, second factor, other devices."""

from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions
from accounts.requests import PersonRequest
from core import clock
from core.flash import say_done


@require_safe
def show_security(request: PersonRequest) -> HttpResponse:
    """Show how one signs in, each with its page to change it."""
    context = {"has_second_factor": is_mfa_enabled(request.user)}
    return render(request, "accounts/security.html", context)


@require_POST
def end_sessions(request: PersonRequest) -> HttpResponse:
    """Sign out everywhere else."""
    actions.end_sessions(user=request.user, by=request.user, now=clock.now())
    request.user.refresh_from_db()
    update_session_auth_hash(request, request.user)
    say_done(request, _("Every other device is signed out."))
    return redirect("accounts:show-security")


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_email(request: PersonRequest) -> HttpResponse:
    """Ask whether the address that HR's data give is one's own; mail a code there if it is."""
    pending = request.user.pending_email
    if request.method != "POST" or not pending:
        return render(request, "accounts/confirm_email.html", {"pending": pending})
    address = EmailAddress(user=request.user, email=pending)
    send_verification_email_to_address(request, address)
    return redirect("account_email_verification_sent")
