"""Settings: documented, complete, and refusing what would be unsafe."""

import ast
import itertools
import os
import re
import subprocess
import sys

import pytest

from tests.plugins import environment
from tools.checks import PRODUCTION
from tools.places import ROOT

pytestmark = pytest.mark.system

EXAMPLE = (ROOT / ".env.example").read_text()


def read_by_settings() -> set[str]:
    """Return every name that settings.py asks the environment for."""
    tree = ast.parse((ROOT / "mentoring" / "settings.py").read_text())
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and n.args]
    return {
        str(call.args[0].value)
        for call in calls
        if re.match(r"env(\.\w+)?$", ast.unparse(call.func))
        and isinstance(call.args[0], ast.Constant)
    }


def documented() -> set[str]:
    """Return every name that .env.example explains."""
    return set(re.findall(r"^(?:# )?([A-Z][A-Z_]+)=", EXAMPLE, re.MULTILINE))


def _settings_under(**changed: str) -> subprocess.CompletedProcess[str]:
    """Import the settings in a new process, in production's environment but for `changed`."""
    env = {k: v for k, v in os.environ.items() if k not in environment.FOREIGN}
    env |= {k: v for k, v in (PRODUCTION | changed).items() if v}
    command = [sys.executable, "-c", "import mentoring.settings as s; print(repr(s.SECRET_KEY))"]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_the_example_names_every_setting_and_no_other() -> None:
    assert documented() == read_by_settings()


def test_every_setting_of_the_example_is_explained() -> None:
    lines = EXAMPLE.splitlines()
    silent = [
        line
        for above, line in itertools.pairwise(lines)
        if re.match(r"(?:# )?[A-Z][A-Z_]+=", line) and not above.startswith("# ")
    ]
    assert silent == []


def test_no_variable_of_the_developer_reaches_the_suite() -> None:
    assert read_by_settings() == {*environment.FOREIGN, "DATA_DIR"}


def test_production_starts_with_its_settings() -> None:
    assert _settings_under().returncode == 0


def test_a_setting_can_come_from_a_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("secrets") / "key"
    path.write_text("from-a-file-and-long-enough-to-sign-with")
    done = _settings_under(SECRET_KEY="", SECRET_KEY_FILE=str(path))
    assert done.stdout.strip() == "'from-a-file-and-long-enough-to-sign-with'"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"DEBUG": "on"}, "DEBUG"),
        ({"VICEVERSA_DEMO": "on"}, "VICEVERSA_DEMO"),
    ],
)
def test_production_refuses_to_start(changed: dict[str, str], said: str) -> None:
    done = _settings_under(**changed)
    assert done.returncode != 0
    assert said in done.stderr.splitlines()[-1]
