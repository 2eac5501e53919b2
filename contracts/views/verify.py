"""Anyone may check a signed copy: on this page, or without us, with one file and a key."""

from pathlib import Path
from typing import Any, Final

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from contracts.forms.verifying import VerifyForm
from contracts.models import PROOFS
from contracts.queries.verifying import Answer, verify_here
from contracts.words import tone_of, words_of
from ledger.queries.keys import published_keys
from ledger.rules.heads import KeyRecord
from tools import verify_contract
from tools.verify_contract import Facts, moment

VERIFIER: Final = Path(verify_contract.__file__)
# An upload of this size is held in memory and never on a disk.
LARGEST: Final = settings.FILE_UPLOAD_MAX_MEMORY_SIZE


# The check of the form's token would read the whole upload first, so the size comes before it.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify_copy(request: HttpRequest) -> HttpResponse:
    """Show how a copy is verified, and verify one that is sent; nothing of it is kept."""
    if request.method != "POST":
        return _page(request, VerifyForm())
    if _size(request) > LARGEST:
        return _page(request, VerifyForm.too_large(), status=413)
    too_many = ratelimit.consume_or_429(request, action="verify_copy")
    return too_many or _verified(request)


@csrf_protect
def _verified(request: HttpRequest) -> HttpResponse:
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    return _page(request, VerifyForm(), answer=verify_here(form.cleaned_data["file"].read()))


def _size(request: HttpRequest) -> int:
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(length) if length.isdecimal() else LARGEST + 1


def _page(
    request: HttpRequest, form: VerifyForm, *, answer: Answer | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "keys": published_keys(), "answer": answer}
    if answer is not None:
        context |= {"words": words_of(answer), "tone": tone_of(answer)}
        if answer.report.facts is not None and answer.is_genuine:
            context["facts"] = _shown(answer.report.facts)
    return render(request, "contracts/verify.html", context, status=status)


def _shown(facts: Facts) -> dict[str, Any]:
    signers = [
        {
            "role": each.role,
            "name": each.name,
            "typed_name": each.typed_name,
            "signed_at": moment(each.signed_at),
            "known_by": dict(PROOFS).get(each.proof, each.proof),
        }
        for each in facts.signers
    ]
    return {
        "version": facts.version,
        "program": facts.program,
        "sha256": facts.document_sha256,
        "in_force_at": moment(facts.in_force_at),
        "made_at": moment(facts.made_at),
        "event_seq": facts.event_seq,
        "signers": signers,
    }


@login_not_required
@require_safe
def list_keys(_request: HttpRequest) -> JsonResponse:
    """Publish every key that ever sealed, with the entries it may sign and what was revoked."""
    keys = [_published(key) for key in published_keys()]
    return JsonResponse({"issuer": settings.SITE_URL, "keys": keys})


def _published(key: KeyRecord) -> dict[str, object]:
    return {
        "algorithm": "Ed25519",
        "public_key": key.public_key.hex(),
        "fingerprint": key.fingerprint,
        "from_entry": key.from_seq,
        "until_entry": key.until_seq,
        "revoked_at": key.revoked_at.isoformat() if key.revoked_at else None,
        "revoked_because": key.revoked_why,
    }


@login_not_required
@require_safe
def download_verifier(_request: HttpRequest) -> HttpResponse:
    """Give the program that verifies without us."""
    response = HttpResponse(VERIFIER.read_bytes(), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{VERIFIER.name}"'
    return response
