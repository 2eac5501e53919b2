"""allauth's forms, changed where the company's rules differ from its own."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.actions import know_address
from accounts.models import User
from accounts.queries import company, unclaimed_person
from accounts.rules import may_sign_up


class SignUpForm(allauth_forms.SignupForm):
    """Asks for name and work address; an address that HR imported leads to the account it has."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # A password typed before the address is proven would outlive somebody else's proof.
        del self.fields["password1"]
        self.fields["email"].label = _("Your work email")

    def clean_email(self) -> str:
        """Say what is wrong with a foreign address by its domain alone: that tells nothing."""
        email: str = super().clean_email()
        if not may_sign_up(email, company().email_domains):
            raise ValidationError(
                _(
                    "Please use your work address. If HR wrote to you at this one, choose"
                    " “Sign in” and get a code by email."
                )
            )
        return email

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Keep a new person, or mail a code to the one who has not claimed this account yet."""
        email = self.cleaned_data["email"]
        person = unclaimed_person(email) if self.account_already_exists else None
        if person is None:
            try:
                return super().try_save(request)  # type: ignore[no-any-return]  # allauth has no types
            except IntegrityError:
                # A second click was quicker than the first.
                person = User.objects.get(email=email)
        login = Login(user=person, email=email, signup=True)
        return person, perform_login(request, login)


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    """A new password by code also claims an imported account: the code proves its address."""

    def save(self, request: HttpRequest, **options: Any) -> str:
        """Note the address as not proven yet, then mail the code."""
        for person in self.users:
            know_address(user=person)
        email: str = super().save(request, **options)
        return email


class ChangeEmailForm(allauth_forms.AddEmailForm):
    """People move to another address of the company, or to the one that HR's data give."""

    def clean_email(self) -> str:
        """Refuse an address that is neither; mail about colleagues stays inside the company."""
        email: str = super().clean_email()
        if email != self.user.pending_email and not may_sign_up(email, company().email_domains):
            raise ValidationError(_("Please use an address of the company."))
        return email
