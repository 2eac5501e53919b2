"""What is decided about an agreement is decided under locks: first the pair, then its contract."""

from dataclasses import dataclass

from accounts.models import User
from contracts.actions.refusals import not_a_partner, not_live
from contracts.models import Contract, Version
from pairings.actions import lock_pair
from pairings.models import Pairing
from programs.rules import Role


@dataclass(frozen=True, slots=True)
class Locked:
    """A version as it is now, with its pair and the side that acts."""

    version: Version
    pairing: Pairing
    role: Role

    @property
    def contract(self) -> Contract:
        """The contract that the version belongs to."""
        return self.version.contract


@dataclass(frozen=True, slots=True)
class LockedContract:
    """A contract, with its pair as it is now and the side that acts."""

    contract: Contract
    pairing: Pairing
    role: Role


def lock_contract(contract: Contract, *, by: User) -> LockedContract:
    """Lock for a partner of a live pair; raises `Forbidden` for others, a refusal after the end."""
    pairing = lock_pair(contract.pairing)
    fresh = Contract.objects.select_for_update().get(pk=contract.pk)
    role = pairing.role_of(by)
    if role is None:
        raise not_a_partner()
    if not pairing.is_live:
        raise not_live()
    return LockedContract(fresh, pairing, role)


def lock_version(version: Version, *, by: User) -> Locked:
    """Lock for a partner of a live pair; raises `Forbidden` for others, a refusal after the end."""
    fresh = lock(version)
    pairing = fresh.contract.pairing
    role = pairing.role_of(by)
    if role is None:
        raise not_a_partner()
    if not pairing.is_live:
        raise not_live()
    return Locked(fresh, pairing, role)


def lock(version: Version) -> Version:
    """Lock the pair and the contract of a version and read it anew."""
    lock_pair(version.contract.pairing)
    Contract.objects.select_for_update().get(pk=version.contract_id)
    return Version.objects.with_pair().get(pk=version.pk)
