"""Addresses for everybody: checking a signed copy."""

from django.urls import path

from contracts.views import verify

app_name = "verify"
urlpatterns = [
    path("", verify.verify_copy, name="verify-copy"),
    path("keys.json", verify.list_keys, name="list-keys"),
    path("verify_contract.py", verify.download_verifier, name="download-verifier"),
]
