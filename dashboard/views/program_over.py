"""A program as a whole: run it again, put it away, take its certificates along."""

from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.errors import Forbidden, Refusal
from core.flash import say_done
from dashboard.actions import record_certificates
from dashboard.views.door import HrRequest, hr_page, posted
from dashboard.views.programs import ASKED_AND_DONE, run_program
from lifecycle.actions import archive_program, duplicate_with_rules, unarchive_program
from lifecycle.bundles import zip_of_certificates
from lifecycle.queries import certificates_in
from programs.forms.duplicate import DuplicateForm
from programs.permissions import can_create_program


@require_http_methods(ASKED_AND_DONE)
@hr_page
def duplicate(request: HrRequest, uid: UUID) -> HttpResponse:
    """Make a draft after a program, with a name and days of its own."""
    program = run_program(request, uid)
    if not can_create_program(request.user):
        raise Forbidden("not_hr", _("Only HR admins can create a program."))
    form = DuplicateForm(posted(request), program=program)
    if request.method == "POST" and form.is_valid():
        try:
            copy = duplicate_with_rules(
                program=program, run=form.run(), by=request.user, now=clock.now()
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            say_done(request, _("The program is a draft. Open its enrollment when it is ready."))
            return redirect("dashboard:show-program", copy.uid)
    return render(request, "dashboard/program_duplicate.html", {"program": program, "form": form})


@require_POST
@hr_page
def archive(request: HrRequest, uid: UUID) -> HttpResponse:
    """Put a closed program into the archive, or take it back."""
    program = run_program(request, uid)
    if request.POST.get("archive") == "no":
        unarchive_program(program=program, by=request.user, now=clock.now())
        say_done(request, _("It is back in the lists."))
    else:
        archive_program(program=program, by=request.user, now=clock.now())
        say_done(request, _("It is in the archive. Everything in it stays readable."))
    return redirect("dashboard:show-program", uid)


@require_POST
@hr_page
def certificates(request: HrRequest, uid: UUID) -> StreamingHttpResponse:
    """Give the certificates of every completed pair one oversees, in one file."""
    program = run_program(request, uid)
    found = certificates_in(program, request.user)
    record_certificates(program, by=request.user, number=len(found), now=clock.now())
    response = StreamingHttpResponse(zip_of_certificates(found), content_type="application/zip")
    name = slugify(program.name) or "program"
    response.headers["Content-Disposition"] = f'attachment; filename="certificates-{name}.zip"'
    return response
