"""Using a sentence to start from: the page comes back as it was typed, with one goal more."""

from django.utils.translation import gettext_lazy as _

from accounts.requests import PersonRequest
from contracts.forms import AgreementForm
from contracts.forms.starting import start_with
from contracts.starters import starter_of
from contracts.views.fetching import Standing
from core.flash import say_done

USE = "use"


def started(request: PersonRequest, standing: Standing) -> AgreementForm:
    """Return the form with the chosen sentence, and say what became of it; nothing is saved."""
    starter = starter_of(request.POST[USE], standing.role)
    form, is_used = start_with(
        request.POST, starter, role=standing.role, names=standing.first_names
    )
    used = _("The sentence stands in your part. Change it until it is yours; nothing is saved yet.")
    full = _("All your goals have words already. Empty one, then choose again.")
    say_done(request, used if is_used else full)
    return form
