"""`make messages`: collects the texts marked for translation and compiles what was translated."""

import os
import shutil
import subprocess
import sys

from tools.places import ROOT

LOCALE = ROOT / "locale"
NOT_OURS = (".venv", "assets", "var", "tests", "tools", "benchmarks")


def main() -> int:
    """Write locale/django.pot and every language's .po and .mo; says so when gettext is missing."""
    if not (shutil.which("xgettext") and shutil.which("msgfmt")):
        print("gettext is not installed (Debian: apt-get install gettext).", file=sys.stderr)
        return 1
    LOCALE.mkdir(exist_ok=True)
    ignored = [f"--ignore={name}/*" for name in NOT_OURS]
    collect = ["makemessages", "--all", "--keep-pot", "--add-location=file", *ignored]
    code = _manage(collect)
    if code == 0 and any(LOCALE.glob("*/LC_MESSAGES/*.po")):
        code = _manage(["compilemessages", "--ignore=.venv"])
    return code


def _manage(arguments: list[str]) -> int:
    environment = {"SECRET_KEY": "only-to-collect-texts", **os.environ}
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
