"""The list of pairs: filters in the address, pages by key, and the same list as a file."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.spreadsheets import csv_lines
from dashboard.actions import record_export
from dashboard.forms.filters import PairFilter
from dashboard.queries.departments import departments_of
from dashboard.queries.paging import BadCursor, Page, page_of
from dashboard.queries.pairs import HEADINGS, band_chips, export_rows, with_all
from dashboard.queries.rows import rows_of
from dashboard.views.door import HrRequest, hr_page
from pairings.models import Pairing, PairingQuerySet


@require_safe
@hr_page
def list_pairs(request: HrRequest) -> HttpResponse:
    """Show the pairs one oversees, riskiest first, as the address narrows them."""
    overseen = Pairing.objects.overseen_by(request.user)
    filters = PairFilter(request.GET, overseen, programs=request.programs, now=clock.now())
    page, is_lost = _page(request, filters.qs)
    context = {
        "is_lost": is_lost,
        "filters": filters,
        "form": filters.form,
        "chips": band_chips(filters.without_band()),
        "departments": departments_of(overseen),
        "rows": rows_of(page.pairs, now=clock.now()),
        "page": page,
    }
    return render(request, "dashboard/pairs.html", context)


def _page(request: HrRequest, pairs: PairingQuerySet) -> tuple[Page, bool]:
    """Return the page that is asked for; where there is none, the first one, and that it is not."""
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        return page_of(with_all(pairs), after=after, before=before), False
    except BadCursor:
        return page_of(with_all(pairs)), True


@require_POST
@hr_page
def export_pairs(request: HrRequest) -> StreamingHttpResponse:
    """Hand out exactly the pairs that the address narrows to, as CSV."""
    now = clock.now()
    overseen = Pairing.objects.overseen_by(request.user)
    filters = PairFilter(request.GET, overseen, programs=request.programs, now=now)
    record_export(by=request.user, filters=filters.chosen, now=now)
    lines = csv_lines(HEADINGS, export_rows(filters.qs, now=now))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="pairs-{now:%Y-%m-%d}.csv"'
    return response
