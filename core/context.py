"""What every page knows: the theme, the navigation, and whether this is the demo."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core.registry import navigation
from core.views.theme import theme_of


def shell(request: HttpRequest) -> dict[str, object]:
    """Return the context of the layouts; the navigation is only read by pages that show it."""
    return {
        "theme": theme_of(request),
        "nav_groups": SimpleLazyObject(lambda: navigation(request)),
        "demo": settings.DEMO,
        "demo_logins": settings.DEMO_LOGINS if settings.DEMO else [],
    }
