"""Addresses of the app `pairings`: proposals, and a person's own place with what stands on it."""

from django.urls import path

from pairings.views import places, proposals, suggestions

app_name = "pairings"
urlpatterns = [
    path("programs/<uuid:uid>/", places.show_place, name="show-place"),
    path("programs/<uuid:uid>/availability/", places.set_availability, name="set-availability"),
    path("programs/<uuid:uid>/leave/", places.leave, name="leave-program"),
    path("programs/<uuid:uid>/suggestions/", suggestions.list_suggestions, name="list-suggestions"),
    path(
        "programs/<uuid:uid>/suggestions/<uuid:place>/ask/",
        suggestions.ask,
        name="ask-partner",
    ),
    path("pairs/<uuid:uid>/proposal/", proposals.show_proposal, name="show-proposal"),
    path("pairs/<uuid:uid>/proposal/accept/", proposals.accept, name="accept-proposal"),
    path("pairs/<uuid:uid>/proposal/decline/", proposals.decline, name="decline-proposal"),
    path("pairs/<uuid:uid>/proposal/withdraw/", proposals.withdraw, name="withdraw-request"),
]
