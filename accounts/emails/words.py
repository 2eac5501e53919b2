"""What account mails say."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from core.links import page_link
from core.mail import MailContent

Facts = Mapping[str, str]
Words = Callable[[Facts], MailContent]


def words_for(wording: str) -> Words:
    """Return the words for a name; what has none of its own is told as a change of the sign-in."""
    return _WORDS.get(wording, _something_changed)


def _sign_in_code(facts: Facts) -> MailContent:
    return _code(facts, _("Your sign-in code"), _("Type this code to sign in."))


def _first_code(facts: Facts) -> MailContent:
    return _code(
        facts, _("Your code to confirm this address"), _("Type this code to open your account.")
    )


def _address_code(facts: Facts) -> MailContent:
    return _code(
        facts,
        _("Your code to confirm this address"),
        _("Type this code to confirm that this address is yours."),
    )


def _reset_code(facts: Facts) -> MailContent:
    return _code(facts, _("Your code for a new password"), _("Type this code, then choose one."))


def _code(facts: Facts, subject: str, first: str) -> MailContent:
    return MailContent(
        subject=subject,
        heading=facts["code"],
        preheader=first,
        paragraphs=(
            first,
            _(
                "It works for 15 minutes, in the browser that asked for it. We never ask for it by"
                " phone or in a message."
            ),
            _("If you did not ask for a code, leave it: without it nobody gets in."),
        ),
        footer_reason=_("You get this mail because somebody typed your address on our pages."),
    )


def _already_here(_facts: Facts) -> MailContent:
    return MailContent(
        subject=_("You already have an account"),
        heading=_("You already have an account"),
        paragraphs=(
            _(
                "Somebody, probably you, asked for a new account with this address. You have one"
                " already. Sign in with it; without the password, get a code by email."
            ),
        ),
        buttons=(
            page_link(_("Sign in"), "account_login"),
            page_link(_("Get a code by email"), "account_request_login_code"),
        ),
        footer_reason=_typed(),
    )


def _nobody_here(_facts: Facts) -> MailContent:
    return MailContent(
        subject=_("No account uses this address"),
        heading=_("No account uses this address"),
        paragraphs=(
            _(
                "Somebody, probably you, wanted to sign in with this address. We know no account"
                " with it. Perhaps yours has another address of yours; your HR team can tell you."
            ),
        ),
        buttons=(page_link(_("Set up an account"), "account_signup"),),
        footer_reason=_typed(),
    )


def _typed() -> str:
    return _("You get this mail because somebody typed your address on our pages.")


def _email_changed(facts: Facts) -> MailContent:
    return _notice(
        _("Your sign-in address was changed"),
        _("You now sign in with %(to_email)s. It was changed on %(when)s.") % facts,
    )


def _password_changed(facts: Facts) -> MailContent:
    return _notice(
        _("Your password was changed"),
        _("It was changed on %(when)s. Every other device was signed out.") % facts,
    )


def _second_factor_on(facts: Facts) -> MailContent:
    return _notice(
        _("An authenticator app was added"),
        _("Since %(when)s, signing in asks for a code from your app.") % facts,
    )


def _second_factor_off(facts: Facts) -> MailContent:
    return _notice(
        _("Your authenticator app was removed"),
        _("Since %(when)s, signing in no longer asks for a code from your app.") % facts,
    )


def _recovery_codes(facts: Facts) -> MailContent:
    return _notice(
        _("You have new recovery codes"),
        _("They were made on %(when)s. The old ones no longer work.") % facts,
    )


def _something_changed(facts: Facts) -> MailContent:
    return _notice(
        _("Your sign-in was changed"),
        _("Something about how you sign in was changed on %(when)s.") % facts,
    )


def _notice(subject: str, first: str) -> MailContent:
    return MailContent(
        subject=subject,
        heading=subject,
        paragraphs=(
            first,
            _(
                "If this was you, there is nothing to do. If it was not, choose a new password now"
                " and tell your HR team."
            ),
        ),
        buttons=(page_link(_("Choose a new password"), "account_reset_password"),),
        footer_reason=_("You get this mail because it is about the safety of your account."),
    )


def _pending_email(facts: Facts) -> MailContent:
    return MailContent(
        subject=_("Is this your new address?"),
        heading=_("Is this your new address?"),
        paragraphs=(
            _("HR's data now say that your work address is %(new_email)s.") % facts,
            _(
                "Until you confirm it, you sign in with the old one and our mail goes there. If the"
                " new address is wrong, do nothing and tell your HR team."
            ),
        ),
        buttons=(page_link(_("Confirm my new address"), "accounts:confirm-email"),),
        footer_reason=_("You get this mail because this is the address you sign in with."),
    )


_WORDS: dict[str, Words] = {
    "login_code": _sign_in_code,
    "email_confirmation_signup": _first_code,
    "email_confirmation": _address_code,
    "password_reset_code": _reset_code,
    "account_already_exists": _already_here,
    "unknown_account": _nobody_here,
    "email_changed": _email_changed,
    "password_changed": _password_changed,
    "password_set": _password_changed,
    "password_reset": _password_changed,
    "totp_activated": _second_factor_on,
    "totp_deactivated": _second_factor_off,
    "recovery_codes_generated": _recovery_codes,
    "pending_email": _pending_email,
}
