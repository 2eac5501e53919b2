"""What a pair did and wrote: meetings and what each side said of them, contacts, notes, agenda."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from contracts.models import CHANNELS
from contracts.rules import Channel
from core.models import PublicModel
from pairings.models import Pairing
from programs.models import ROLES

PLANNED, HELD, NOT_MET, CANCELLED, MOVED, DELETED = (
    "planned",
    "held",
    "not_met",
    "cancelled",
    "moved",
    "deleted",
)
MEETING_STATES = [
    (PLANNED, _("Planned")),
    (HELD, _("Met")),
    (NOT_MET, _("Did not happen")),
    (CANCELLED, _("Cancelled")),
    (MOVED, _("Moved")),
    (DELETED, _("Removed")),
]
MET, NOT_YET = "met", "not_yet"
ANSWERS = [(MET, _("We met")), (NOT_YET, _("Not yet"))]
POINT, ACTION = "point", "action"
AGENDA_KINDS = [(POINT, _("To talk about")), (ACTION, _("Follow-up"))]
CONTACT_KINDS = [
    ("message", _("Message")),
    ("call", _("Call")),
    ("corridor", _("Corridor chat")),
]


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Filters over meetings."""

    def standing(self) -> Self:
        """Everything but tombstones."""
        return self.exclude(state=DELETED)

    def visible_to(self, user: User) -> Self:
        """Meetings of one's own pairs, and of those for whose mentee one plans.

        HR reads facts about them through `meetings.queries`.
        """
        theirs = models.Q(pairing__mentor=user) | models.Q(pairing__mentee=user)
        if user.plans_for:
            theirs |= models.Q(pairing__in=Pairing.objects.planned_by(user).values("pk"))
        return self.filter(theirs)


class Meeting(PublicModel):
    """A planned or held conversation.

    A move that counts as fallen through keeps this record and plans a new one.
    """

    pairing = models.ForeignKey(Pairing, on_delete=models.PROTECT, related_name="meetings")
    state = models.CharField(max_length=10, choices=MEETING_STATES, default=PLANNED)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=45)
    channel = models.CharField(max_length=8, choices=CHANNELS, default=Channel.VIDEO)
    held_on = models.DateField(null=True, blank=True)
    held_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    held_channel = models.CharField(max_length=8, choices=CHANNELS, blank=True)
    was_planned = models.BooleanField(default=True)
    fell_through = models.BooleanField(default=False)
    time_revision = models.PositiveIntegerField(default=0)
    series_uid = models.UUIDField(null=True, blank=True)
    act_uid = models.UUIDField(null=True, blank=True)
    cancel_cause = models.CharField(max_length=12, blank=True)
    changed_by_role = models.CharField(max_length=6, choices=ROLES, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    replaces = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaced_by"
    )
    planned_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minutes__gte=5, minutes__lte=480), name="meeting_minutes_sane"
            ),
            models.CheckConstraint(
                condition=models.Q(state="held", held_on__isnull=False)
                | (~models.Q(state="held") & models.Q(held_on=None)),
                name="held_on_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[state for state, _label in MEETING_STATES]),
                name="meeting_state_known",
            ),
            models.UniqueConstraint(
                fields=["pairing", "starts_at"],
                condition=models.Q(state="planned"),
                name="planned_once_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["pairing", "held_on"], name="meetings_held"),
            models.Index(fields=["pairing", "starts_at"], name="meetings_by_start"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def ends_at(self) -> datetime:
        """When its planned time is over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def length(self) -> int:
        """Minutes: how long it took if somebody said so, else as planned."""
        return self.held_minutes or self.minutes

    @property
    def kind(self) -> str:
        """The channel it took place on if somebody said so, else the planned one."""
        return self.held_channel or self.channel

    @property
    def kind_label(self) -> str:
        """That channel in words, as they stand inside a sentence."""
        return str(dict(CHANNELS).get(self.kind, "")).lower()


class Move(models.Model):
    """A planned meeting got another time; a conversation has the moves of all its records."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="moves")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    role = models.CharField(max_length=6, choices=ROLES)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.from_at} to {self.to_at}"


class MeetingLog(PublicModel):
    """What one side said of a meeting.

    "Not yet" about a meeting the other reported is seen by its author alone.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="logs")
    role = models.CharField(max_length=6, choices=ROLES)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    answer = models.CharField(max_length=8, choices=ANSWERS)
    held_on = models.DateField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    channel = models.CharField(max_length=8, choices=CHANNELS, blank=True)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer="met", held_on__isnull=False)
                | models.Q(answer="not_yet", held_on=None),
                name="met_on_a_day",
            ),
            models.UniqueConstraint(
                fields=["meeting", "role"],
                condition=models.Q(undone_at=None),
                name="one_answer_a_side",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.answer}"


class InformalContact(PublicModel):
    """A message, call or corridor chat: welcome, counted for recency, moves nothing."""

    pairing = models.ForeignKey(Pairing, on_delete=models.PROTECT, related_name="informal_contacts")
    kind = models.CharField(max_length=10, choices=CONTACT_KINDS, default="corridor")
    on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "by", "kind", "on"],
                condition=models.Q(undone_at=None),
                name="one_contact_a_day_and_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class NoteQuerySet(models.QuerySet["Note"]):
    """Filters over notes."""

    def visible_to(self, user: User) -> Self:
        """One's own notes, and what one's partner shared. Nobody else, never HR."""
        pair = models.Q(pairing__mentor=user) | models.Q(pairing__mentee=user)
        shared = models.Q(is_shared=True) | models.Q(author=user)
        return self.filter(pair, shared, removed_at=None)


class Note(PublicModel):
    """A note: private to its author, or shared by both; joint once both wrote in it."""

    pairing = models.ForeignKey(Pairing, on_delete=models.PROTECT, related_name="notes")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="notes"
    )
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    is_shared = models.BooleanField(default=False)
    is_joint = models.BooleanField(default=False)
    text = models.TextField(_("note"), max_length=4000)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = NoteQuerySet.as_manager()

    def __str__(self) -> str:
        return f"by {self.author_id}"


class AgendaQuerySet(models.QuerySet["AgendaItem"]):
    """Filters over agenda and follow-ups."""

    def visible_to(self, user: User) -> Self:
        """What stands between the two, for them alone: no delegate, never HR."""
        pair = models.Q(pairing__mentor=user) | models.Q(pairing__mentee=user)
        return self.filter(pair, removed_at=None)


class AgendaItem(PublicModel):
    """Something to talk about next time, or a follow-up: words of the pair, shared by both.

    A follow-up has an owner (none: both) and perhaps a day; what was not ticked off rolls over.
    """

    pairing = models.ForeignKey(Pairing, on_delete=models.PROTECT, related_name="agenda_items")
    kind = models.CharField(max_length=6, choices=AGENDA_KINDS, default=POINT)
    text = models.CharField(_("words"), max_length=200)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = AgendaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="action") | models.Q(kind="point", owner=None, due_on=None),
                name="only_follow_ups_have_owners",
            ),
        ]
        indexes = [models.Index(fields=["pairing", "done_at"], name="agenda_by_pair")]

    def __str__(self) -> str:
        return f"{self.kind} by {self.author_id}"

    @property
    def is_done(self) -> bool:
        """Whether it was talked about, or done."""
        return self.done_at is not None

    @property
    def is_action(self) -> bool:
        """Whether it is a follow-up."""
        return self.kind == ACTION
