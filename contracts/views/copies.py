"""The signed copy, for the two whose agreement it is."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest
from contracts.models import Version
from contracts.queries.copies import copied, copy_for
from core.errors import Refusal


@require_safe
def download_copy(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Give the sealed file of a version that both signed; say so while it is being made."""
    found = copy_for(request.user, uid)
    if found is None:
        version = get_object_or_404(Version.objects.visible_to(request.user), uid=uid)
        if copied(version) is None:
            raise Http404
        text = _("Your signed copy is being prepared. Try again in a minute.")
        raise Refusal("copy_in_preparation", text)
    response = HttpResponse(bytes(found.content), content_type="application/pdf")
    name = f"our-agreement-version-{found.version.number}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store, private"
    return response
