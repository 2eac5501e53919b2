"""Signatures under a version, and the codes that prove who signs where a sign-in does not."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from contracts.models.house_rules import HouseRules
from contracts.models.version import Version
from contracts.rules import CODE_TRIES, NAME_LENGTH, Proof
from core.models import PublicModel
from programs.models import ROLES
from programs.rules import Role

PROOFS = [
    (str(Proof.PASSKEY), _("Passkey")),
    (str(Proof.TOTP), _("Authenticator app")),
    (str(Proof.PASSWORD), _("Password")),
    (str(Proof.SSO), _("Company sign-on")),
    (str(Proof.MAILED_CODE), _("Code sent by mail")),
    (str(Proof.UNKNOWN), _("Unknown")),
]


class Signature(PublicModel):
    """One partner's signature under the exact bytes of a version."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="signatures")
    signer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=6, choices=ROLES)
    typed_name = models.CharField(max_length=NAME_LENGTH)
    consent = models.TextField()
    consent_sha256 = models.CharField(max_length=64)
    proof = models.CharField(max_length=12, choices=PROOFS)
    proved_at = models.DateTimeField(null=True, blank=True)
    document_sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "role"], name="one_signature_a_side"),
            models.CheckConstraint(
                condition=models.Q(role__in=list(Role)), name="signature_role_known"
            ),
            models.CheckConstraint(
                condition=models.Q(proof__in=list(Proof)), name="signature_proof_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} under {self.version_id}"


class SigningCode(models.Model):
    """A code mailed as the last step before a signature, where the sign-in proves nothing.

    It is for a version of an agreement or for house rules. Only its keyed hash is stored, bound to
    person, text and its hash.
    """

    version = models.ForeignKey(
        Version, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    rules = models.ForeignKey(
        HouseRules, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    tries_left = models.PositiveSmallIntegerField(default=CODE_TRIES)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "user"], name="one_signing_code"),
            models.UniqueConstraint(fields=["rules", "user"], name="one_rules_signing_code"),
            models.CheckConstraint(
                condition=models.Q(version__isnull=True) ^ models.Q(rules__isnull=True),
                name="signing_code_for_one_text",
            ),
        ]

    def __str__(self) -> str:
        return f"for {self.user_id}"

    @property
    def about(self) -> Version | HouseRules:
        """What is signed with it."""
        about = self.version or self.rules
        if about is None:
            message = "A code without a text cannot be stored."
            raise LookupError(message)
        return about
