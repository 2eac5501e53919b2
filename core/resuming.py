"""Nothing typed is lost when the sign-in ran out: a POST is kept, and offered after the sign-in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.typed import COOKIE, FIELD, forget, keep, mark_of

Handler = Callable[[HttpRequest], HttpResponse]
# Sign-in forms hold secrets, and are asked anew.
_SIGN_IN: Final = "/accounts/"
_REMEMBERED_FOR: Final = timedelta(days=30)


class KeepsWhatWasTyped:
    """Keeps the form of a person whose session has ended, and sends them to sign in again."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the browser remember who used it last, by a mark that only we can read."""
        response = self.get_response(request)
        mark = vars(request).get("typist")
        if mark is not None:
            response.set_cookie(
                COOKIE,
                mark,
                max_age=_REMEMBERED_FOR,
                samesite="Lax",
                httponly=True,
                secure=request.is_secure(),
            )
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], *_args: Any
    ) -> HttpResponse | None:
        """Keep what somebody sends who is signed out; they had a page of ours before."""
        if not getattr(view, "login_required", True):
            return None
        if request.user.is_authenticated:
            _remember(request)
            return None
        return _keep(request, view)


def _remember(request: HttpRequest) -> None:
    mark = mark_of(request.user.pk)
    if request.COOKIES.get(COOKIE) != mark:
        vars(request)["typist"] = mark
    if request.method == "POST" and FIELD in request.POST:
        forget(request, request.POST[FIELD])


def _keep(request: HttpRequest, view: Callable[..., Any]) -> HttpResponse | None:
    typist = request.COOKIES.get(COOKIE, "")
    if not typist or not can_be_kept(request, view):
        return None
    uid = keep(request, typist, clock.now())
    if uid is None:
        messages.warning(
            request,
            _("That was too long to keep. Sign in, then go back in your browser to copy it."),
        )
        return None
    messages.info(request, _("Your sign-in had run out. What you typed is kept: sign in to go on."))
    return redirect_to_login(reverse("core:resume-typed", args=[uid]), settings.LOGIN_URL)


def can_be_kept(request: HttpRequest, view: Callable[..., Any]) -> bool:
    """Say whether this is a form that may wait: no sign-in, nothing that is read anew each time."""
    asks_again = getattr(view, "asks_again", False)
    return request.method == "POST" and not request.path.startswith(_SIGN_IN) and not asks_again
