"""The environment as settings read it: each name also as NAME_FILE, trimmed."""

from environ import FileAwareEnv
from environ.fileaware_mapping import FileAwareMapping


class _Trimmed(FileAwareMapping):
    """Secrets are written by editors and shells, which end a file with a line break."""

    def __getitem__(self, key: str) -> str:
        """Return the value without white space around it."""
        return str(super().__getitem__(key)).strip()


class Env(FileAwareEnv):
    """Reads NAME, else the file that NAME_FILE names."""

    ENVIRON = _Trimmed()
