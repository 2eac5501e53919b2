"""Pages of pairs by key, riskiest first: a page costs the same however far down it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Self
from uuid import UUID

from django.db.models import F, Q, Subquery

from pairings.models import Pairing, PairingQuerySet

PAGE_SIZE: Final = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_FORM = re.compile(r"(never|\d{1,17})-([0-9a-f]{32})")
RISK = F("health__risk_at")


class BadCursor(ValueError):
    """An address asks for a place in the list that there cannot be."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the list: behind or before one pair, named by its instant of risk and its uid."""

    risk_at: datetime | None
    uid: UUID

    @classmethod
    def of(cls, pairing: Pairing) -> Self:
        """Return the place of a pair fetched with its health."""
        health = getattr(pairing, "health", None)
        return cls(health.risk_at if health else None, pairing.uid)

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the place an address names; raises `BadCursor`."""
        found = _FORM.fullmatch(text)
        if found is None:
            raise BadCursor(text)
        risk, uid = found.groups()
        at = None if risk == "never" else _EPOCH + int(risk) * _MICROSECOND
        return cls(at, UUID(uid))

    def __str__(self) -> str:
        risk = "never" if self.risk_at is None else (self.risk_at - _EPOCH) // _MICROSECOND
        return f"{risk}-{self.uid.hex}"

    def behind(self) -> Q:
        """Narrow to the pairs after this place."""
        same = Q(health__risk_at=self.risk_at, pk__gt=self._pk())
        if self.risk_at is None:
            return Q(health__risk_at__isnull=True, pk__gt=self._pk())
        return Q(health__risk_at__gt=self.risk_at) | same | Q(health__risk_at__isnull=True)

    def ahead(self) -> Q:
        """Narrow to the pairs before this place."""
        if self.risk_at is None:
            same = Q(health__risk_at__isnull=True, pk__lt=self._pk())
            return Q(health__risk_at__isnull=False) | same
        return Q(health__risk_at__lt=self.risk_at) | Q(
            health__risk_at=self.risk_at, pk__lt=self._pk()
        )

    def _pk(self) -> Subquery:
        return Subquery(Pairing.objects.filter(uid=self.uid).values("pk")[:1])


@dataclass(frozen=True, slots=True)
class Page:
    """Some pairs, and the cursors of the pages around them; empty where there is none."""

    pairs: Sequence[Pairing]
    after: str = ""
    before: str = ""


def riskiest_first(pairs: PairingQuerySet) -> PairingQuerySet:
    """Order pairs by when they fall behind; those that cannot come last."""
    ordered: PairingQuerySet = pairs.order_by(RISK.asc(nulls_last=True), "pk")
    return ordered


def page_of(
    pairs: PairingQuerySet, *, after: str = "", before: str = "", size: int = PAGE_SIZE
) -> Page:
    """Return one page in one query; raises `BadCursor` for an address that names no place."""
    if before:
        return _page_before(pairs, Cursor.read(before), size)
    wanted = pairs.filter(Cursor.read(after).behind()) if after else pairs
    found = list(riskiest_first(wanted)[: size + 1])
    shown = found[:size]
    return Page(
        shown,
        after=str(Cursor.of(shown[-1])) if len(found) > size else "",
        before=str(Cursor.of(shown[0])) if after and shown else "",
    )


def _page_before(pairs: PairingQuerySet, cursor: Cursor, size: int) -> Page:
    backwards = pairs.filter(cursor.ahead()).order_by(RISK.desc(nulls_first=True), "-pk")
    found = list(backwards[: size + 1])
    shown = found[:size][::-1]
    return Page(
        shown,
        after=str(Cursor.of(shown[-1])) if shown else "",
        before=str(Cursor.of(shown[0])) if len(found) > size else "",
    )
