"""An uploaded file of people on its way: read, shown, applied, reported."""

import datetime
import json
import zlib
from enum import StrEnum
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.models import PublicModel
from directory.rules.problems import NOTES, Code

FORGOTTEN_AFTER = datetime.timedelta(days=1)


class ImportState(StrEnum):
    """The life of an import."""

    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    CANCELED = "canceled"


IMPORT_STATES = [
    (str(ImportState.CHECKED), _("Waiting for you")),
    (str(ImportState.APPLYING), _("Being applied")),
    (str(ImportState.APPLIED), _("Applied")),
    (str(ImportState.CANCELED), _("Canceled")),
]


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    """Filters over imports."""

    def visible_to(self, user: User) -> Self:
        """HR admins see each other's imports; nobody else sees any."""
        return self.all() if user.is_hr_admin and user.is_here else self.none()

    def forgotten(self, now: datetime.datetime) -> Self:
        """Files that were checked and never applied: people's data must not lie about."""
        return self.filter(state=ImportState.CHECKED, created_at__lt=now - FORGOTTEN_AFTER)


class ImportRun(PublicModel):
    """One file. `content` holds only the columns that are read, and is wiped at the end."""

    file_name = models.CharField(max_length=200)
    uploaded_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    started_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=IMPORT_STATES, default=ImportState.CHECKED)
    content = models.BinaryField(default=bytes)
    columns = models.JSONField(default=dict)
    samples = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(default=0)
    to_create = models.PositiveIntegerField(default=0)
    to_update = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[str(state) for state in ImportState]),
                name="import_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[ImportState.CHECKED, ImportState.APPLYING])
                | models.Q(content=b"", finished_at__isnull=False),
                name="import_keeps_no_content",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} {self.state}"

    @property
    def subject(self) -> tuple[str, Any]:
        """Under which the audit trail keeps the import."""
        return "import", self.uid

    @property
    def changes(self) -> int:
        """How many people the file creates or changes."""
        return self.to_create + self.to_update

    @property
    def done(self) -> int:
        """How many of them are written; never more than were counted before."""
        return min(self.created + self.updated, self.changes)

    def put_content(self, content: dict[str, Any]) -> None:
        """Keep plain JSON values, packed."""
        self.content = zlib.compress(json.dumps(content).encode())

    def read_content(self) -> dict[str, Any]:
        """Return what `put_content` was given."""
        content: dict[str, Any] = json.loads(zlib.decompress(bytes(self.content)))
        return content


class ImportIssue(models.Model):
    """A row that was left out, or a part of one, with the row as far as it is read."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="issues")
    line = models.PositiveIntegerField()
    code = models.CharField(max_length=24, choices=[(str(code), str(code)) for code in Code])
    facts = models.JSONField(default=dict)
    cells = models.JSONField(default=list)
    stops_row = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["run", "line", "id"], name="import_issue_line")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stops_row=True) | models.Q(code__in=sorted(NOTES)),
                name="import_note_is_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.code}"
