"""Addresses of agreements; `uid` is the contract's, and as good the pair's."""

from django.urls import path

from contracts.views import (
    agreement,
    amending,
    comments,
    copies,
    house_rules,
    new_rules,
    offer,
    review,
    rhythm,
    sign,
)

app_name = "contracts"
urlpatterns = [
    path("house-rules/<uuid:uid>/", house_rules.read_house_rules, name="read-house-rules"),
    path("house-rules/<uuid:uid>/sign/", house_rules.sign_rules, name="sign-house-rules"),
    path("versions/<uuid:uid>/", agreement.read_version, name="read-version"),
    path("versions/<uuid:uid>/signed-copy/", copies.download_copy, name="download-copy"),
    path("<uuid:uid>/", agreement.show_agreement, name="show-agreement"),
    path("<uuid:uid>/new-rules/", new_rules.see_new_rules, name="see-new-rules"),
    path("comments/<uuid:uid>/delete/", comments.delete, name="delete-comment"),
    path("<uuid:uid>/comments/", comments.write, name="write-comment"),
    path("<uuid:uid>/amend/", amending.amend, name="amend-agreement"),
    path("<uuid:uid>/drop/", amending.drop, name="drop-draft"),
    path("<uuid:uid>/rhythm/", rhythm.suggest, name="suggest-rhythm"),
    path("<uuid:uid>/rhythm/accept/", rhythm.accept, name="accept-rhythm"),
    path("<uuid:uid>/rhythm/decline/", rhythm.decline, name="decline-rhythm"),
    path("<uuid:uid>/review/", review.look, name="review-agreement"),
    path("<uuid:uid>/open/", agreement.open_agreement, name="open-agreement"),
    path("<uuid:uid>/offer/", offer.offer_agreement, name="offer-agreement"),
    path("<uuid:uid>/withdraw/", offer.withdraw_offer, name="withdraw-offer"),
    path("<uuid:uid>/send-back/", offer.send_back_offer, name="send-back-offer"),
    path("<uuid:uid>/sign/", sign.sign_agreement, name="sign-agreement"),
]
