"""The table of `make test`: what failed, what was skipped, and what pytest said last."""

import sys

import pytest

from tools import chromium, embedded, steps, test

pytestmark = pytest.mark.system


def _python(code: str, name: str = "step") -> steps.Step:
    return steps.Step(name, (sys.executable, "-c", code))


def test_output_passes_through_and_the_last_line_is_kept(
    capfd: pytest.CaptureFixture[str],
) -> None:
    result = steps.run(_python("print('first'); print('== 3 passed in 1s ==')"))
    assert (result.outcome, result.remark) == ("ok", "== 3 passed in 1s ==")
    assert "first\n== 3 passed in 1s ==" in capfd.readouterr().out


def test_a_command_that_fails_is_told_from_one_that_works() -> None:
    assert steps.run(_python("import sys; sys.exit(3)")).outcome == "FAILED"
    assert steps.run(_python("pass")).outcome == "ok"


def test_a_step_sees_what_it_was_given() -> None:
    code = "import os; print(os.environ['GIVEN'])"
    step = steps.Step("step", (sys.executable, "-c", code), {"GIVEN": "this"})
    assert steps.run(step).remark == "this"


def test_one_failure_fails_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    results = [
        steps.Result("fine", "ok", 1.0, "12 passed"),
        steps.Result("broken", "FAILED", 2.0, "1 failed"),
    ]
    assert steps.report(results) == 1
    table = capsys.readouterr().out.splitlines()
    assert [line.split() for line in table if line.startswith("broken")] == [
        ["broken", "FAILED", "2.0", "1", "failed"]
    ]


def test_all_well_is_exit_code_0_also_when_something_was_skipped(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    results = [steps.Result("fine", "ok", 1.0, ""), steps.skip("journeys", "no chromium here")]
    assert steps.report(results) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == "Skipped here, required in CI: journeys: no chromium here"


def test_nothing_is_skipped_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    assert steps.skip("journeys", "no chromium here").outcome == "FAILED"


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[steps.Step]:
    """The steps that `make test` would have run."""
    found: list[steps.Step] = []

    def _note(step: steps.Step) -> steps.Result:
        found.append(step)
        return steps.Result(step.name, "ok", 0.0, "")

    monkeypatch.setattr(steps, "run", _note)
    monkeypatch.setattr(sys, "argv", ["test.py"])
    monkeypatch.delenv("CI", raising=False)
    return found


def test_both_databases_are_tried_and_journeys_on_one(
    ran: list[steps.Step], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_DATABASE_URL", "postgres://db.example.com/x")
    monkeypatch.setattr(chromium, "find", lambda: "/usr/bin/chromium")
    assert test.main() == 0
    sqlite, postgres = ran[-2:]
    assert sqlite.environment == {"TEST_DATABASE_URL": ""} | test.COMPILED_ONCE
    assert "-m" not in sqlite.command[3:]
    url = "postgres://db.example.com/x"
    assert postgres.environment == {"TEST_DATABASE_URL": url} | test.COMPILED_ONCE
    assert "not journey and not a11y and not system and not plain" in postgres.command


def test_what_is_missing_is_named_in_the_last_lines(
    ran: list[steps.Step], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    monkeypatch.setattr(chromium, "find", lambda: None)
    monkeypatch.setattr(embedded, "has_postgres", lambda: False)
    assert test.main() == 0
    last = capsys.readouterr().out.splitlines()[-2:]
    assert "browser journeys: no chromium here" in last[0]
    assert "pytest on PostgreSQL: no TEST_DATABASE_URL" in last[1]


def test_the_checks_alone_run_no_suite(
    ran: list[steps.Step], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["test.py", "--only", "checks"])
    assert test.main() == 0
    assert {"ruff check", "mypy", "import contracts"} <= {step.name for step in ran}
    assert not [step for step in ran if "pytest" in step.name]
