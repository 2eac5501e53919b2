"""The sponsor's signature under house rules, for the company."""

from django.db import models

from accounts.models import User
from contracts.models.house_rules import HouseRules
from contracts.models.signature import PROOFS
from contracts.rules import NAME_LENGTH, Proof
from core.models import PublicModel


class RulesSignature(PublicModel):
    """One signature for the company under the exact text of one version; never written again."""

    rules = models.OneToOneField(HouseRules, on_delete=models.PROTECT, related_name="signature")
    signer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    typed_name = models.CharField(max_length=NAME_LENGTH)
    consent = models.TextField()
    consent_sha256 = models.CharField(max_length=64)
    proof = models.CharField(max_length=12, choices=PROOFS)
    proved_at = models.DateTimeField(null=True, blank=True)
    rules_sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(proof__in=list(Proof)), name="rules_signature_proof_known"
            )
        ]

    def __str__(self) -> str:
        return f"under house rules {self.rules_id}"


class RulesLeft(models.Model):
    """One partner leaves their agreement under older house rules and wants no hint on home.

    It binds only this person and is not shown to the other; newer rules still are offered anew.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="+")
    rules = models.ForeignKey(HouseRules, on_delete=models.CASCADE, related_name="+")
    left_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "contract", "rules"], name="rules_left_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} leaves {self.contract_id} as it is"
