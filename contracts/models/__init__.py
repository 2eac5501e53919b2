"""The contract of a pair: house rules by version, versions of the agreement, goals, signatures."""

from contracts.models.copy import SignedCopy
from contracts.models.goal import Goal
from contracts.models.house_rules import HouseRules, HouseRulesQuerySet
from contracts.models.rules_signature import RulesLeft, RulesSignature
from contracts.models.signature import PROOFS, Signature, SigningCode
from contracts.models.together import Comment, LastSeen, Review
from contracts.models.version import (
    CHANNELS,
    VERSION_KINDS,
    VERSION_STATES,
    Contract,
    ContractQuerySet,
    Version,
    VersionQuerySet,
)

__all__ = [
    "CHANNELS",
    "PROOFS",
    "VERSION_KINDS",
    "VERSION_STATES",
    "Comment",
    "Contract",
    "ContractQuerySet",
    "Goal",
    "HouseRules",
    "HouseRulesQuerySet",
    "LastSeen",
    "Review",
    "RulesLeft",
    "RulesSignature",
    "Signature",
    "SignedCopy",
    "SigningCode",
    "Version",
    "VersionQuerySet",
]
