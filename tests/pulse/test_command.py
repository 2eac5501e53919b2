import json

import pytest
from django.core.management import call_command

from outbox.models import Heartbeat
from pairings.models import Pairing
from pulse.models import FitAsk
from pulse.tasks import sweep


def test_a_dry_run_says_totals_and_writes_nothing(
    met_pair: Pairing, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("sweep_pulses", "--dry-run")
    assert capsys.readouterr().out == "asked 2, drawn 1\n"
    assert not FitAsk.objects.exists()


def test_the_command_does_what_the_task_does(
    met_pair: Pairing, capsys: pytest.CaptureFixture[str]
) -> None:
    sweep()
    assert FitAsk.objects.count() == 2
    call_command("sweep_pulses", "--json")
    assert json.loads(capsys.readouterr().out) == {"asked": 0, "drawn": 0}
    assert Heartbeat.objects.filter(name="pulse").exists()
