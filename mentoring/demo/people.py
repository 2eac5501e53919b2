"""The demo's people come in through the product's own import, and its logins get a password."""

from datetime import datetime
from pathlib import Path

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.models import User
from directory.actions import import_people
from mentoring.demo.story import HR, LOGINS, PASSWORD

PEOPLE = Path(__file__).parent / "people.csv"


def people_by_id() -> dict[str, User]:
    """Return everybody by employee id."""
    return {user.employee_id or "": user for user in User.objects.exclude(employee_id=None)}


def bring_people_in(now: datetime) -> dict[str, User]:
    """Import the company, make one person HR admin, and let the logins sign in."""
    hr = User.objects.create_user(HR, display_name="Hana Reyes", is_hr_admin=True)
    import_people(PEOPLE.read_bytes(), by=hr, now=now)
    # Hashing is slow on purpose; one hash serves them all.
    password = make_password(PASSWORD)
    for _label, email in LOGINS:
        user = User.objects.get(email=email)
        user.password = password
        user.save(update_fields=["password"])
        EmailAddress.objects.get_or_create(user=user, email=email, verified=True, primary=True)
    return people_by_id()
