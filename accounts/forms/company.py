"""The form with the settings of the company."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.actions import CompanyFacts
from accounts.forms.fields import LineField, TimeZoneField
from accounts.forms.revision import RevisionForm
from accounts.models import Company

_DOMAIN = re.compile(
    r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)
# Anyone gets an address there, so that such a domain would open the door to everybody.
_OPEN_TO_ALL = frozenset(
    {
        "aol.com",
        "gmail.com",
        "gmx.com",
        "gmx.de",
        "googlemail.com",
        "hotmail.com",
        "icloud.com",
        "live.com",
        "mail.com",
        "mail.ru",
        "me.com",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "qq.com",
        "web.de",
        "yahoo.com",
        "yandex.ru",
    }
)


class CompanyForm(RevisionForm):
    """The settings."""

    name = LineField(label=_("Company name"), max_length=120)
    email_domains = forms.CharField(
        label=_("Email domains that may sign up"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "One a line, such as example.com. Leave empty to let in only people whom you import."
        ),
    )

    def __init__(self, data: QueryDict | None = None, *, company: Company) -> None:
        super().__init__(data, initial=_stored(company))
        self.fields["default_time_zone"] = TimeZoneField(
            label=_("Time zone of new people"), stored=company.default_time_zone
        )

    def clean_email_domains(self) -> tuple[str, ...]:
        """Return domains in lower case, each once; refuses what is none and what is open to all."""
        words = re.split(r"[\s,;]+", self.cleaned_data["email_domains"].lower())
        domains = dict.fromkeys(word.rpartition("@")[2] for word in words if word)
        for domain in domains:
            _check_domain(domain)
        return tuple(domains)

    def facts(self) -> CompanyFacts:
        """Return what was said, once it is valid."""
        said = self.cleaned_data
        return CompanyFacts(said["name"], said["email_domains"], said["default_time_zone"])


def _check_domain(domain: str) -> None:
    if not _DOMAIN.fullmatch(domain):
        raise ValidationError(
            _("“%(domain)s” is not a domain such as example.com."), params={"domain": domain[:60]}
        )
    if domain in _OPEN_TO_ALL:
        raise ValidationError(
            _("Anyone can get an address at %(domain)s, so it cannot be a domain of the company."),
            params={"domain": domain},
        )


def _stored(company: Company) -> dict[str, object]:
    return {
        "revision": company.revision,
        "name": company.name,
        "email_domains": "\n".join(company.email_domains),
        "default_time_zone": company.default_time_zone,
    }
