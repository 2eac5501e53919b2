"""What upper apps tell about a program: the house rules a person reads before joining."""

from collections.abc import Callable

from programs.models import Program

HouseRulesSource = Callable[[Program], str]
_sources: list[HouseRulesSource] = []


def register_house_rules(source: HouseRulesSource) -> None:
    """Say where the house rules come from; the last source counts.

    A source returns clean HTML marked safe (plain text would be escaped); empty when a program
    has none yet.
    """
    _sources[:] = [source]


def house_rules_of(program: Program) -> str:
    """Return the text a person reads at enrollment; empty when there is none yet."""
    return _sources[0](program) if _sources else ""
