"""Many certificates in one ZIP file, given out piece by piece while they are drawn."""

import zipfile
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from core.errors import Refusal
from lifecycle.certificates import certificate_of, file_name
from lifecycle.queries import CertificateFacts

LEFT_OUT = "not-printed.txt"


class _Pipe:
    """A file that hands on what is written to it, and keeps nothing."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Keep the piece until it is taken."""
        self.waiting.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Nothing is held open."""

    def take(self) -> bytes:
        """Return what came since the last time."""
        pieces, self.waiting = self.waiting, []
        return b"".join(pieces)


def zip_of_certificates(every: Iterable[CertificateFacts]) -> Iterator[bytes]:
    """Yield the pieces of the file; names that cannot be printed stand in a list inside."""
    pipe, left_out = _Pipe(), []
    with zipfile.ZipFile(pipe, "w") as bundle:
        for number, facts in enumerate(every, 1):
            try:
                # Two people may have one name; and a fixed time makes the bytes repeatable.
                bundle.writestr(_entry(f"{number:03}-{file_name(facts)}"), certificate_of(facts))
            except Refusal:
                left_out.append(facts.name)
            yield pipe.take()
        if left_out:
            text = "\n".join([_("These names could not be printed yet:"), *left_out])
            bundle.writestr(_entry(LEFT_OUT), text + "\n")
    yield pipe.take()


def _entry(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name)
