"""The request of somebody who is signed in, as `LoginRequiredMiddleware` guarantees it."""

from django.http import HttpRequest

from accounts.models import User


class PersonRequest(HttpRequest):
    """What views behind the sign-in are given; the user is one of ours, never anonymous."""

    user: User
