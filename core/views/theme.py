"""Light, dark, or as the system: kept in a cookie, so that it also holds before signing in."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

COOKIE = "theme"
THEMES = ("light", "dark", "auto")
DEFAULT_THEME = "auto"
KEPT_FOR = timedelta(days=365)


def theme_of(request: HttpRequest) -> str:
    """Return the chosen theme; anything unknown in the cookie counts as no choice."""
    chosen = request.COOKIES.get(COOKIE, DEFAULT_THEME)
    return chosen if chosen in THEMES else DEFAULT_THEME


@login_not_required
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Remember the choice and go back to the page it was made on."""
    theme = request.POST.get("theme", "")
    if theme not in THEMES:
        raise BadRequest
    response = HttpResponseRedirect(_way_back(request))
    response.set_cookie(
        COOKIE, theme, max_age=KEPT_FOR, samesite="Lax", httponly=True, secure=request.is_secure()
    )
    return response


def _way_back(request: HttpRequest) -> str:
    address = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return address
    return resolve_url(settings.LOGIN_REDIRECT_URL)
