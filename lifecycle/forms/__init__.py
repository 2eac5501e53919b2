"""What the two of a pair are asked: breaks and ends, what is next, thanks."""

from lifecycle.forms.breaks import EndForm, PauseForm
from lifecycle.forms.closing import GoalsForm, NextForm, ThanksForm, WishesForm

__all__ = ["EndForm", "GoalsForm", "NextForm", "PauseForm", "ThanksForm", "WishesForm"]
