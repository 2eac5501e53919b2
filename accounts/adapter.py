"""How allauth behaves here: its mail goes through the outbox, a mailed code claims an account.

allauth's hooks are an edge of the product like views: they read the clock and call one act.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from accounts import actions
from accounts.models import User
from accounts.queries import company, person_of_address
from core import clock

_MAILED_PROOFS = frozenset({"code", "password_reset"})


class AccountAdapter(DefaultAccountAdapter):
    """The company's way of signing in."""

    _is_first_time = False

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Without domains in the company's settings, only people that HR imported get in."""
        return bool(company().email_domains)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the mail into the outbox; the words are ours (`accounts.emails`)."""
        person = context.get("user") or person_of_address(email) or self._who_asks()
        known = ("code", "from_email", "to_email")
        facts = {name: str(context[name]) for name in known if name in context}
        wording = template_prefix.rpartition("/")[2]
        mail = actions.AccountMail(wording, email, person, facts)
        actions.send_account_mail(mail, now=clock.now())

    def _who_asks(self) -> User | None:
        """An address that was just given up is nobody's; its notice is about who gave it up."""
        return self.request.user if isinstance(self.request.user, User) else None

    def save_user(self, _request: HttpRequest, user: User, form: forms.Form) -> User:
        """Keep a new person; the password comes after the proof of the address."""
        user.email = form.cleaned_data["email"].lower()
        user.display_name = form.cleaned_data["display_name"]
        user.interface_language = _spoken_language()
        user.time_zone = company().default_time_zone
        return actions.sign_up(user=user, now=clock.now())

    def set_password(self, user: User, password: str) -> None:
        """Keep a password that allauth's forms have checked."""
        actions.change_password(user=user, password=password, now=clock.now())

    def pre_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse | None:
        """Stop people who have left; a code that came back proves the address it was mailed to."""
        if not user.is_here:
            clear_login(request)
            refusal: HttpResponse = self.respond_user_inactive(request, user)
            return refusal
        if _came_by_mail(request, user):
            actions.prove_address(user=user, now=clock.now())
        answer: HttpResponse | None = super().pre_login(request, user, **how)
        return answer

    def login(self, request: HttpRequest, user: User) -> None:
        """Remember whether somebody is here for the first time."""
        self._is_first_time = user.last_login is None
        super().login(request, user)
        if self._is_first_time:
            actions.claim_account(user=user, now=clock.now())

    def post_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse:
        """Welcome people the first time, when they have no password yet, then let them go on."""
        response: HttpResponse = super().post_login(request, user, **how)
        if not self._is_first_time or user.has_usable_password():
            return response
        return HttpResponseRedirect(_welcome_then(response["Location"]))

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Settle what HR's data said, once the owner has proven the new address."""
        before = email_address.user.email
        is_confirmed: bool = super().confirm_email(request, email_address)
        if is_confirmed and before != email_address.email:
            actions.finish_email_change(
                user=email_address.user, email=email_address.email, now=clock.now()
            )
        return is_confirmed

    def get_password_change_redirect_url(self, _request: HttpRequest) -> str:
        """Go back to where the link to the form stands."""
        return reverse("accounts:show-security")


def _came_by_mail(request: HttpRequest, user: User) -> bool:
    records = get_authentication_records(request, user)
    last = records[-1] if records else {}
    return last.get("method") in _MAILED_PROOFS and last.get("email", "").lower() == user.email


def _spoken_language() -> str:
    spoken = get_language() or settings.LANGUAGE_CODE
    return spoken if spoken in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _welcome_then(address: str) -> str:
    query = urlencode({"next": address}) if address != settings.LOGIN_REDIRECT_URL else ""
    return reverse("accounts:show-welcome") + (f"?{query}" if query else "")
