"""Addresses of agreements; `uid` is the contract's, and as good the pair's."""

from django.urls import path

from contracts.views import agreement, house_rules, offer, sign

app_name = "contracts"
urlpatterns = [
    path("house-rules/<uuid:uid>/", house_rules.read_house_rules, name="read-house-rules"),
    path("versions/<uuid:uid>/", agreement.read_version, name="read-version"),
    path("<uuid:uid>/", agreement.show_agreement, name="show-agreement"),
    path("<uuid:uid>/open/", agreement.open_agreement, name="open-agreement"),
    path("<uuid:uid>/offer/", offer.offer_agreement, name="offer-agreement"),
    path("<uuid:uid>/withdraw/", offer.withdraw_offer, name="withdraw-offer"),
    path("<uuid:uid>/send-back/", offer.send_back_offer, name="send-back-offer"),
    path("<uuid:uid>/sign/", sign.sign_agreement, name="sign-agreement"),
]
