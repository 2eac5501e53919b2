"""The demo's mail, for whoever sits at this machine; anywhere else these pages do not exist."""

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from outbox.caught import PAGE_SIZE, CaughtMail, html_in_a_frame, list_mail, read_mail

View = Callable[..., HttpResponseBase]
_may_frame_itself = csp_update({"frame-src": [SELF]})
# A mail brings its own styles; nothing in it may run, load or be framed elsewhere.
_under_mail_policy = csp(
    {
        "default-src": [NONE],
        "style-src": [UNSAFE_INLINE],
        "img-src": [SELF, "data:"],
        "base-uri": [NONE],
        "form-action": [NONE],
        "frame-ancestors": [SELF],
        "sandbox": [
            "allow-popups",
            "allow-popups-to-escape-sandbox",
            "allow-top-navigation-by-user-activation",
        ],
    }
)


def on_this_machine(view: View) -> View:
    """Answer 404 unless this is a demo and the request comes from the machine itself."""

    @wraps(view)
    def guarded(request: HttpRequest, **arguments: str) -> HttpResponseBase:
        if not settings.DEMO or not _is_local(request):
            raise Http404
        return view(request, **arguments)

    return guarded


@login_not_required
@require_safe
@on_this_machine
def list_caught(request: HttpRequest) -> HttpResponse:
    """Show the newest mails first."""
    mails = list_mail(before=request.GET.get("before", ""), limit=PAGE_SIZE + 1)
    context = {"mails": mails[:PAGE_SIZE], "older_url": _older_url(mails)}
    return render(request, "outbox/list.html", context)


@login_not_required
@require_safe
@on_this_machine
def show_caught(request: HttpRequest, *, name: str) -> HttpResponseBase:
    """Show one mail: headers, HTML in a frame, text."""
    context = {"mail": _found(name)}
    return _may_frame_itself(lambda req: render(req, "outbox/mail.html", context))(request)


@login_not_required
@require_safe
@on_this_machine
@xframe_options_sameorigin
def show_html(request: HttpRequest, *, name: str) -> HttpResponseBase:
    """Show the HTML part alone, for the frame."""
    html = html_in_a_frame(_found(name))
    return _under_mail_policy(lambda _request: HttpResponse(html))(request)


def _found(name: str) -> CaughtMail:
    mail = read_mail(name)
    if mail is None:
        raise Http404
    return mail


def _older_url(mails: list[CaughtMail]) -> str:
    if len(mails) <= PAGE_SIZE:
        return ""
    return f"{reverse('outbox:list-mail')}?before={mails[PAGE_SIZE - 1].name}"


def _is_local(request: HttpRequest) -> bool:
    """A proxy on this machine speaks for someone elsewhere, so its requests do not count."""
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
