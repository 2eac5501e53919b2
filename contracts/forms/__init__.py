"""What people type about agreements."""

from contracts.forms.agreement import AgreementForm
from contracts.forms.house_rules import HouseRulesForm
from contracts.forms.rhythm import RhythmForm
from contracts.forms.signing import CommentForm, SignForm
from contracts.forms.words import WordForm

__all__ = ["AgreementForm", "CommentForm", "HouseRulesForm", "RhythmForm", "SignForm", "WordForm"]
