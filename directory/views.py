"""HR brings people in: upload, look, apply, report."""

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import PersonRequest
from core import clock
from core.errors import Forbidden
from core.flash import say_done
from directory import actions
from directory.forms import UploadForm
from directory.models import ImportRun, ImportState
from directory.permissions import can_import_people
from directory.queries.reports import example_lines, issue_lines, issues_shown, run_shown
from directory.rules.problems import Unreadable
from directory.words import about

RECENT = 20


@require_http_methods(["GET", "HEAD", "POST"])
def upload_people(request: PersonRequest) -> HttpResponse:
    """Take a file and show what it would change."""
    if not can_import_people(request.user):
        raise Forbidden("not_hr", _("Only HR admins import people."))
    is_post = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_post else UploadForm()
    if is_post and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = actions.stage_import(
                data=file.read(), file_name=file.name, by=request.user, now=clock.now()
            )
        except Unreadable as error:
            form.add_error("file", about(error))
        else:
            return redirect("directory:show-import", run.uid)
    runs = ImportRun.objects.visible_to(request.user).select_related("uploaded_by")
    context = {"form": form, "runs": runs.order_by("-pk")[:RECENT]}
    return render(request, "directory/upload.html", context)


@require_safe
def show_import(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show what a file would change, how far it is, or what came of it."""
    run = _run(request, uid)
    context = {"run": run, "shown": run_shown(run), "issues": issues_shown(run)}
    page = {ImportState.CHECKED: "preview", ImportState.APPLYING: "progress"}
    name = page.get(ImportState(run.state), "report")
    return render(request, f"directory/{name}.html", context)


@require_POST
def apply_import(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Apply a file that was looked at; a second click finds it applied."""
    run = _run(request, uid)
    actions.start_import(run=run, by=request.user, now=clock.now())
    return redirect("directory:show-import", uid)


@require_POST
def cancel_import(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Stop, or forget the file."""
    run = actions.cancel_import(run=_run(request, uid), by=request.user, now=clock.now())
    if run.state == ImportState.CANCELED:
        say_done(request, _("Canceled. Nothing more of the file is applied."))
    return redirect("directory:show-import", uid)


@require_safe
def download_issues(request: PersonRequest, uid: UUID) -> StreamingHttpResponse:
    """Give the rows that were left out, each with its reason, to be put right."""
    run = _run(request, uid)
    return _csv(issue_lines(run), "import-issues.csv")


@require_safe
def download_example(request: PersonRequest) -> StreamingHttpResponse:
    """Give a file that can be filled in."""
    if not can_import_people(request.user):
        raise Forbidden("not_hr", _("Only HR admins import people."))
    return _csv(example_lines(), "people.csv")


def _run(request: PersonRequest, uid: UUID) -> ImportRun:
    runs = ImportRun.objects.visible_to(request.user).select_related("uploaded_by", "started_by")
    return get_object_or_404(runs, uid=uid)


def _csv(lines: Iterator[str], name: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
