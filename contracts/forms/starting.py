"""A sentence to start from, put into what somebody has typed so far; nothing of it is saved."""

from collections.abc import Mapping
from typing import Any

from contracts.forms.agreement import AgreementForm
from contracts.rules import GOALS_AT_MOST
from contracts.rules.text import is_blank
from contracts.starters import Starter
from programs.rules import Role


def start_with(
    typed: Mapping[str, object], starter: Starter | None, *, role: Role, names: dict[Role, str]
) -> tuple[AgreementForm, bool]:
    """Return the page's form as it was typed, with a starter in the first empty goal.

    False when every goal has words already, or there is no such starter: then nothing is added.
    """
    bound = AgreementForm(typed, role=role, names=names)
    bound.full_clean()
    initial = {name: _as_typed(bound, name) for name in bound.fields}
    slot = _first_empty(initial)
    if slot and starter is not None:
        initial |= {f"goal_{slot}": str(starter.text), f"sign_{slot}": str(starter.sign)}
    form = AgreementForm(role=role, names=names, initial=initial)
    return form, bool(slot and starter)


def _as_typed(bound: AgreementForm, name: str) -> Any:
    """Return what a field was understood as; what was not understood as it was typed."""
    return bound.cleaned_data[name] if name in bound.cleaned_data else bound[name].value()


def _first_empty(initial: Mapping[str, Any]) -> int:
    """Return the number of the first goal without a word; 0 without any."""
    empty = (
        number
        for number in range(1, GOALS_AT_MOST + 1)
        if all(is_blank(str(initial[f"{part}_{number}"] or "")) for part in ("goal", "sign"))
    )
    return next(empty, 0)
