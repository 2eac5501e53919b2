"""What holds for every request: what reading may do, headers, language, refusals in words."""

import re
import zoneinfo
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from core.errors import Refusal

Handler = Callable[[HttpRequest], HttpResponse]
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_WRITE = re.compile(
    r"^\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP|TRUNCATE)\b", re.IGNORECASE
)
# Sessions remember what sign-in pages and flash messages need, and a second factor when its
# recovery codes were shown (allauth's access log of them); nothing else is written by reading.
_MAY_WRITE = re.compile(
    r"^\s*(\w+\s+(INTO\s+|FROM\s+)?\"?django_session\"?|UPDATE\s+\"?mfa_authenticator\"?\s)",
    re.IGNORECASE,
)


class WriteWhileReading(RuntimeError):
    """A view tried to write during GET, HEAD or OPTIONS."""


def _refuse_writes(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
    if _WRITE.match(sql) and not _MAY_WRITE.match(sql):
        message = f"Reading writes nothing, but this did: {sql[:80]}"
        raise WriteWhileReading(message)
    return execute(sql, *rest)


class ReadingWritesNothing:
    """Refuses every SQL write during safe methods: scanners and prefetchers are harmless."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Guard the connection for the length of a safe request."""
        if request.method not in SAFE_METHODS:
            return self.get_response(request)
        with connection.execute_wrapper(_refuse_writes):
            return self.get_response(request)


class ResponseHeaders:
    """Personal pages are not kept by browsers or proxies; features nobody uses are switched off."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers; static files have their own."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()"
        )
        return response


class PersonalSettings:
    """Speaks the person's language in the person's time zone."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate both for the request and put them back after."""
        user = request.user
        zone = getattr(user, "time_zone", "") or "UTC"
        language = getattr(user, "interface_language", "") or translation.get_language_from_request(
            request
        )
        with timezone.override(zoneinfo.ZoneInfo(zone)), translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class RefusalsInWords:
    """A refusal that a view does not show beside a field becomes a page that says the sentence."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; see `process_exception`."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a `Refusal` with its sentence and status."""
        if not isinstance(error, Refusal):
            return None
        list(messages.get_messages(request))
        return render(request, "core/refused.html", {"refusal": error}, status=error.status)
