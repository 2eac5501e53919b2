"""The address of every link in a mail: reads the token and hands over to its purpose."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from core import clock
from core.registry import answer_purpose
from core.tokens import BadToken, read_token


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question on GET (nothing is written), record the answer on POST."""
    try:
        content = read_token(token)
    except BadToken:
        return render(request, "core/link_broken.html", status=404)
    purpose = answer_purpose(content.purpose)
    if purpose is None:
        return render(request, "core/link_broken.html", status=404)
    if content.is_expired(clock.now()):
        return render(request, "core/link_expired.html", status=410)
    return purpose.answer(request, content)
