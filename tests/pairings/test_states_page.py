from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from contracts.rules import VERSION_LIFE
from core.states import StateTable
from mentoring.management.commands import draw_states
from pairings.rules import PAIR_LIFE
from programs.rules import ENROLLMENT_LIFE, PROGRAM_LIFE


def test_the_page_is_what_the_code_says() -> None:
    page = draw_states.PAGE.read_text(encoding="utf-8")
    assert page == draw_states.draw_page(), "run: manage.py draw_states"


@pytest.mark.parametrize("table", [PROGRAM_LIFE, ENROLLMENT_LIFE, PAIR_LIFE, VERSION_LIFE])
def test_every_step_of_every_table_is_on_the_page(table: StateTable) -> None:
    page = draw_states.PAGE.read_text(encoding="utf-8")
    for step in table.steps:
        assert f"| {step.act} | {step.by} | {step.target} |" in page
        for source in step.sources:
            assert f"{source or '[*]'} --> {step.target}: {step.act}" in page


def test_a_stale_page_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw_states, "PAGE", tmp_path / "states.md")
    with pytest.raises(CommandError, match="stale"):
        call_command("draw_states", "--check")
    call_command("draw_states")
    call_command("draw_states", "--check")
    assert draw_states.PAGE.read_text(encoding="utf-8") == draw_states.draw_page()
