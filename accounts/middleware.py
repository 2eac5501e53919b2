"""HR pages show other people's data: they open only to a sign-in with a second factor."""

import math
from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import works_on_hr_pages

Handler = Callable[[HttpRequest], HttpResponse]
HR_PAGES = ("/hr/", "/me/company/")
_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class SecondFactorForHr:
    """Sends who works on HR pages to set up or to use an authenticator app, where settings ask."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let everybody else pass: the views decide about them."""
        user = request.user
        is_hr_page = request.path_info.startswith(HR_PAGES)
        if not (settings.HR_SECOND_FACTOR and is_hr_page and isinstance(user, User)):
            return self.get_response(request)
        if not works_on_hr_pages(user):
            return self.get_response(request)
        return _ask(request, user) or self.get_response(request)


def _ask(request: HttpRequest, user: User) -> HttpResponse | None:
    """Return where to go first; None when this sign-in has used the second factor."""
    factor = Authenticator.objects.filter(user=user, type__in=_FACTORS).first()
    if factor is None:
        messages.info(request, _("HR pages need a second step at sign-in. Set it up here once."))
        return HttpResponseRedirect(reverse("mfa_activate_totp"))
    if _has_used(request, user, factor):
        return None
    query = urlencode({"next": request.get_full_path()})
    return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{query}")


def _has_used(request: HttpRequest, user: User, factor: Authenticator) -> bool:
    """Setting the app up asks for its code too, so that this session need not be asked again."""
    records = get_authentication_records(request, user)
    since = min((record["at"] for record in records), default=math.inf)
    set_up_here = factor.created_at.timestamp() >= since
    return set_up_here or any(record["method"] == "mfa" for record in records)
