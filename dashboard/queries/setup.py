"""How far a company is with setting up, while there is no live pair: what is done, what is next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from accounts.models import User
from contracts.models import HouseRules
from kit.models import Sending
from pairings.models import PairingQuerySet
from programs.models import Enrollment, Program, ProgramStaff
from programs.rules import ProgramKind, ProgramState, StaffRole


@dataclass(frozen=True, slots=True)
class SetupStep:
    """One thing to do: where (empty: nothing can be done yet), and whether it is done.

    `waits`: somebody else does it, and nobody need wait for them.
    """

    title: str
    why: str
    is_done: bool
    url: str
    act: str
    is_for_admins: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Setup:
    """The steps before the first pair, and the program they are about."""

    program: Program | None
    steps: Sequence[SetupStep]

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(step.is_done for step in self.steps)

    @property
    def next(self) -> SetupStep | None:
        """The first that is not done and does not wait for somebody else."""
        return next((step for step in self.steps if not (step.is_done or step.waits)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is there of the newest program."""

    has_people: bool
    program: Program | None
    has_rules: bool = False
    has_sponsor: bool = False
    has_signed_rules: bool = False
    has_places: bool = False
    has_letters: bool = False
    has_pairs: bool = False

    @property
    def is_open(self) -> bool:
        """Whether people can be enrolled and paired."""
        return self.program is not None and self.program.state != ProgramState.DRAFT

    def url(self, name: str) -> str:
        """Return the address of a page of the program; empty without one."""
        return reverse(f"dashboard:{name}", args=[self.program.uid]) if self.program else ""


def setup_of(programs: Sequence[Program], pairs: PairingQuerySet) -> Setup:
    """Return how far the newest of these programs is, in two queries."""
    known = _known(next(iter(programs), None), pairs)
    return Setup(known.program, [*_before(known), *_people(known), *_pairs(known)])


def _known(program: Program | None, pairs: PairingQuerySet) -> _Known:
    has_people = User.objects.active()[1:2].exists()
    if program is None:
        return _Known(has_people=has_people, program=None)
    own = OuterRef("pk")
    newest = HouseRules.objects.filter(program=own).order_by("-number")
    found = Program.objects.filter(pk=program.pk).values_list(
        Exists(HouseRules.objects.filter(program=own)),
        Exists(ProgramStaff.objects.filter(program=own, role=StaffRole.SPONSOR)),
        Subquery(newest.values("signature__signed_at")[:1]),
        Exists(Enrollment.objects.filter(program=own)),
        Exists(Sending.objects.filter(letter__program=own)),
        Exists(pairs.filter(program=own)),
    )
    rules, sponsor, signed_at, places, letters, paired = found.get()
    return _Known(
        has_people=has_people,
        program=program,
        has_rules=rules,
        has_sponsor=sponsor,
        has_signed_rules=signed_at is not None,
        has_places=places,
        has_letters=letters,
        has_pairs=paired,
    )


def _before(known: _Known) -> Iterator[SetupStep]:
    """Yield what comes before anybody is asked."""
    yield SetupStep(
        _("Bring your people in"),
        _("A CSV file from your HR system. Sensitive columns are left out."),
        is_done=known.has_people,
        url=reverse("directory:upload-people"),
        act=_("Import people"),
        is_for_admins=True,
    )
    program = known.program
    yield SetupStep(
        _("Create a program"),
        f"{program.name}: {program.get_state_display()}"
        if program
        else _("Dates, the usual rhythm, who runs it."),
        is_done=program is not None,
        url=known.url("show-program") or reverse("dashboard:create-program"),
        act=_("Look") if program else _("Create a program"),
        is_for_admins=program is None,
    )
    yield SetupStep(
        _("Read the house rules"),
        _("What the company promises and expects: part of every agreement."),
        is_done=known.has_rules,
        url=known.url("edit-house-rules"),
        act=_("Read or change"),
    )
    yield _signature(known)


def _signature(known: _Known) -> SetupStep:
    """Return the step that waits for somebody else: first a sponsor is named, then they sign."""
    why = _("The sponsor is asked by mail, and signs for the company. Pairs need not wait for it.")
    is_missing = known.program is not None and not known.has_sponsor
    return SetupStep(
        _("House rules signed by the sponsor"),
        _("Name the sponsor, who signs them for the company.") if is_missing else why,
        is_done=known.has_signed_rules,
        url=known.url("add-staff" if is_missing else "edit-house-rules"),
        act=_("Name the sponsor") if is_missing else _("Look"),
        is_for_admins=is_missing,
        waits=not is_missing,
    )


def _people(known: _Known) -> Iterator[SetupStep]:
    """Yield what brings people into the program."""
    yield SetupStep(
        _("Open enrollment"),
        _("From then on people can join, and you can invite them."),
        is_done=known.is_open,
        url=known.url("advance-program"),
        act=_("Open it"),
    )
    yield SetupStep(
        _("Invite people"),
        _("Mentors are junior, mentees senior. Each gets a personal link."),
        is_done=known.has_places,
        url=known.url("list-invitations") if known.is_open else "",
        act=_("Invite"),
    )
    yield SetupStep(
        _("Send the letters"),
        _("The sponsor’s letter, a page for mentees, a guide for mentors, a note to managers."),
        is_done=known.has_letters,
        url=known.url("list-letters"),
        act=_("See the letters"),
    )


def _pairs(known: _Known) -> Iterator[SetupStep]:
    """Yield what makes pairs of people."""
    yield SetupStep(
        _("Put pairs together"),
        _("Nobody is paired against their will: each can say no without a reason."),
        is_done=known.has_pairs,
        url=known.url("propose-pair") if known.has_places and known.is_open else "",
        act=_("Pair two people"),
    )
    if known.program is not None and known.program.kind == ProgramKind.COHORT:
        yield _announcement(known, known.program)


def _announcement(known: _Known, program: Program) -> SetupStep:
    at = program.announce_at
    day = date_format(at.astimezone(get_current_timezone()), "l j F, H:i") if at else ""
    return SetupStep(
        _("Announce the pairs"),
        _("All pairs hear of it at once, on %(day)s.") % {"day": day}
        if day
        else _("All pairs hear of it at once. Choose the day, or do it by hand."),
        is_done=program.announced_at is not None,
        url=known.url("announce-pairs") if known.has_pairs else known.url("edit-program"),
        act=_("Look") if known.has_pairs else _("Choose the day"),
    )
