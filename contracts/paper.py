"""The signed copy on paper: one or two pages that say everything, and the bytes themselves inside.

The same content gives the same bytes. Nothing fails because of a letter: what no typeface has is
shown as a box and listed, and the attachment holds the exact text.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from contracts.models import PROOFS, Version
from contracts.queries.reading import Side, SignedText, signed_text
from contracts.rules.evidence import Evidence
from contracts.rules.parts import GoalText, instant_of
from core.pages import LEFT, WIDTH, About, Column, Pages, Type, flow
from core.paper import HEADING, MENTEE, MENTOR, MUTED, STRONG, Color, attach
from core.scripts import named
from programs.rules import Role
from tools.verify_contract import AGREEMENT_FILE, EVIDENCE_FILE

NAME: Final = Type(HEADING, 15)
BIG: Final = Type(HEADING, 26)
SECTION: Final = Type(HEADING, 13)
LABEL: Final = Type(STRONG, 10.5)
BODY: Final = Type()
QUIET: Final = Type(size=9.5, color=MUTED)
SMALL: Final = Type(size=8.5, color=MUTED)
COLORS: Final[dict[Role, Color]] = {Role.MENTEE: MENTEE, Role.MENTOR: MENTOR}
HALVES: Final = (Column(LEFT, 80.0), Column(LEFT + 90.0, 80.0))
DOT, INDENT = 1.6, 6.0
INSIDE: Final = Column(LEFT + INDENT, WIDTH - INDENT)
Block = list[tuple[str, Type]]


@dataclass(frozen=True, slots=True)
class Sources:
    """What is drawn: the text, read from its bytes, what proves it, both people's time zones."""

    document: bytes
    text: SignedText
    evidence: Evidence
    zones: dict[Role, ZoneInfo]


def sources_of(version: Version, evidence: Evidence) -> Sources:
    """Return what the copy of a version is drawn from."""
    pair = version.contract.pairing
    zones = {role: pair.person_in(role).zone for role in Role}
    document = bytes(version.document or b"")
    return Sources(document, signed_text(document), evidence, zones)


def draw_copy(sources: Sources, evidence: bytes) -> bytes:
    """Return the PDF with both attachments, in the language of the agreement."""
    with override(sources.text.says.language):
        # Drawn twice: only then is it known how many pages there are.
        return _drawn(sources, evidence, pages=_drawn(sources, evidence, pages=0)[1])[0]


def _drawn(sources: Sources, evidence: bytes, *, pages: int) -> tuple[bytes, int]:
    says, made_at = sources.text.says, sources.evidence.made_at
    title = _("Our agreement, version %(number)s") % {"number": says.version}
    foot = _("%(title)s · page %(page)s of %(pages)s · fingerprint %(mark)s…")
    said = {"title": title, "pages": pages, "mark": sources.text.sha256[:16]}
    about = About(title, says.language, made_at)
    with flow(about, lambda page: foot % {**said, "page": page}) as paper:
        _head(paper, sources)
        _goals(paper, sources.text)
        _rhythm(paper, sources)
        _term(paper, sources)
        _signatures(paper, sources)
        _proof(paper, sources)
        for name, content in ((AGREEMENT_FILE, sources.document), (EVIDENCE_FILE, evidence)):
            attach(paper, name, content, made_at)
        if not pages:
            return b"", paper.pages_count
        return paper.done(), pages


def _head(paper: Pages, sources: Sources) -> None:
    says = sources.text.says
    paper.discs(LEFT + 7.3, paper.get_y() + 4.5, 4.5)
    paper.set_y(paper.get_y() + 1.8)
    paper.say("Viceversa", Type(STRONG, 12), Column(LEFT + 17, WIDTH - 17))
    paper.skip(8)
    paper.say(_("Our agreement"), BIG)
    number, since = says.version, _moment(sources.evidence.in_force_at)
    about = {"program": says.program.name, "number": number, "since": since}
    paper.say(_("%(program)s · version %(number)s · signed by both on %(since)s") % about, QUIET)
    paper.skip(4)
    roles = {Role.MENTEE: _("Mentee"), Role.MENTOR: _("Mentor")}
    parties: list[Block] = [
        [(roles[role], QUIET), (says.parties[role].name, NAME)] for role in COLORS
    ]
    _beside(paper, parties)


def _goals(paper: Pages, text: SignedText) -> None:
    _section(paper, _("What we want to reach"))
    for side in text.sides:
        _side(paper, side)


def _side(paper: Pages, side: Side) -> None:
    is_mentee = side.role == Role.MENTEE
    label = _("The goal of %(name)s, mentee") if is_mentee else _("What %(name)s, mentor, gains")
    heading = label % {"name": side.name}
    paper.keep_together(paper.height_of(heading, LABEL, INSIDE) + 12)
    paper.set_fill_color(*COLORS[side.role])
    paper.circle(LEFT + DOT, paper.get_y() + 2.6, DOT, style="F")
    paper.say(heading, LABEL, INSIDE)
    for goal in side.goals:
        _goal(paper, goal)
    paper.skip(1.5)


def _goal(paper: Pages, goal: GoalText) -> None:
    if goal.text:
        paper.quote(goal.text, BODY, INSIDE)
    if goal.sign_of_success:
        because = _("We will notice because: %(sign)s") % {"sign": goal.sign_of_success}
        paper.say(because, QUIET, INSIDE)
    paper.skip(0.8)


