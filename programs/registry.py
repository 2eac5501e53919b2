"""What upper apps tell about a program: the house rules a person reads before joining."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from programs.models import Program


@dataclass(frozen=True, slots=True)
class RulesShown:
    """House rules as clean HTML, marked safe, and who signed them for the company, if anybody."""

    html: str
    signed_by: str = ""
    signed_at: datetime | None = None


HouseRulesSource = Callable[[Program], RulesShown | None]
_sources: list[HouseRulesSource] = []


def register_house_rules(source: HouseRulesSource) -> None:
    """Say where the house rules come from; the last source counts.

    A source returns None when a program has no rules yet.
    """
    _sources[:] = [source]


def house_rules_of(program: Program) -> RulesShown | None:
    """Return the rules a person reads at enrollment; None when there are none yet."""
    return _sources[0](program) if _sources else None
