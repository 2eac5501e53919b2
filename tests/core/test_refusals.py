import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from pytest_django import Settings

from core.errors import Forbidden, Refusal, Stale
from core.middleware import RefusalsInWords

REFUSALS: dict[str, Exception] = {
    "refusal": Refusal("taken", _("This <b>date</b> is taken.")),
    "forbidden": Forbidden("not_yours", "This is not yours to do."),
    "stale": Stale("changed", "Somebody changed it meanwhile."),
    "error": ZeroDivisionError("a fault"),
}


@login_not_required
def refuse(_request: HttpRequest, what: str) -> HttpResponse:
    """Raise one of them."""
    raise REFUSALS[what]


urlpatterns = [path("refuse/<str:what>/", refuse), path("", include("mentoring.urls"))]


@pytest.fixture(autouse=True)
def planted(settings: Settings, db: None) -> None:
    settings.ROOT_URLCONF = __name__


@pytest.mark.parametrize(
    ("what", "status", "sentence"),
    [
        ("refusal", 409, "This &lt;b&gt;date&lt;/b&gt; is taken."),
        ("forbidden", 403, "This is not yours to do."),
        ("stale", 409, "Somebody changed it meanwhile."),
    ],
)
def test_a_refusal_becomes_a_page_with_its_sentence(
    client: Client, what: str, status: int, sentence: str
) -> None:
    page = client.post(f"/refuse/{what}/")
    assert page.status_code == status
    assert sentence in page.content.decode()


def test_a_fault_is_no_refusal(client: Client) -> None:
    with pytest.raises(ZeroDivisionError):
        client.post("/refuse/error/")
    request = HttpRequest()
    assert (
        RefusalsInWords(lambda _request: HttpResponse()).process_exception(
            request, REFUSALS["error"]
        )
        is None
    )


def test_a_refusal_carries_a_code_and_a_sentence() -> None:
    refusal = REFUSALS["refusal"]
    assert isinstance(refusal, Refusal)
    assert refusal.code == "taken"
    assert str(refusal) == "This <b>date</b> is taken."
