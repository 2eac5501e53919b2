"""By which clocks the two of a pair live, as people name them: by a city."""

from dataclasses import dataclass

from accounts.models import User


@dataclass(frozen=True, slots=True)
class Clocks:
    """The cities of the reader and of the partner, whose zone a page converts times to."""

    own_city: str
    partner_city: str
    partner_zone: str
    are_same: bool


def clocks_of(user: User, partner: User) -> Clocks:
    """Return the clocks of the two."""
    return Clocks(
        own_city=city_of(user),
        partner_city=city_of(partner),
        partner_zone=partner.time_zone,
        are_same=user.time_zone == partner.time_zone,
    )


def city_of(person: User) -> str:
    """Return the city that names a person's time zone: "Europe/Berlin" is Berlin."""
    return person.time_zone.rpartition("/")[2].replace("_", " ")
