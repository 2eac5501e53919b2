"""Absolute addresses for mails, from the one public address of this deployment."""

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise

from core.mail import Link


def page_url(name: str, *args: object) -> str:
    """Return the absolute address of a page by its URL name."""
    path: str = reverse(name, args=args)
    return f"{settings.SITE_URL}{path}"


def page_link(label: str | Promise, name: str, *args: object) -> Link:
    """Return a labeled link to a page; labels are read in the language that is active."""
    return Link(str(label), page_url(name, *args))


def home_link(label: str | Promise) -> Link:
    """Return a labeled link to the person's own home."""
    return Link(str(label), f"{settings.SITE_URL}/")
