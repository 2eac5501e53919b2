"""Words to the partner beside a text in the making."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.requests import PersonRequest
from contracts.actions import add_comment, delete_comment
from contracts.forms import WordForm
from contracts.models import Comment
from contracts.permissions import is_partner
from contracts.queries.beside import family_of
from contracts.queries.comments import comments_beside
from contracts.views.fetching import Standing, find_agreement
from core import clock
from core.errors import Forbidden, Refusal
from core.flash import say_done


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show the words beside a text, and take one more."""
    standing = find_agreement(request, uid)
    name = standing.partner.first_name
    if request.method != "POST":
        return _show(request, standing, WordForm(name=name))
    form = WordForm(request.POST, name=name)
    if not form.is_valid():
        return _show(request, standing, form)
    word = form.cleaned_data["word"]
    try:
        add_comment(version=standing.version, by=request.user, text=word, now=clock.now())
    except Refusal as refusal:
        return _show(request, standing, form, status=form.say(refusal))
    say_done(request, _("%(name)s can read it here.") % {"name": name})
    return redirect("contracts:show-agreement", standing.contract.uid)


def _show(
    request: PersonRequest, standing: Standing, form: WordForm, *, status: int = 200
) -> HttpResponse:
    comments = comments_beside(family_of(standing.version))
    context = {**standing.context(), "form": form, "comments": comments}
    return render(request, "contracts/comments.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Ask, then delete one's own word."""
    comment = get_object_or_404(Comment.objects.visible_to(request.user), uid=uid)
    if comment.author_id != request.user.pk or not is_partner(
        request.user, comment.version.contract
    ):
        raise Forbidden("not_yours", _("Only who wrote this can delete it."))
    contract = comment.version.contract
    if request.method != "POST":
        context = {"comment": comment, "contract": contract}
        return render(request, "contracts/delete_comment.html", context)
    delete_comment(comment=comment, by=request.user, now=clock.now())
    say_done(request, _("Deleted."))
    return redirect("contracts:show-agreement", contract.uid)
