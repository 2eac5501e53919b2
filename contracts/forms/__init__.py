"""What people type about agreements."""

from contracts.forms.agreement import AgreementForm
from contracts.forms.house_rules import HouseRulesForm
from contracts.forms.signing import CommentForm, SignForm

__all__ = ["AgreementForm", "CommentForm", "HouseRulesForm", "SignForm"]
