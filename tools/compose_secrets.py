"""Writes the secrets that docker-compose.yml mounts; what exists already is kept."""

import secrets
import sys
from pathlib import Path

from tools.places import ROOT


def write_missing(folder: Path) -> list[str]:
    """Make the files that are missing and return their names.

    The folder is closed to others; the files are not, for the containers read them as another user.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    made = _write(folder / "postgres_password", secrets.token_urlsafe(32))
    password = (folder / "postgres_password").read_text()
    made += _write(folder / "secret_key", secrets.token_urlsafe(48))
    address = f"postgres://viceversa:{password}@postgres:5432/viceversa"
    return made + _write(folder / "database_url", address)


def _write(path: Path, value: str) -> list[str]:
    """Write a file that is missing, without a line break: that would become part of the value."""
    if path.exists():
        return []
    path.write_text(value)
    path.chmod(0o644)
    return [path.name]


def main() -> int:
    """Write them and say which."""
    made = write_missing(ROOT / "secrets")
    print(f"Written to secrets/: {', '.join(made) or 'nothing, all exist'}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
