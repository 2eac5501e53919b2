"""The contract of a pair, and the versions that its text lives in."""

from typing import Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from contracts.models.house_rules import HouseRules
from contracts.rules import (
    COMMENT_LENGTH,
    LINE_LENGTH,
    MINUTES_AT_LEAST,
    MINUTES_AT_MOST,
    Channel,
    VersionKind,
    VersionState,
)
from core.models import PublicModel
from pairings.models import Pairing
from programs.models import CADENCES, ROLES
from programs.rules import Cadence, Role

VERSION_STATES = [
    (str(VersionState.DRAFT), _("Draft")),
    (str(VersionState.OFFERED), _("Waiting for signatures")),
    (str(VersionState.IN_FORCE), _("In force")),
    (str(VersionState.SUPERSEDED), _("Replaced")),
    (str(VersionState.ENDED), _("Ended")),
    (str(VersionState.SENT_BACK), _("Sent back")),
    (str(VersionState.WITHDRAWN), _("Withdrawn")),
    (str(VersionState.EXPIRED), _("Expired")),
    (str(VersionState.DROPPED), _("Dropped")),
]
VERSION_KINDS = [
    (str(VersionKind.WHOLE), _("Agreement")),
    (str(VersionKind.RHYTHM), _("Rhythm")),
]
CHANNELS = [
    (str(Channel.VIDEO), _("Video")),
    (str(Channel.PHONE), _("Phone")),
    (str(Channel.OFFICE), _("At the office")),
    (str(Channel.COFFEE), _("Over coffee")),
]


class ContractQuerySet(models.QuerySet["Contract"]):
    """Filters over contracts."""

    def visible_to(self, user: User) -> Self:
        """The pair alone reads its own part; HR learns states through `contracts.queries`."""
        return self.filter(models.Q(pairing__mentor=user) | models.Q(pairing__mentee=user))


class Contract(PublicModel):
    """The contract of one pair; its text lives in versions."""

    pairing = models.OneToOneField(Pairing, on_delete=models.PROTECT, related_name="contract")

    objects = ContractQuerySet.as_manager()

    def __str__(self) -> str:
        return f"of pair {self.pairing_id}"

    @property
    def subject(self) -> tuple[str, UUID]:
        """How the audit trail names this contract."""
        return ("contract", self.uid)


class VersionQuerySet(models.QuerySet["Version"]):
    """Filters over versions."""

    def in_the_making(self) -> Self:
        """The one that is being written or waits for signatures."""
        return self.filter(state__in=[VersionState.DRAFT, VersionState.OFFERED])

    def ever_in_force(self) -> Self:
        """Versions that both signed, whatever became of them."""
        return self.exclude(in_force_at=None)

    def visible_to(self, user: User) -> Self:
        """The pair alone."""
        pair = models.Q(contract__pairing__mentor=user) | models.Q(contract__pairing__mentee=user)
        return self.filter(pair)

    def with_pair(self) -> Self:
        """Fetch contract, pair, program, partners and house rules in the same query."""
        return self.select_related(
            "house_rules__signature",
            "contract__pairing__program",
            "contract__pairing__mentor",
            "contract__pairing__mentee",
        )


class Version(PublicModel):
    """One version of an agreement.

    `kind` says whether it may change everything or the rhythm alone.
    `document` holds the canonical bytes from the offer on. From then on they, their hash and every
    agreed value are frozen in the database (`contracts.triggers`). `revision` counts the changes of
    the shared terms, the others those of each side's own part.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=VERSION_STATES, default=VersionState.DRAFT)
    kind = models.CharField(max_length=8, choices=VERSION_KINDS, default=VersionKind.WHOLE)
    house_rules = models.ForeignKey(HouseRules, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=12, default="en")
    cadence = models.CharField(
        _("rhythm"), max_length=20, choices=CADENCES, default=Cadence.MONTHLY
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=45)
    channel = models.CharField(_("where"), max_length=8, choices=CHANNELS, default=Channel.VIDEO)
    place = models.CharField(_("place or link"), max_length=LINE_LENGTH, blank=True)
    organizer = models.CharField(
        _("who sends the invitations"), max_length=6, choices=ROLES, default=Role.MENTEE
    )
    agenda_habit = models.CharField(_("agenda habit"), max_length=LINE_LENGTH, blank=True)
    notice = models.CharField(_("notice to move a date"), max_length=LINE_LENGTH, blank=True)
    first_dates = models.JSONField(_("first dates"), default=list, blank=True)
    ends_on = models.DateField(_("until"))
    review_on = models.DateField(_("review on"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    mentor_revision = models.PositiveIntegerField(default=0)
    mentee_revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    offered_at = models.DateTimeField(null=True, blank=True)
    offered_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    expires_at = models.DateTimeField(null=True, blank=True)
    document = models.BinaryField(null=True, blank=True)
    document_sha256 = models.CharField(max_length=64, blank=True)
    comment = models.CharField(max_length=COMMENT_LENGTH, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    in_force_at = models.DateTimeField(null=True, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="versions_numbered"),
            models.UniqueConstraint(
                fields=["contract"],
                condition=models.Q(state=VersionState.IN_FORCE),
                name="one_version_in_force",
            ),
            models.UniqueConstraint(
                fields=["contract"],
                condition=models.Q(state__in=[VersionState.DRAFT, VersionState.OFFERED]),
                name="one_version_in_the_making",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=list(VersionState)), name="version_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[VersionState.OFFERED, VersionState.IN_FORCE])
                | models.Q(
                    document__isnull=False, offered_at__isnull=False, expires_at__isnull=False
                ),
                name="offered_version_has_document",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[VersionState.IN_FORCE, VersionState.SUPERSEDED])
                | models.Q(in_force_at__isnull=False),
                name="version_in_force_since",
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=MINUTES_AT_LEAST, minutes__lte=MINUTES_AT_MOST),
                name="version_minutes_sane",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"], condition=models.Q(state="offered"), name="open_offers"
            )
        ]

    def __str__(self) -> str:
        return f"version {self.number}"

    @property
    def is_rhythm(self) -> bool:
        """It changes the rhythm of the version in force and nothing else."""
        return self.kind == VersionKind.RHYTHM

    def own_revision(self, role: Role) -> int:
        """How often this side's own part was changed."""
        return self.mentor_revision if role == Role.MENTOR else self.mentee_revision