def _rhythm(paper: Pages, sources: Sources) -> None:
    terms = sources.text.says.terms
    _section(paper, _("Our rhythm"))
    paper.say(sources.text.rhythm, BODY)
    lines = (
        (_("Place or link: %(text)s"), terms.place),
        (_("How we prepare: %(text)s"), terms.agenda_habit),
        (_("If a date does not work: %(text)s"), terms.notice),
    )
    for label, text in lines:
        if text:
            paper.say(label % {"text": text}, BODY)
    if terms.first_dates:
        paper.skip(1.5)
        paper.say(_("First dates"), LABEL)
    for at in terms.first_dates:
        paper.say(_first_date(at, sources), BODY)


def _first_date(at: datetime, sources: Sources) -> str:
    """Say a time in UTC, and as the clocks of both show it."""
    zones = sources.zones
    if zones[Role.MENTEE] == zones[Role.MENTOR]:
        there = [_local(at, zones[Role.MENTEE], _("both"))]
    else:
        parties = sources.text.says.parties
        there = [_local(at, zones[role], parties[role].name) for role in COLORS]
    return f"{_moment(at)}: {', '.join(there)}"


def _local(at: datetime, zone: ZoneInfo, name: str) -> str:
    """Say the time in a zone; the day, where it is another."""
    local = at.astimezone(zone)
    is_same_day = local.date() == at.astimezone(UTC).date()
    time = date_format(local, "H:i" if is_same_day else "D H:i")
    said = {"time": time, "name": name, "zone": zone.key.replace("_", " ")}
    return _("%(time)s for %(name)s (%(zone)s)") % said


def _term(paper: Pages, sources: Sources) -> None:
    says = sources.text.says
    _section(paper, _("From when to when"))
    days = {"start": _day(says.starts_on), "end": _day(says.ends_on)}
    paper.say(_("From %(start)s to %(end)s.") % days, BODY)
    if says.terms.review_on:
        review = {"day": _day(says.terms.review_on)}
        paper.say(_("We look at this agreement again on %(day)s.") % review, BODY)
    rules = sources.evidence.house_rules
    said = {"number": rules.version, "mark": rules.sha256}
    paper.say(_("The house rules, version %(number)s, belong to this agreement.") % said, BODY)
    paper.say(_("Their fingerprint: %(mark)s. Their text is attached.") % said, SMALL)
    signed: Any = rules.signature
    if signed:
        company = {"name": signed["typed_name"], "at": _moment(instant_of(signed["signed_at"]))}
        paper.say(_("Signed for the company by %(name)s, %(at)s.") % company, SMALL)


def _signatures(paper: Pages, sources: Sources) -> None:
    blocks = [_signature(record, sources.text) for record in sources.evidence.signatures]
    # The last lines belong to the signatures: they do not stand on a page of their own.
    rest = sum(paper.height_of(line, SMALL) for line in _proof_lines(paper, sources))
    paper.keep_together(_height(paper, blocks) + rest + 16)
    _section(paper, _("Signed"))
    _beside(paper, blocks)


def _signature(record: Any, text: SignedText) -> Block:
    role = Role(record["role"])
    party = {"name": text.says.parties[role].name}
    who = _("%(name)s, mentee") if role == Role.MENTEE else _("%(name)s, mentor")
    known = {"proof": dict(PROOFS)[record["proof"]]}
    proved_at = record["proved_at"]
    at = f", {_moment(instant_of(proved_at))}" if proved_at else ""
    return [
        (record["typed_name"], NAME),
        (who % party, BODY),
        (_moment(instant_of(record["signed_at"]), seconds=True), BODY),
        (_("Known by: %(proof)s") % known + at, SMALL),
        (f"“{record['consent']}”", SMALL),
    ]


def _proof(paper: Pages, sources: Sources) -> None:
    paper.skip(4)
    for line in _proof_lines(paper, sources):
        paper.say(line, SMALL)


def _proof_lines(paper: Pages, sources: Sources) -> list[str]:
    lines = [
        _("Fingerprint of what was signed (SHA-256): %(mark)s") % {"mark": sources.text.sha256},
        _(
            "This is a simple electronic signature with a seal of the server over this whole file."
            " Attached are the signed text (agreement.json) and what proves it (evidence.json)."
        ),
        _("Anyone can check it: %(site)s/verify/ says how, also without this server.")
        % {"site": sources.evidence.issuer},
    ]
    if paper.missing:
        missing = _("Letters that our typefaces lack are shown as □: %(letters)s.")
        lines.append(missing % {"letters": named(paper.missing)})
    return lines


def _section(paper: Pages, title: str) -> None:
    paper.skip(4)
    paper.keep_together(24)
    paper.say(title, SECTION)
    paper.skip(0.5)


def _beside(paper: Pages, blocks: list[Block]) -> None:
    """Set two blocks side by side, on one page."""
    height = _height(paper, blocks)
    paper.keep_together(height)
    top = paper.get_y()
    for block, column in zip(blocks, HALVES, strict=True):
        paper.set_y(top)
        for text, look in block:
            paper.say(text, look, column)
    paper.set_y(top + height)


def _height(paper: Pages, blocks: list[Block]) -> float:
    return max(
        sum(paper.height_of(text, look, column) for text, look in block)
        for block, column in zip(blocks, HALVES, strict=True)
    )


def _moment(at: datetime, *, seconds: bool = False) -> str:
    shown = "D j M Y, H:i:s" if seconds else "D j M Y, H:i"
    return f"{date_format(at.astimezone(UTC), shown)} UTC"


def _day(day: date) -> str:
    return date_format(day, "j M Y")
