"""The signed copy of a version: the file itself, as it was sealed."""

from django.db import models

from contracts.models.version import Version


class SignedCopy(models.Model):
    """One sealed PDF a version, made by the worker, which alone has the key.

    `head_seq` is the entry of the ledger whose signed head went into it; 0 without one. It can be
    made anew at any time from what it was made of, so it is an ordinary row.
    """

    version = models.OneToOneField(Version, on_delete=models.CASCADE, related_name="signed_copy")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    head_seq = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"of version {self.version_id}"
