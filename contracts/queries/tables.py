"""Whether the tables still say what the ledger says: every row of a contract, every column.

The entries of each contract are built anew from its rows and compared with what was appended, as
bytes; then the columns of each version with the bytes that were signed. Of an erased contract the
ledger keeps no words, so only that none came back is looked at.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from contracts.models import Contract, Version
from contracts.queries import entries
from contracts.queries.columns import CLOSED, wrong_in, wrong_in_rules
from core.canonical import canonical_bytes
from ledger.models import LedgerEvent
from ledger.rules import Kind
from ledger.rules.damage import Damage, Finding
from programs.models import Program

_CHUNK = 200
_OF_RULES = (Kind.RULES_PUBLISHED, Kind.RULES_SIGNED)
_OF_CONTRACTS = (
    Kind.OPENED,
    Kind.OFFERED,
    Kind.SIGNED,
    Kind.IN_FORCE,
    Kind.REVIEWED,
    *(Kind(state) for state in CLOSED),
)

Line = tuple[str, bytes]
_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class DamagedRow:
    """A row that is not as the ledger says; `seq` is the event, None where there is none."""

    stream: UUID
    seq: int | None
    what: str


@dataclass(slots=True)
class _Said:
    """What the ledger says of one stream; `erased`: its words were lawfully taken away."""

    lines: Counter[Line] = field(default_factory=Counter)
    seqs: dict[Line, int] = field(default_factory=dict)
    is_erased: bool = False


def damaged_rows() -> Iterator[DamagedRow]:
    """Yield every row of contracts and house rules that differs from the ledger, streaming."""
    for contracts in _chunks(contracts_to_check().iterator(chunk_size=_CHUNK)):
        said = _said([contract.uid for contract in contracts], _OF_CONTRACTS)
        for contract in contracts:
            yield from _damages(contract.uid, said[contract.uid], lines_of(contract))
            yield from _damaged_columns(contract, said[contract.uid])
    for programs in _chunks(programs_to_check().iterator(chunk_size=_CHUNK)):
        said = _said([program.uid for program in programs], _OF_RULES)
        for program in programs:
            yield from _damages(program.uid, said[program.uid], lines_of_rules(program))
            yield from _damaged_rules(program)
    yield from _orphans()


def find_damage() -> Iterator[Finding]:
    """Yield the same as the ledger's own verification tells it."""
    for row in damaged_rows():
        yield Finding(Damage.ELSEWHERE, row.seq, f"{row.stream}: {row.what}")


def contracts_to_check() -> QuerySet[Contract]:
    """Return every contract with all of its rows."""
    return (
        Contract.objects.order_by("pk")
        .select_related("pairing__mentor", "pairing__mentee", "pairing__program")
        .prefetch_related(
            "versions__signatures__signer",
            "versions__goals",
            "versions__house_rules",
            "versions__review__by",
        )
    )


def programs_to_check() -> QuerySet[Program]:
    """Return every program with its house rules."""
    return Program.objects.order_by("pk").prefetch_related("house_rules__signature__signer")


def _chunks(rows: Iterator[_Row]) -> Iterator[Sequence[_Row]]:
    while chunk := list(islice(rows, _CHUNK)):
        yield chunk


def _said(streams: Iterable[UUID], kinds: Iterable[Kind]) -> dict[UUID, _Said]:
    found: defaultdict[UUID, _Said] = defaultdict(_Said)
    events = LedgerEvent.objects.filter(stream__in=list(streams), kind__in=[*kinds, Kind.ERASED])
    rows = events.order_by("seq").values_list("stream", "seq", "kind", "payload__content")
    for stream, seq, kind, content in rows:
        said = found[stream]
        if kind == Kind.ERASED:
            said.is_erased = True
        elif content is not None:
            line = (kind, bytes(content))
            said.lines[line] += 1
            said.seqs[line] = seq
    return found


def _damages(stream: UUID, said: _Said, lines: Iterable[Line]) -> Iterator[DamagedRow]:
    stand = Counter[Line]() if said.is_erased else Counter(lines)
    for line in said.lines - stand:
        yield DamagedRow(
            stream, said.seqs[line], f"the row of “{line[0]}” is missing or was changed"
        )
    for line in stand - said.lines:
        yield DamagedRow(stream, None, f"the ledger does not know this row of “{line[0]}”")


def lines_of(contract: Contract) -> Iterator[Line]:
    """Yield what the ledger must say of a contract: kind and entry, version by version."""
    yield _line(Kind.OPENED, entries.entry_of_opening(contract))
    for version in contract.versions.all():
        version.contract = contract
        yield from _lines_of_version(version)


def _lines_of_version(version: Version) -> Iterator[Line]:
    if version.offered_at is not None:
        yield _line(Kind.OFFERED, entries.entry_of_offer(version))
    for signature in version.signatures.all():
        signature.version = version
        yield _line(Kind.SIGNED, entries.entry_of_signature(signature))
    if version.in_force_at is not None:
        yield _line(Kind.IN_FORCE, entries.entry_of_force(version))
    if version.state in CLOSED:
        yield _line(Kind(version.state), entries.entry_of_close(version))
    review = getattr(version, "review", None)
    if review is not None:
        yield _line(Kind.REVIEWED, entries.entry_of_review(review))


def lines_of_rules(program: Program) -> Iterator[Line]:
    """Yield the same of a program's house rules."""
    for rules in program.house_rules.all():
        rules.program = program
        yield _line(Kind.RULES_PUBLISHED, entries.entry_of_rules(rules))
        signature = getattr(rules, "signature", None)
        if signature is not None:
            yield _line(Kind.RULES_SIGNED, entries.entry_of_rules_signature(signature))


def _line(kind: Kind, entry: entries.Entry) -> Line:
    return (str(kind), canonical_bytes(entry))


def _damaged_columns(contract: Contract, said: _Said) -> Iterator[DamagedRow]:
    for version in contract.versions.all():
        for what in wrong_in(version, contract.pairing, is_erased=said.is_erased):
            yield DamagedRow(contract.uid, None, f"version {version.number}: {what}")


def _damaged_rules(program: Program) -> Iterator[DamagedRow]:
    for rules in program.house_rules.all():
        for what in wrong_in_rules(rules):
            yield DamagedRow(program.uid, None, f"house rules {rules.number}: {what}")


def _orphans() -> Iterator[DamagedRow]:
    """Yield contracts that were opened and are gone."""
    opened = LedgerEvent.objects.filter(kind=Kind.OPENED)
    gone = opened.exclude(stream__in=Contract.objects.values("uid"))
    for stream, seq in gone.order_by("seq").values_list("stream", "seq").iterator():
        yield DamagedRow(stream, seq, "the contract is missing")
