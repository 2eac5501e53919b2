"""docker-compose.yml and Dockerfile say what a deployment needs."""

import re
import subprocess
import sys
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.project.test_environment import documented, read_by_settings
from tools.places import ROOT

pytestmark = pytest.mark.system

ONE_SHOT = {"migrate"}
APPS = ("web", "worker", "beat")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The file, with its anchors resolved."""
    loaded: dict[str, Any] = YAML(typ="safe").load((ROOT / "docker-compose.yml").read_text())
    return loaded


def test_the_file_follows_the_schema_of_compose() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run(
        [*command, "docker-compose.yml"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_part_is_there(compose: dict[str, Any]) -> None:
    parts = {"web", "worker", "beat", "migrate", "postgres", "redis", "mail"}
    assert set(compose["services"]) == parts


def test_every_lasting_service_has_a_health_check(compose: dict[str, Any]) -> None:
    without = {name for name, s in compose["services"].items() if "healthcheck" not in s}
    assert without == ONE_SHOT


@pytest.mark.parametrize("name", APPS)
def test_the_product_waits_for_its_tables_and_servers(compose: dict[str, Any], name: str) -> None:
    waits = {k: v["condition"] for k, v in compose["services"][name]["depends_on"].items()}
    assert waits == {
        "migrate": "service_completed_successfully",
        "postgres": "service_healthy",
        "redis": "service_healthy",
    }


@pytest.mark.parametrize("name", [*APPS, "migrate"])
def test_secrets_come_from_files_and_the_rest_is_a_setting(
    compose: dict[str, Any], name: str
) -> None:
    environment = compose["services"][name]["environment"]
    assert {"SECRET_KEY_FILE", "DATABASE_URL_FILE"} <= environment.keys()
    known = read_by_settings() | {"WEB_CONCURRENCY"}
    assert {key.removesuffix("_FILE") for key in environment} <= known
    assert {"secret_key", "database_url"} <= set(compose["services"][name]["secrets"])


def test_every_variable_it_takes_isdocumented() -> None:
    taken = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    assert taken <= documented()
    starred = re.findall(
        r"^# \* .*\n(?:# .*\n)*([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE
    )
    assert set(starred) == taken


def test_redis_keeps_what_it_took(compose: dict[str, Any]) -> None:
    command = compose["services"]["redis"]["command"]
    assert command[command.index("--appendonly") + 1] == "yes"


def test_nothing_is_published_beyond_this_machine(compose: dict[str, Any]) -> None:
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_image_does_not_run_as_root() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    last_user = [line for line in lines if line.startswith("USER ")][-1]
    assert last_user == "USER viceversa"


def test_the_image_holds_every_app(compose: dict[str, Any]) -> None:
    assert compose["services"]["web"]["build"] == "."
    kept = set(re.findall(r"^!([a-z_]+)/$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    apps = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert kept == apps | {"templates", "static", "locale"}
