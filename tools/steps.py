"""Runs commands one after the other and reports on all of them at the end."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tools.places import ROOT

Outcome = Literal["ok", "FAILED", "skipped"]


@dataclass(frozen=True)
class Step:
    """One command of a run, with what it needs in its environment."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """How a step ended; `remark` is its last line, or why it was skipped."""

    name: str
    outcome: Outcome
    seconds: float
    remark: str


def run(step: Step) -> Result:
    """Run one command, passing its output on as it comes."""
    print(f"\n── {step.name}", flush=True)
    begun, last = time.monotonic(), ""
    with subprocess.Popen(
        step.command,
        cwd=ROOT,
        env={**os.environ, **step.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            sys.stdout.write(line)
            sys.stdout.flush()
            last = line.strip() or last
    outcome: Outcome = "FAILED" if process.returncode else "ok"
    return Result(step.name, outcome, time.monotonic() - begun, last)


def skip(name: str, why: str) -> Result:
    """Note that a step could not be run here; in CI that is a failure."""
    outcome: Outcome = "FAILED" if os.environ.get("CI") == "true" else "skipped"
    return Result(name, outcome, 0.0, why)


def report(results: Sequence[Result]) -> int:
    """Print the table of all steps and return the exit code."""
    width = max(len(result.name) for result in results)
    print(f"\n{'step':<{width}}  result   seconds  says")
    for result in results:
        remark = result.remark.strip("= ") if result.outcome != "FAILED" else result.remark[:90]
        print(f"{result.name:<{width}}  {result.outcome:<7}  {result.seconds:7.1f}  {remark[:90]}")
    print(f"{'':<{width}}           {sum(r.seconds for r in results):7.1f}")
    for result in results:
        if result.outcome == "skipped":
            print(f"Skipped here, required in CI: {result.name}: {result.remark}")
    return int(any(result.outcome == "FAILED" for result in results))
