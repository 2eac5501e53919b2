"""Stopping the nudges of a pair: by a mail program's one POST (RFC 8058), or by a person."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.models import User
from core import clock
from core.tokens import AnswerToken, BadToken, read_token
from reminders.actions import start_nudges, stop_nudges
from reminders.emails import STOP
from reminders.queries import is_muted, may_answer, pairing_of


# RFC 8058: the POST comes from the mail program, which has neither cookie nor form token.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question on GET; stop, or start again, on POST. Twice is harmless."""
    content = _read(token)
    pairing = pairing_of(content.subject_uid) if content else None
    person = User.objects.active().filter(pk=content.person_id).first() if content else None
    if pairing is None or person is None or not may_answer(person, pairing):
        return render(request, "core/link_broken.html", status=404)
    if request.method == "POST":
        act = start_nudges if request.POST.get("act") == "start" else stop_nudges
        act(by=person, pairing=pairing, now=clock.now())
    context = {
        "partner": pairing.partner_of(person).first_name,
        "is_stopped": is_muted(person, pairing),
    }
    return render(request, "reminders/stop.html", context)


def _read(token: str) -> AnswerToken | None:
    """Return the content of a link; an old one still stops what it came with."""
    try:
        content = read_token(token)
    except BadToken:
        return None
    return content if content.purpose == STOP else None
