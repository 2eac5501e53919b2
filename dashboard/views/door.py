"""Who gets in: people who run a program. For everybody else HR's pages do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.http import Http404, QueryDict
from django.http.response import HttpResponseBase

from accounts.requests import PersonRequest
from dashboard.permissions import opens_hr_pages
from dashboard.queries.desk import programs_run_by
from programs.models import Program

P = ParamSpec("P")
Answer = TypeVar("Answer", bound=HttpResponseBase)


class HrRequest(PersonRequest):
    """The request of somebody who runs these programs."""

    programs: list[Program]


def hr_page(
    view: Callable[Concatenate[HrRequest, P], Answer],
) -> Callable[Concatenate[HrRequest, P], Answer]:
    """Open a page to those who run a program, and fetch their programs once."""

    @wraps(view)
    def opened(request: HrRequest, /, *args: P.args, **kwargs: P.kwargs) -> Answer:
        request.programs = programs_run_by(request.user)
        if not opens_hr_pages(request.user, request.programs):
            raise Http404
        return view(request, *args, **kwargs)

    return opened


def posted(request: HrRequest) -> QueryDict | None:
    """Return what a POST holds, be it empty; None on reading, so that no form is judged yet."""
    return request.POST if request.method == "POST" else None
