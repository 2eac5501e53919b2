"""What a page is about, found through what the person may see."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from accounts.models import User
from accounts.requests import PersonRequest
from contracts.models import Contract, Version
from contracts.permissions import role_in
from contracts.queries.beside import in_force_of
from contracts.queries.drafting import contract_of, standing_version
from programs.rules import Role


@dataclass(frozen=True, slots=True)
class Standing:
    """The version that the page shows, and from which side it is looked at."""

    contract: Contract
    version: Version
    role: Role

    @property
    def partner(self) -> User:
        """The other person."""
        return self.contract.pairing.partner_of(self.contract.pairing.person_in(self.role))

    @property
    def other_role(self) -> Role:
        """The side of the other person."""
        return Role.MENTEE if self.role == Role.MENTOR else Role.MENTOR

    @property
    def first_names(self) -> dict[Role, str]:
        """How both are addressed."""
        return {role: self.contract.pairing.person_in(role).first_name for role in Role}

    def context(self) -> dict[str, object]:
        """Return what every page of an agreement shows."""
        pair = self.contract.pairing
        return {
            "contract": self.contract,
            "version": self.version,
            "pair": pair,
            "mentor": pair.mentor,
            "mentee": pair.mentee,
            "partner": self.partner,
            "role": str(self.role),
        }


def find_agreement(request: PersonRequest, uid: UUID) -> Standing:
    """Return the agreement of the person's own pair, by its id or that of the pair; else 404."""
    standing = agreement_if_begun(request, uid)
    if standing is None:
        raise Http404
    return standing


def find_readable(request: PersonRequest, uid: UUID) -> Standing:
    """Return the agreement with a fixed text: what waits, else what counts beside a draft."""
    standing = find_agreement(request, uid)
    in_force = in_force_of(standing.contract)
    if standing.version.document or in_force is None:
        return standing
    return Standing(standing.contract, in_force, standing.role)


def agreement_if_begun(request: PersonRequest, uid: UUID) -> Standing | None:
    """Return the agreement of the person's own pair; None when there is none to be seen."""
    contract = contract_of(request.user, uid)
    role = role_in(request.user, contract) if contract else None
    if contract is None or role is None:
        return None
    return Standing(contract, standing_version(contract), role)
