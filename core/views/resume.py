"""What was typed while the sign-in ran out is shown once more, and sent if the person says so."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.csrf import csrf_failure as plain_csrf_failure
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.resuming import can_be_kept
from core.typed import FIELD, forget, keep, mark_of, recall

GONE = 404


@require_safe
def resume_typed(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show what was kept to who typed it; to anyone else, and later, there is nothing."""
    typed = recall(request, uid, mark_of(request.user.pk), clock.now())
    if typed is None:
        return render(request, "core/resume_gone.html", status=GONE)
    context = {"typed": typed, "uid": uid, "uid_field": FIELD}
    return render(request, "core/resume.html", context)


@require_POST
def forget_typed(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Throw it away."""
    forget(request, str(uid))
    return redirect(settings.LOGIN_REDIRECT_URL)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Keep a form that is older than the last sign-in (in another tab) and offer it again.

    Only what a page of ours sent, by somebody signed in; anything else is refused as ever.
    """
    match = request.resolver_match
    is_ours = match is not None and _is_from_here(request) and request.user.is_authenticated
    if match is not None and is_ours and can_be_kept(request, match.func):
        uid = keep(request, mark_of(request.user.pk), clock.now())
        if uid is not None:
            return redirect("core:resume-typed", uid)
    return plain_csrf_failure(request, reason)


def _is_from_here(request: HttpRequest) -> bool:
    """Say whether the browser names this site as the origin of the form."""
    here = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") == here
