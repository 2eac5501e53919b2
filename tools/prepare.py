"""Brings the demo to where it can be served: environment, tables, demo company, static files."""

import hashlib
import os
import secrets
import subprocess
import sys
from pathlib import Path

from tools.places import ROOT


class NotPrepared(RuntimeError):
    """A step failed; the message holds what it said."""


def own_environment(data: Path, port: int, mail_port: int, redis: str) -> dict[str, str]:
    """Return what makes a demo of it: its folder, its addresses, and its key where none is set."""
    own = {
        "DATA_DIR": str(data),
        "DJANGO_SETTINGS_MODULE": "mentoring.settings",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "REDIS_URL": redis,
        "SITE_URL": f"http://127.0.0.1:{port}",
        "VICEVERSA_DEMO": "1",
    }
    if not {"SECRET_KEY", "SECRET_KEY_FILE"} & os.environ.keys():
        own["SECRET_KEY_FILE"] = str(_secret_key(data))
    if os.environ.get("DATABASE_URL"):
        own["DATABASE_URL"] = os.environ["DATABASE_URL"]
    return own


def environment(own: dict[str, str]) -> dict[str, str]:
    """Return the demo's whole environment: what is set outside stays, except where mail goes.

    The demo never sends real mail, so an EMAIL_URL of the shell is not taken.
    """
    defaults = {"ALLOWED_HOSTS": "127.0.0.1,localhost", "PYTHONUNBUFFERED": "1"}
    kept = {name: value for name, value in os.environ.items() if name != "EMAIL_URL_FILE"}
    return defaults | kept | own


def prepare(env: dict[str, str], data: Path, *, is_small: bool = False) -> str:
    """Bring tables, demo company and static files up to date; return the demo's logins as text."""
    size = ("--small",) if is_small else ()
    _manage(env, "Preparing the database", "migrate", "--no-input")
    if not Path(env.get("SIGNING_KEY_FILE", data / "signing.key")).exists():
        _manage(env, "Making the key that signs", "signing_key", "--make")
    label = "Loading the demo company (the first time takes a minute)"
    logins = _manage(env, label, "load_demo", *size)
    wanted, stamp = _static_fingerprint(), data / "static.stamp"
    if not stamp.is_file() or stamp.read_text() != wanted:
        _manage(env, "Collecting static files", "collectstatic", "--no-input", "--clear")
        stamp.write_text(wanted)
    return logins


def _secret_key(data: Path) -> Path:
    """Make the demo's key once; sessions and links of the demo outlive a restart."""
    path = data / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path


def _manage(env: dict[str, str], label: str, *arguments: str) -> str:
    print(f"{label} …", flush=True)
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        message = f"`manage.py {' '.join(arguments)}` failed:\n{done.stdout}{done.stderr}"
        raise NotPrepared(message)
    return done.stdout


def _static_fingerprint() -> str:
    """Hash what the collected files are made of: the project's own and the pinned packages'."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted((ROOT / "static").rglob("*")):
        facts = path.stat()
        digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}".encode())
    return digest.hexdigest()
