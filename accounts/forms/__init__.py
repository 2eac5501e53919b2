"""Forms about oneself and the company. allauth's sign-up form builds on `SignupForm`."""

from accounts.forms.signup import SignupForm

__all__ = ["SignupForm"]
