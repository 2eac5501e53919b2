"""HR edits the settings of the company."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, User
from accounts.permissions import can_edit_company
from core import audit
from core.errors import Forbidden, Stale


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """The settings: `email_domains` are lower case, without "@"."""

    name: str
    email_domains: tuple[str, ...]
    default_time_zone: str


def update_company(*, facts: CompanyFacts, seen_revision: int, by: User, now: datetime) -> Company:
    """Keep the settings; the same again changes nothing.

    Refuses who is no HR admin, and (`Stale`) a page older than what another admin saved.
    """
    if not can_edit_company(by):
        raise Forbidden("not_hr", _("Only HR admins edit the company's settings."))
    with transaction.atomic():
        Company.objects.get_or_create(pk=1)
        company = Company.objects.select_for_update().get(pk=1)
        wanted = asdict(facts) | {"email_domains": list(facts.email_domains)}
        changed = [name for name, value in wanted.items() if getattr(company, name) != value]
        if changed and company.revision != seen_revision:
            raise Stale("stale", _("Somebody else changed the settings meanwhile."))
        if changed:
            _write(company, {name: wanted[name] for name in changed}, by, now)
    return company


def _write(company: Company, changes: dict[str, object], by: User, now: datetime) -> None:
    for name, value in changes.items():
        setattr(company, name, value)
    company.revision += 1
    company.save(update_fields=[*changes, "revision"])
    fields = ", ".join(sorted(changes))
    audit.record("update company", company.subject, by=by, now=now, facts={"fields": fields})
