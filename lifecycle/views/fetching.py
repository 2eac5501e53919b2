"""Pairs are fetched as one of the two: who only oversees a pair has pages of the program."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from accounts.requests import PersonRequest
from pairings.models import Pairing


def own_pair(request: PersonRequest, uid: UUID) -> Pairing:
    """Return a pair of this person; who only oversees it has the program's pages for this (403)."""
    found = Pairing.objects.visible_to(request.user).with_people()
    pairing: Pairing = get_object_or_404(found, uid=uid)
    if pairing.role_of(request.user) is None:
        raise PermissionDenied
    return pairing


def pair_context(request: PersonRequest, pairing: Pairing) -> dict[str, object]:
    """Return what every page of a pair shows."""
    return {"pairing": pairing, "partner": pairing.partner_of(request.user)}
