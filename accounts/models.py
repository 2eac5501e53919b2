"""People: who they are at work, when they work, and what they may see."""

import datetime
import uuid
import zoneinfo
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.rules import ISO_WEEKDAYS, MONDAY_TO_FRIDAY, is_time_zone
from core.models import PublicModel


def display_name_of(user: "User") -> str:
    """Return how allauth's pages address a person."""
    return user.display_name


def default_languages() -> list[str]:
    """Return the languages of someone about whom nothing is known."""
    return ["en"]


def check_time_zone(name: str) -> None:
    """Refuse a name that is not in the IANA database."""
    if not is_time_zone(name):
        raise ValidationError(_("“%(name)s” is not a time zone."), params={"name": name})


def check_working_week(week: str) -> None:
    """Refuse a week without working days, or with something else than the digits 1 to 7."""
    if not week or set(week) - set(ISO_WEEKDAYS) or len(set(week)) != len(week):
        raise ValidationError(_("Choose at least one working day."))


class UserQuerySet(models.QuerySet["User"]):
    """Filters over people."""

    def active(self) -> Self:
        """People who are here: not switched off, not left."""
        return self.filter(is_active=True, left_on=None)

    def search(self, words: str) -> Self:
        """People whose name, email, title or department holds every word."""
        found = self
        for word in words.split():
            found = found.filter(
                models.Q(display_name__icontains=word)
                | models.Q(email__icontains=word)
                | models.Q(job_title__icontains=word)
                | models.Q(department__icontains=word)
            )
        return found


class UserManager(BaseUserManager["User"]):
    """Creates people; emails are kept in lower case, so that one address is one person."""

    def get_queryset(self) -> UserQuerySet:
        """Give every filter of `UserQuerySet`."""
        return UserQuerySet(self.model, using=self._db)

    def active(self) -> UserQuerySet:
        """People who are here."""
        return self.get_queryset().active()

    def search(self, words: str) -> UserQuerySet:
        """People whose data hold every word."""
        return self.get_queryset().search(words)

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Create a person; without a password they claim the account by email."""
        user: User = self.model(email=email.strip().lower(), **fields)
        if password:
            user.set_password(password)
        else:
            user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str, **fields: object) -> "User":
        """Create an HR admin with every right."""
        flags = {"is_superuser": True, "is_hr_admin": True}
        return self.create_user(email, password, **(flags | fields))

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by email, whatever its case."""
        return self.get(email=(username or "").lower())


class User(PublicModel, AbstractBaseUser, PermissionsMixin):
    """A person of the company. Birth date, gender, ethnicity, religion, disability: never here."""

    email = models.EmailField(_("email"), unique=True)
    display_name = models.CharField(_("name"), max_length=150)
    given_name = models.CharField(_("given name"), max_length=80, blank=True)
    job_title = models.CharField(_("job title"), max_length=150, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    department = models.CharField(_("department"), max_length=120, blank=True)
    location = models.CharField(_("location"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[check_time_zone]
    )
    working_week = models.CharField(
        _("working week"), max_length=7, default=MONDAY_TO_FRIDAY, validators=[check_working_week]
    )
    languages = models.JSONField(_("languages spoken"), default=default_languages)
    interface_language = models.CharField(_("language"), max_length=12, default="en")
    manager = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    employee_id = models.CharField(
        _("employee id"), max_length=64, null=True, blank=True, unique=True
    )
    pending_email = models.EmailField(_("email to confirm"), blank=True)
    is_hr_admin = models.BooleanField(_("HR admin"), default=False)
    is_active = models.BooleanField(default=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    joined_at = models.DateTimeField(db_default=Now())
    revision = models.PositiveIntegerField(default=0)
    # What the last import said of fields that are the person's own to change: an import that says
    # the same again leaves their change alone.
    imported_values = models.JSONField(default=dict, blank=True)
    # Raised to end every session of the person.
    session_version = models.PositiveIntegerField(default=0)
    # For how many people they plan: kept with every delegation, so that pages of all the others
    # need not ask.
    plans_for = models.PositiveSmallIntegerField(default=0)

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_person_an_email"),
            models.CheckConstraint(
                condition=models.Q(manager=None) | ~models.Q(manager=models.F("id")),
                name="nobody_manages_themselves",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def subject(self) -> tuple[str, uuid.UUID]:
        """Under which the audit trail keeps what happened to this person."""
        return "person", self.uid

    @property
    def is_imported(self) -> bool:
        """Whether an import takes care of their title, level, department and manager."""
        return self.employee_id is not None or bool(self.imported_values)

    @property
    def is_here(self) -> bool:
        """Whether they may sign in: not switched off, not left."""
        return self.is_active and self.left_on is None

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Sessions end with the password they were opened with, with the person, and on demand."""
        state = f"{self.password}|{self.session_version}|{self.left_on is None}"
        return salted_hmac(
            "accounts.User.session", state, secret=secret, algorithm="sha256"
        ).hexdigest()

    @property
    def first_name(self) -> str:
        """How colleagues address them: the given name, else the first word of the name."""
        return self.given_name or next(iter(self.display_name.split()), self.display_name)

    @property
    def short_name(self) -> str:
        """The first name and an initial, as lists show it: "Amara O."."""
        words = self.display_name.split()
        return f"{self.first_name} {words[-1][0]}." if len(words) > 1 else self.first_name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The time zone they live in."""
        return zoneinfo.ZoneInfo(self.time_zone)


class LeaveQuerySet(models.QuerySet["Leave"]):
    """Filters over leave."""

    def visible_to(self, user: User) -> Self:
        """One's own; others only see that a day does not count."""
        return self.filter(user=user)

    def not_over(self, today: datetime.date) -> Self:
        """Leave that has not ended before today, soonest first."""
        return self.filter(ends_on__gte=today).order_by("starts_on", "ends_on", "pk")


class Leave(PublicModel):
    """Days on which a person is away; both days are included."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="leaves")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    objects = LeaveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="leave_ends_after_start",
            ),
            models.UniqueConstraint(fields=["user", "starts_on", "ends_on"], name="leave_once"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} to {self.ends_on}"


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Filters over delegations."""

    def standing(self) -> Self:
        """Those that are not over."""
        return self.filter(ended_at=None)

    def visible_to(self, user: User) -> Self:
        """One's own, on either side."""
        return self.filter(models.Q(person=user) | models.Q(delegate=user))


class Delegation(PublicModel):
    """An assistant plans for a mentee: plans, moves, cancels, says whether they met; no more."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="delegations")
    delegate = models.ForeignKey(User, on_delete=models.CASCADE, related_name="delegations_held")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_at=None),
                name="one_standing_delegate",
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("delegate")),
                name="nobody_is_their_own_delegate",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("since")),
                name="delegation_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate_id} plans for {self.person_id}"


class Company(models.Model):
    """Settings of the company (one row), edited by HR."""

    name = models.CharField(_("company name"), max_length=120, default="Our company")
    email_domains = models.JSONField(_("email domains that may sign up"), default=list, blank=True)
    default_time_zone = models.CharField(
        _("time zone of new people"), max_length=64, default="UTC", validators=[check_time_zone]
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="company_is_one_row")]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> tuple[str, uuid.UUID]:
        """Under which the audit trail keeps changes of the settings."""
        return "company", self.uid
