"""The product's own conversation starters: no pair wrote them, so mails may hold them."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STARTERS: Final[tuple[str | Promise, ...]] = (
    _("Show each other the last thing you looked up for work, and how you found it."),
    _("Which meeting of the last month could have been a message?"),
    _("What does a new colleague notice in the first week that you no longer see?"),
    _("Which tool do you use every day that the other has never opened?"),
    _("What would you change if you led the other's team for one day?"),
    _("Where did you last hear of something important in the company, and how late?"),
    _("Which decision of the last quarter would you like to understand better?"),
    _("What do people of your team say about us when nobody from upstairs is in the room?"),
    _("What did you learn in the last year that nobody taught you?"),
    _("Which word do people use here that you had to look up?"),
    _("What makes a working day good, and what spoils it?"),
    _("Which customer did you last speak to, and what surprised you?"),
)


def starter(seed: int) -> str:
    """Return one of the collection; the same seed always gives the same one."""
    return str(STARTERS[seed % len(STARTERS)])
